"""Notes, times and evidence of one article that wait for an editor, each in its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from articles.models import Annotation, Article
from articles.quotation import Quotation, quotation
from articles.reading import statements_on
from articles.reading.one import Statement

MOST = 100  # at once


@dataclass(frozen=True)
class Unreviewed:
    annotation: Annotation
    quoted: Quotation
    statements: list[Statement]
    next: str

    @property
    def key(self) -> str:
        """As it goes through a form: good for the annotation as it is."""
        return f"{self.annotation.uid}:{self.annotation.version}"


@dataclass(frozen=True)
class UnreviewedQueue:
    article: Article

    @cached_property
    def _annotations(self) -> list[Annotation]:
        rows: Any = self.article.annotations.unreviewed()
        rows = rows.select_related("created_by", "claim", "cued_claim", "relation__claim")
        rows = rows.prefetch_related(
            *("claim__speakers", "claim__about", "claim__via"),
            *("relation__actors", "relation__targets", "relation__claim__speakers"),
        )
        return list(rows.in_reading_order())

    @property
    def count(self) -> int:
        return len(self._annotations)

    @cached_property
    def questions(self) -> list[Unreviewed]:
        shown = self._annotations[:MOST]
        keys = [*(f"a-{one.uid}" for one in shown), ""]
        return [self._question(one, after) for one, after in zip(shown, keys[1:], strict=True)]

    def _question(self, annotation: Annotation, after: str) -> Unreviewed:
        text = getattr(self.article, annotation.field)
        quoted = quotation(text, annotation.start or 0, annotation.end or 0)
        return Unreviewed(annotation, quoted, statements_on(annotation), after)
