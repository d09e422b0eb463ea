"""A result as somebody cited it: which articles, in which revision, in which order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.text import NOTE_MAX

from .article import Article
from .change import Change
from .fields import AsciiField, ProseField

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Line(NamedTuple):
    """An article of a set, as it is written in it."""

    slug: str
    revision: int

    def __str__(self) -> str:
        return f"{self.slug}@{self.revision}"

    @classmethod
    def read(cls, written: str) -> Line:
        slug, _, revision = written.rpartition("@")
        return cls(slug, int(revision))


def lines_of(pks: Sequence[int]) -> list[Line]:
    """In the order of these keys; what readers may not see is passed over."""
    public = Article.objects.public().filter(pk__in=pks).order_by().values_list("pk", "slug")
    found = {
        pk: (slug, number) for pk, slug, number in public.annotate(models.Max("revisions__number"))
    }
    return [Line(found[pk][0], found[pk][1] or 1) for pk in pks if pk in found]


def as_text(lines: Sequence[object]) -> str:
    """One to a line, as its checksum is taken and as it is given out."""
    return "".join(f"{line}\n" for line in lines)


class FrozenSetQuerySet(models.QuerySet["FrozenSet"]):
    def of_lines(self, lines: Sequence[Line]) -> FrozenSetQuerySet:
        return self.filter(sha256=checksum(lines))

    def freeze(
        self, lines: Sequence[Line], *, query: str, in_words: str, by: User | None
    ) -> FrozenSet:
        """The set of these lines, made if it is new. One that is there stays as it was made."""
        newest = Change.objects.public().newest().values_list("number", flat=True).first()
        return self.get_or_create(
            sha256=checksum(lines),
            defaults={
                "lines_as_text": as_text(lines),
                "total": len(lines),
                "query": query,
                "in_words": in_words[:NOTE_MAX],
                "archive_revision": newest or 0,
                "made_by": by,
            },
        )[0]

    def update(self, **values: Any) -> int:
        raise TypeError("A frozen set cannot be changed.")


def checksum(lines: Sequence[Line]) -> str:
    return hashlib.sha256(as_text(lines).encode()).hexdigest()


class FrozenSet(models.Model):
    """Never changed: its address is the checksum of its lines, so that anyone can check them.

    To cite a result is no act on an article, and so no `Change`: readers do it, and what readers do
    may not move the revision of the archive, on which every reader's cache rests. The page of a set
    shows nothing but what was frozen at first and what the log has done since, so the archive's
    revision is its own tag too; therefore the question that was asked first stays, when the same
    articles are cited as the answer to another one. Nobody is told who cited it.
    """

    sha256 = AsciiField("SHA-256", max_length=64, unique=True)
    lines_as_text = models.TextField("lines")
    total = models.PositiveIntegerField()
    query = models.TextField(blank=True, help_text="As in the address of the list.")
    in_words = ProseField(max_length=NOTE_MAX, help_text="What was asked for.")
    archive_revision = models.PositiveBigIntegerField(help_text="The last change that was public.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="frozen_sets",
    )

    objects = FrozenSetQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="frozen_set_has_a_checksum",
            ),
            models.CheckConstraint(
                condition=models.Q(total__gte=1), name="frozen_set_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.in_words

    def get_absolute_url(self) -> str:
        return reverse("set-detail", args=[self.sha256])

    @property
    def lines(self) -> list[Line]:
        return [Line.read(line) for line in self.lines_as_text.splitlines()]

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("A frozen set cannot be changed.")
        super().save(*args, **options)
