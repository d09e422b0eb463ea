from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.text import HEADLINE_MAX, NOTE_MAX, TEXT_MAX, text_checksum

from .article import Article
from .fields import AsciiField, LineField, ProseField
from .lookup import look_up


class RevisionManager(models.Manager["Revision"]):
    def get_by_natural_key(self, article: str, number: int) -> Revision:
        return look_up(self.all(), article__slug=article, number=number)


class Revision(models.Model):
    """Headline and text as they were at one time. Immutable; the newest equals the article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    headline = LineField(max_length=HEADLINE_MAX)
    text = ProseField(max_length=TEXT_MAX)
    sha256 = AsciiField(max_length=64, editable=False)
    reason = ProseField(max_length=NOTE_MAX, blank=True)
    notice = ProseField(
        max_length=NOTE_MAX, blank=True, help_text="What readers are told above the article."
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    not_logged = ("headline", "text")

    objects = RevisionManager()

    class Meta:
        ordering = ["article", "number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="revision_number_is_unique_in_its_article"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="revisions_count_from_1"),
        ]

    def __str__(self) -> str:
        return f"Revision {self.number} of {self.article}"

    def natural_key(self) -> tuple[str, int]:
        return (self.article.slug, self.number)

    natural_key.dependencies = ["articles.article"]  # type: ignore[attr-defined]

    def derive(self) -> None:
        self.sha256 = text_checksum(self.text)

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("A revision is immutable: correct the article instead.")
        super().save(*args, **options)
