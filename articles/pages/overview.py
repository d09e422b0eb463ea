"""The archive at a glance: the numbers, notes, dates and names of its first page.

In a fixed number of questions to the index and to the database.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice
from typing import Any

from django.db.models.functions import Substr

from articles.models import Annotation, Article, DatePrecision, Entity, Kind
from articles.period import Period
from articles.quotation import LONGEST, quotation
from articles.search import Answers
from articles.search.conditions import Everything

from .attention import Attention, attention
from .frequent import each_most_frequent

ADDED = 6
NOTES = 5
TOP = 6
COUNTRIES = 1000  # all that there are, for the map
YEARS = 8  # are drawn month by month
EARLIER = 40  # are links


@dataclass(frozen=True)
class KindGroup:
    kind: Kind
    entities: list[Entity]
    total: int


@dataclass(frozen=True)
class Overview:
    is_share: bool = False

    @cached_property
    def _answers(self) -> Answers:
        return Answers.now()

    @cached_property
    def _counts(self) -> dict[str, dict[Any, int]]:
        """For each kind, source, year and month its articles; the most frequent first."""
        return self._answers.counts(Everything(), *Kind.values, "source", "year", "month")

    @property
    def articles_total(self) -> int:
        return sum(self._counts["source"].values())

    @property
    def sources_total(self) -> int:
        return len(self._counts["source"])

    @cached_property
    def span(self) -> str:
        """“January 2011 to February 2013”; empty when every article is undated."""
        ends = self._answers.ends(Everything())
        return " to ".join(dict.fromkeys(_month(*end) for end in ends))

    @property
    def years(self) -> list[int]:
        """The years that have articles, the latest first."""
        return sorted(self._counts["year"], reverse=True)

    @property
    def months(self) -> dict[tuple[int, int], int]:
        """Articles a month in the latest years, of those of which the month is known."""
        counts = {(n // 12, n % 12 + 1): count for n, count in self._counts["month"].items()}
        return {month: n for month, n in counts.items() if month[0] > self.years[0] - YEARS}

    @property
    def earlier_years(self) -> list[int]:
        return [year for year in self.years if year <= self.years[0] - YEARS][:EARLIER]

    @cached_property
    def added_lately(self) -> list[Article]:
        """With the beginning of each as `snippet`."""
        beginning = Substr("text", 1, 2 * LONGEST)
        newest = Article.objects.public().lately_added().for_rows().annotate(beginning=beginning)
        articles = list(newest[:ADDED])
        for article in articles:
            article.snippet = _beginning(article.beginning)  # type: ignore[attr-defined]
        return articles

    @cached_property
    def notes(self) -> list[Annotation]:
        """The latest. Asked for the public ones, a database would look at all articles."""
        return list(islice((note for note in _latest_notes() if note.article.is_public), NOTES))

    @cached_property
    def _by_kind(self) -> list[list[Entity]]:
        """Of each kind the most frequent, with `articles_count`: all countries, some others."""
        counts = [self._counts[kind] for kind in Kind]
        return each_most_frequent(zip(counts, map(_room, Kind), strict=True))

    @property
    def countries(self) -> list[Entity]:
        return self._by_kind[list(Kind).index(Kind.COUNTRY)]

    @cached_property
    def attention(self) -> list[Attention]:
        """Of the most frequent countries; nothing where there are no two months to compare."""
        every = self._counts["month"]
        top = self.countries[:TOP] if len(every) > 1 else []
        return attention(top, every, self._answers, is_share=self.is_share)

    @property
    def kinds(self) -> list[KindGroup]:
        """Each kind that has entities in articles, with its most frequent ones."""
        return [
            KindGroup(kind, entities[:TOP], len(self._counts[kind]))
            for kind, entities in zip(Kind, self._by_kind, strict=True)
            if entities
        ]


def _latest_notes() -> Iterator[Annotation]:
    notes = Annotation.objects.accepted().notes().anchored().order_by("-created_at", "uid")
    notes = notes.select_related("article").defer("article__text")
    for first in count(step=4 * NOTES):
        some = notes[first : first + 4 * NOTES]
        yield from some
        if len(some) < 4 * NOTES:
            return


def _room(kind: Kind) -> int:
    return COUNTRIES if kind == Kind.COUNTRY else TOP


def _month(day: datetime.date, precision: str) -> str:
    return Period.of(day.year, None if precision == DatePrecision.YEAR else day.month).words


def _beginning(text: str) -> str:
    quoted = quotation(text, 0, 0, LONGEST)
    return quoted.before + quoted.words + quoted.after
