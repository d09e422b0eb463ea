"""What waits for an editor, in three parts, an article at a time.

part = part_named("orphaned")           # the first for any other name
position = Position(part, article)      # without one: at the article added last that has something
position.next_article, position.previous_article
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db import models

from articles.models import Annotation, Article

COUNTED = 1_000  # from there on it is “more than”


class Waiting(NamedTuple):
    count: int
    is_more: bool

    def __bool__(self) -> bool:
        return self.count > 0


@dataclass(frozen=True)
class Part:
    name: str
    label: str
    rows: Callable[[], models.QuerySet[Annotation]]
    nothing: str

    @property
    def waiting(self) -> Waiting:
        return counted(self.rows())

    @property
    def articles(self) -> models.QuerySet[Article]:
        mine = self.rows().order_by().filter(article=models.OuterRef("pk"))
        return Article.objects.filter(models.Exists(mine)).defer("text")


SUGGESTED = Part(
    "suggested",
    "Suggested mentions",
    lambda: Annotation.objects.suggested(),
    "Names are looked for in one article by “Suggest mentions” on its page, and in all by"
    " manage.py suggest_entities.",
)
ORPHANED = Part(
    "orphaned",
    "Without their words",
    lambda: Annotation.objects.orphaned(),
    "Every annotation stands on its words.",
)
UNREVIEWED = Part(
    "unreviewed",
    "Notes, times and statements",
    lambda: Annotation.objects.unreviewed(),
    "Those that come in as suggested, with an import for example, wait here.",
)
PARTS = (SUGGESTED, ORPHANED, UNREVIEWED)


def part_named(name: str) -> Part:
    return next((part for part in PARTS if part.name == name), SUGGESTED)


class Position:
    """Where somebody is in a part: at an article, between its neighbors."""

    def __init__(self, part: Part, article: Article | None) -> None:
        self.part = part
        self.article = article or part.articles.order_by("-pk").first()

    @cached_property
    def next_article(self) -> Article | None:
        """Added before this one: the queue begins with the newest."""
        if self.article is None:
            return None
        return self.part.articles.filter(pk__lt=self.article.pk).order_by("-pk").first()

    @cached_property
    def previous_article(self) -> Article | None:
        if self.article is None:
            return None
        return self.part.articles.filter(pk__gt=self.article.pk).order_by("pk").first()


def counted(rows: models.QuerySet) -> Waiting:
    count = rows.order_by().values("pk")[: COUNTED + 1].count()
    return Waiting(min(count, COUNTED), count > COUNTED)
