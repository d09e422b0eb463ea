from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.fingerprint import Fingerprint, fingerprint
from articles.text import (
    HEADLINE_MAX,
    LINE_MAX,
    NOTE_MAX,
    SLUG_MAX,
    TEXT_MAX,
    Paragraph,
    ascii_slug,
    paragraphs,
    text_checksum,
    word_count,
)

from .annotation import Annotation, AnnotationKind
from .date_precision import DatePrecision
from .editing import Editable
from .entity import Entity
from .fields import AsciiField, LineField, ProseField, WebAddressField, address_rule, one_of
from .fingerprinted import FINGERPRINT, Fingerprinted
from .lookup import look_up
from .slugs import save_under_free_slug
from .statement import Claim, Relation
from .tag import TaggedEntity
from .versioned import Versioned

if TYPE_CHECKING:
    from .revision import Revision


class Status(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


def in_public(path: str = "") -> Q:
    """What every reader may see now: published, and past its embargo. The one rule for it.

    `path` leads from another row to its article: `in_public("evidence__article__")`.
    """
    until = f"{path}embargo_until"
    is_over = Q((f"{until}__isnull", True)) | Q((f"{until}__lte", timezone.now()))
    return Q((f"{path}status", Status.PUBLISHED)) & is_over


ROW = ("headline", "slug", "published_on", "date_precision", "word_count", "language")
ROW += ("status", "embargo_until", "source__name", "source__slug", *FINGERPRINT)


class ArticleQuerySet(models.QuerySet["Article"]):
    """The words in which views, API, commands and admin ask for articles."""

    def public(self) -> Self:
        """What every reader may see now."""
        return self.filter(in_public())

    def withdrawn(self) -> Self:
        """Articles that were public once, and are a tombstone now."""
        return self.filter(status=Status.WITHDRAWN)

    def drafts(self) -> Self:
        return self.filter(status=Status.DRAFT)

    def embargoed(self) -> Self:
        """Published, and held back until an hour that has not come yet."""
        return self.filter(status=Status.PUBLISHED, embargo_until__gt=timezone.now())

    def embargo_ended(self) -> Self:
        return self.filter(status=Status.PUBLISHED, embargo_until__lte=timezone.now())

    def mentioning(self, *entities: Entity) -> Self:
        """Tagged with at least one of these entities."""
        # A list to start from: with a question to each article a rare entity costs a full walk.
        return self.filter(pk__in=_tags_of(entities).values("content_object"))

    def not_mentioning(self, *entities: Entity) -> Self:
        return self.filter(~Exists(_tags_of(entities).filter(content_object=OuterRef("pk"))))

    def from_sources(self, *slugs: str) -> Self:
        return self.filter(source__slug__in=slugs)

    def not_from_sources(self, *slugs: str) -> Self:
        return self.exclude(source__slug__in=slugs)

    def in_languages(self, *tags: str) -> Self:
        """By the whole tag, in any case."""
        return self._with_low_language().filter(low_language__in=[tag.lower() for tag in tags])

    def not_in_languages(self, *tags: str) -> Self:
        return self._with_low_language().exclude(low_language__in=[tag.lower() for tag in tags])

    def _with_low_language(self) -> Self:
        return self.alias(low_language=Lower("language"))

    def between(self, first: datetime.date | None, last: datetime.date | None) -> Self:
        """Articles whose day, month or year overlaps the period; the undated never do."""
        articles = self.filter(is_undated=False) if first or last else self
        if first:
            # No period begins before its year does. Saying so lets the index by date be used.
            year = first.replace(month=1, day=1)
            articles = articles.filter(published_on__gte=year, period_end__gte=first)
        if last:
            articles = articles.filter(published_on__lte=last)
        return articles

    def undated(self) -> Self:
        return self.filter(published_on__isnull=True)

    def having(self, *what: str) -> Self:
        """With at least one of its notes, mentions, claims or relations, whichever are named."""
        marks = Annotation.objects.accepted().filter(article=OuterRef("pk"))
        here = {"evidence__article": OuterRef("pk"), "evidence__state": "accepted"}
        rows: dict[str, models.QuerySet] = {
            "notes": marks.filter(kind=AnnotationKind.NOTE),
            "mentions": marks.filter(kind=AnnotationKind.MENTION),
            "claims": Claim.objects.filter(**here),
            "relations": Relation.objects.filter(**here),
        }
        return self.filter(reduce(or_, (Q(Exists(rows[name])) for name in what)))

    def newest(self) -> Self:
        return self.order_by("is_undated", "-published_on", "-sort_time", "slug")

    def oldest(self) -> Self:
        return self.order_by("is_undated", "published_on", "sort_time", "slug")

    def lately_added(self) -> Self:
        """Those that the archive got last, first."""
        return self.order_by("-pk")

    def for_list(self) -> Self:
        """With what a summary of it says, in a constant number of queries."""
        return self.select_related("source").prefetch_related(
            models.Prefetch("tags", TaggedEntity.objects.most_salient())
        )

    def for_rows(self) -> Self:
        """With what a row of a page shows and no more: `tags` in no order, `notes` to count."""
        notes = Annotation.objects.accepted().notes().order_by().only("article")
        return (
            self.select_related("source")
            .only(*ROW)
            .prefetch_related(
                models.Prefetch("tags", TaggedEntity.objects.for_rows()),
                models.Prefetch("annotations", notes, to_attr="notes"),
            )
        )

    def for_record(self, *, public: bool = True) -> Self:
        """With all that `serialize.article_record` says, in a constant number of queries."""
        # Joined, not prefetched: of a thousand keys to look up Django makes as many conditions,
        # joined by "or", which SQLite refuses.
        marks = Annotation.objects.select_related(
            "entity", "created_by", "claim__via", "relation"
        ).prefetch_related(
            "claim__speakers", "claim__about", "relation__actors", "relation__targets"
        )
        return self.for_list().prefetch_related(
            models.Prefetch("annotations", marks.accepted() if public else marks),
            "revisions__made_by",
        )

    def perhaps_alike(self, fingerprints: Iterable[Fingerprint]) -> Self:
        """Of each of which a number is among those of one of these: few, found by their indexes."""
        numbers = zip(FINGERPRINT, zip(*fingerprints, strict=True), strict=True)
        return self.filter(reduce(or_, (Q((f"{name}__in", {*values})) for name, values in numbers)))

    def these(self, pks: Sequence[int]) -> list[Article]:
        """Of these keys, in their order; what is not there is passed over."""
        found = self.in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]

    def get_by_natural_key(self, slug: str) -> Article:
        return look_up(self, slug=slug)


def _tags_of(entities: Iterable[Entity]) -> models.QuerySet:
    return TaggedEntity.objects.filter(tag__in=[entity.pk for entity in entities])


class Article(Editable, Fingerprinted, Versioned):
    """A news article as it was printed, with its tags, annotations and statements."""

    headline = LineField(max_length=HEADLINE_MAX)
    slug = AsciiField(
        max_length=SLUG_MAX,
        unique=True,
        blank=True,
        help_text="Its address, for good. Made from the headline when left empty.",
    )
    source = models.ForeignKey("Source", on_delete=models.PROTECT, related_name="articles")
    byline = LineField(max_length=LINE_MAX, blank=True)
    dateline = LineField(max_length=LINE_MAX, blank=True)
    section = LineField(max_length=LINE_MAX, blank=True)
    published_on = models.DateField(
        null=True, blank=True, help_text="The date as printed. Empty: undated."
    )
    date_precision = AsciiField(
        max_length=5,
        choices=DatePrecision,
        default=DatePrecision.DAY,
        help_text="What is known of the date.",
    )
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="The moment of publication, if it is known (UTC)."
    )
    language = AsciiField(
        max_length=35,
        default="und",
        validators=[
            RegexValidator(
                r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "A BCP 47 tag, such as en or pt-BR."
            )
        ],
        help_text="A BCP 47 tag; und if it is not known.",
    )
    url = WebAddressField("original address", blank=True)
    rights = ProseField(
        max_length=NOTE_MAX, blank=True, help_text="Empty: those of the source hold."
    )
    status = AsciiField(max_length=10, choices=Status, default=Status.DRAFT)
    embargo_until = models.DateTimeField(
        null=True, blank=True, help_text="A published article is not seen before (UTC)."
    )
    text = ProseField(
        max_length=TEXT_MAX, help_text="Plain text; paragraphs divided by a blank line."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    # Derived: they follow from the columns above.
    sha256 = AsciiField(max_length=64, editable=False, db_index=True)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    is_undated = models.BooleanField(default=False, editable=False)
    period_end = models.DateField(null=True, editable=False)
    sort_time = models.DateTimeField(null=True, editable=False)

    entities = TaggableManager(through=TaggedEntity, blank=True)
    not_logged = (
        "text",
        "headline",
        "sha256",
        "word_count",
        "is_undated",
        "period_end",
        "sort_time",
        *FINGERPRINT,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["is_undated", "-published_on", "-sort_time", "slug"]
        permissions = [
            ("publish_article", "Can publish, withdraw and embargo articles"),
        ]
        constraints = [
            one_of("status", Status, "article_status_is_known"),
            one_of("date_precision", DatePrecision, "date_precision_is_known"),
            models.CheckConstraint(condition=~Q(headline=""), name="article_has_a_headline"),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="article_slug_is_ascii"
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True, is_undated=True)
                | Q(published_on__isnull=False, is_undated=False),
                name="undated_is_without_a_date",
            ),
            models.UniqueConstraint(
                fields=["url"],
                condition=~Q(url=""),
                name="article_address_is_unique",
                violation_error_message="The archive has an article with this original address.",
            ),
            address_rule("url", "article_url_is_a_web_address"),
        ]
        indexes = [
            models.Index(
                "is_undated",
                F("published_on").desc(),
                F("sort_time").desc(),
                "slug",
                name="newest_first",
            ),
            models.Index(
                fields=["is_undated", "published_on", "sort_time", "slug"], name="oldest_first"
            ),
            models.Index(fields=["source", "published_on"], name="articles_of_a_source"),
            # The unique one has only what is not empty, and SQLite does not know that of a value it
            # is given when it runs: it would go through all articles.
            models.Index(fields=["url"], name="articles_by_address"),
            models.Index(
                fields=["embargo_until"],
                condition=Q(embargo_until__isnull=False),
                name="embargoed_articles",
            ),
            models.Index(
                fields=["status", "slug"],
                condition=~Q(status="published"),
                name="articles_not_published",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["articles.source"]  # type: ignore[attr-defined]

    def get_absolute_url(self) -> str:
        if self.published_on is None:
            return reverse("article-detail-undated", args=[self.slug])
        # A page of a list has dozens of them: `reverse` takes longer than all else about a link.
        return f"{get_script_prefix()}articles/{self.published_on:%Y/%m/%d}/{self.slug}/"

    def derive(self) -> None:
        self.sha256 = text_checksum(self.text)
        self.word_count = word_count(self.text)
        self.fingerprint = fingerprint(self.text)
        self.is_undated = self.published_on is None
        self.period_end = self.sort_time = None
        if self.published_on is None:
            return
        day = _as_date(self.published_on)
        self.published_on, self.period_end = DatePrecision(self.date_precision).period(day)
        midnight = datetime.datetime.combine(self.published_on, datetime.time(), datetime.UTC)
        self.sort_time = self.published_at or midnight

    def clean(self) -> None:
        if self.published_on and self.published_on.year < 1000:
            raise ValidationError({"published_on": "Give the year with four digits."})

    def save(self, *args: Any, **options: Any) -> None:
        save_under_free_slug(
            self, ascii_slug(self.headline, "article"), super().save, *args, **options
        )

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED and not self.is_embargoed

    @property
    def is_embargoed(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    @property
    def paragraphs(self) -> list[Paragraph]:
        return paragraphs(self.text)

    @property
    def rights_in_force(self) -> str:
        return self.rights or self.source.rights

    @property
    def revision(self) -> Revision:
        """The newest one: headline and text as they are now."""
        return self.revisions.latest()

    @property
    def notices(self) -> list[Revision]:
        """The corrections that readers are told of, newest first; none that was taken back."""
        revisions = list(self.revisions.defer("text").order_by("number"))
        words = [(revision.headline, revision.sha256) for revision in revisions]
        return [
            revision
            for index, revision in reversed([*enumerate(revisions)])
            if revision.notice and not (index and words[index - 1] in words[index:])
        ]


def _as_date(value: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
