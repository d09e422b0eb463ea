from __future__ import annotations

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from articles.text import NAME_MAX, NOTE_MAX, SLUG_MAX, ascii_slug, fold, sort_key

from .fields import AsciiField, LineField, ProseField, WebAddressField, address_rule
from .lookup import look_up
from .slugs import save_under_free_slug
from .versioned import Versioned


def known_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            f"“{name}” is not a time zone of the IANA list, such as Europe/Moscow."
        )


class SourceQuerySet(models.QuerySet["Source"]):
    def public(self) -> SourceQuerySet:
        """Sources with at least one article in public."""
        from .article import Article

        published = Article.objects.public().filter(source=models.OuterRef("pk"))
        return self.filter(models.Exists(published))

    def with_years(self) -> SourceQuerySet:
        """Adds `first_on` and `last_on` of the articles in public."""
        from .article import Article

        dated = Article.objects.public().filter(source=models.OuterRef("pk"), is_undated=False)
        days = dated.values("published_on")
        return self.annotate(
            first_on=models.Subquery(days.order_by("published_on")[:1]),
            last_on=models.Subquery(days.order_by("-published_on")[:1]),
        )

    def by_name(self) -> SourceQuerySet:
        return self.order_by("sort_key", "slug")

    def get_by_natural_key(self, slug: str) -> Source:
        return look_up(self, slug=slug)


class Source(Versioned):
    """Who published an article: a newspaper, an agency, a site."""

    name = LineField(max_length=NAME_MAX)
    slug = AsciiField(max_length=SLUG_MAX, unique=True, blank=True)
    folded = LineField(max_length=NAME_MAX * 4, unique=True, editable=False)
    sort_key = AsciiField(max_length=NAME_MAX * 8, editable=False)
    homepage = WebAddressField("home page", blank=True)
    time_zone = AsciiField(
        max_length=64, default="UTC", validators=[known_time_zone], help_text="Of its dates."
    )
    rights = ProseField(
        max_length=NOTE_MAX,
        blank=True,
        help_text="Who owns the texts, and what one may do with them.",
    )
    entity = models.ForeignKey(
        "Entity",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sources",
        help_text="The organization that it is.",
    )
    not_logged = ("folded", "sort_key")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "slug"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="source_slug_is_not_empty"),
            models.CheckConstraint(condition=~models.Q(folded=""), name="source_name_is_not_empty"),
            address_rule("homepage", "source_homepage_is_a_web_address"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return reverse("source-detail", args=[self.slug])

    def derive(self) -> None:
        self.folded = fold(self.name)
        self.sort_key = sort_key(self.name)

    def save(self, *args, **options) -> None:
        save_under_free_slug(self, ascii_slug(self.name, "source"), super().save, *args, **options)
