"""The archive at a glance: the numbers, notes, dates and names of its first page.

All of it is counted from the rows of public articles, in a fixed number of queries. They read each
tag once, so the work grows with the archive; an answer of 304 spares it until something changes.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import Substr

from articles.models import Annotation, Article, DatePrecision, Entity, Kind, Source, TaggedEntity
from articles.period import Period
from articles.quotation import LONGEST, quotation

ADDED = 6
NOTES = 5
TOP = 6
YEARS = 8  # are drawn month by month
EARLIER = 40  # are links


@dataclass(frozen=True)
class KindGroup:
    kind: Kind
    entities: list[Entity]
    total: int


class Overview:
    @cached_property
    def _days(self) -> list[tuple[datetime.date | None, str, int]]:
        """How many articles of each day, and what is known of it."""
        articles = Article.objects.public().order_by()
        return list(articles.values_list("published_on", "date_precision").annotate(n=Count("pk")))

    @property
    def articles_total(self) -> int:
        return sum(count for _, _, count in self._days)

    @cached_property
    def sources_total(self) -> int:
        return Source.objects.public().count()

    @property
    def span(self) -> str:
        """“January 2011 to February 2013”; empty when every article is undated."""
        days = sorted((day, precision) for day, precision, _ in self._days if day)
        return " to ".join(dict.fromkeys(_month(*end) for end in (*days[:1], *days[-1:])))

    @cached_property
    def years(self) -> list[int]:
        """The years that have articles, the latest first."""
        return sorted({day.year for day, _, _ in self._days if day}, reverse=True)

    @property
    def months(self) -> dict[tuple[int, int], int]:
        """Articles a month in the latest years, of those of which the month is known."""
        counts: Counter[tuple[int, int]] = Counter()
        for day, precision, count in self._days:
            if day and precision != DatePrecision.YEAR and day.year > self.years[0] - YEARS:
                counts[day.year, day.month] += count
        return counts

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
        notes = Annotation.objects.public().notes().anchored().order_by("-created_at", "uid")
        return list(notes.select_related("article").defer("article__text")[:NOTES])

    @cached_property
    def _counts(self) -> dict[str, list[tuple[int, int]]]:
        """For each kind its entities with their numbers of articles, the most first."""
        rows = TaggedEntity.objects.public().counted()
        counts: dict[str, list[tuple[int, int]]] = {kind: [] for kind in Kind.values}
        for pk, kind, count in rows.values_list("tag", "tag__kind", "articles"):
            counts[kind].append((pk, count))
        return counts

    @cached_property
    def _entities(self) -> dict[int, Entity]:
        """All countries, and the first few of each other kind, with `articles_count`."""
        counts = dict(self._counts[Kind.COUNTRY])
        for of_kind in self._counts.values():
            counts |= dict(of_kind[:TOP])
        entities = Entity.objects.in_bulk(counts)
        for pk, entity in entities.items():
            entity.articles_count = counts[pk]  # type: ignore[attr-defined]
        return entities

    @property
    def countries(self) -> list[Entity]:
        return [self._entities[pk] for pk, _ in self._counts[Kind.COUNTRY]]

    @property
    def kinds(self) -> list[KindGroup]:
        """Each kind that has entities in articles, with its most frequent ones."""
        return [
            KindGroup(Kind(kind), [self._entities[pk] for pk, _ in counts[:TOP]], len(counts))
            for kind, counts in self._counts.items()
            if counts
        ]


def _month(day: datetime.date, precision: str) -> str:
    return Period.of(day.year, None if precision == DatePrecision.YEAR else day.month).words


def _beginning(text: str) -> str:
    quoted = quotation(text, 0, 0, LONGEST)
    return quoted.before + quoted.words + quoted.after
