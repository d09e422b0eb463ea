from __future__ import annotations

from django.db import models
from django.db.models import Q

from articles.text import SLUG_MAX

from .fields import AsciiField, one_of


class Noun(models.TextChoices):
    ARTICLE = "article"
    ENTITY = "entity"
    SOURCE = "source"


class RedirectManager(models.Manager["Redirect"]):
    def get_by_natural_key(self, noun: str, slug: str) -> Redirect:
        return self.get(noun=noun, slug=slug)

    def target_of(self, noun: str, slug: str) -> models.Model | None:
        """The row that an old slug of an article, entity or source stands for today."""
        row = self.filter(noun=noun, slug=slug).select_related(noun).first()
        return getattr(row, noun) if row else None


class Redirect(models.Model):
    """An old slug, for good. It points at the row, not at an address, so there are no chains."""

    noun = AsciiField(max_length=10, choices=Noun)
    slug = AsciiField(max_length=SLUG_MAX)
    article = models.ForeignKey("Article", null=True, blank=True, on_delete=models.CASCADE)
    entity = models.ForeignKey("Entity", null=True, blank=True, on_delete=models.CASCADE)
    source = models.ForeignKey("Source", null=True, blank=True, on_delete=models.CASCADE)

    objects = RedirectManager()

    class Meta:
        ordering = ["noun", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["noun", "slug"], name="old_slug_leads_to_one_place"),
            one_of("noun", Noun, "redirect_noun_is_known"),
            models.CheckConstraint(
                condition=Q(
                    noun="article", article__isnull=False, entity__isnull=True, source__isnull=True
                )
                | Q(noun="entity", entity__isnull=False, article__isnull=True, source__isnull=True)
                | Q(noun="source", source__isnull=False, article__isnull=True, entity__isnull=True),
                name="redirect_has_the_one_target_of_its_noun",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.slug}"

    def natural_key(self) -> tuple[str, str]:
        return (self.noun, self.slug)
