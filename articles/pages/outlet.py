"""What the archive has of one source: how much, of which years, and whom it writes about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from urllib.parse import urlencode

from django.urls import reverse

from articles.models import Article, Entity, Kind, Source
from articles.search import Answers
from articles.search.conditions import Condition, FromSource

from .frequent import most_frequent

ARTICLES = 10
TOP = 12


@dataclass(frozen=True)
class Outlet:
    source: Source

    @cached_property
    def _answers(self) -> Answers:
        return Answers.now()

    @property
    def _its_own(self) -> Condition:
        return FromSource((self.source.pk,))

    @cached_property
    def _counts(self) -> dict[str, dict[int, int]]:
        """Of its articles: how many are of each year, and name each entity."""
        return self._answers.counts(self._its_own, "year", *Kind.values)

    @cached_property
    def total(self) -> int:
        return self._answers.total(self._its_own)

    @property
    def span(self) -> str:
        """“2011 – 2013”; empty when every article is undated."""
        years = sorted(self._counts["year"])
        return " – ".join(dict.fromkeys(str(year) for year in (*years[:1], *years[-1:])))

    @cached_property
    def articles(self) -> list[Article]:
        newest = self._answers.first(self._its_own, ARTICLES)
        return Article.objects.public().for_rows().these(newest)

    @property
    def articles_url(self) -> str:
        return f"{reverse('article-list')}?{urlencode({'source': self.source.slug})}"

    @property
    def feed_url(self) -> str:
        return f"{reverse('article-list-atom')}?{urlencode({'source': self.source.slug})}"

    @property
    def years(self) -> list[tuple[str, int, str]]:
        """Year, number of articles, and the list of them."""
        return [
            (str(year), count, f"{self.articles_url}&from={year:04}&to={year:04}")
            for year, count in sorted(self._counts["year"].items())
        ]

    @cached_property
    def entities(self) -> list[tuple[Entity, int, str]]:
        """Those most of its articles are tagged with, and the list of these articles."""
        counts = dict(chain(*(self._counts[kind].items() for kind in Kind)))
        return [
            (
                entity,
                entity.articles_count,
                f"{self.articles_url}&{urlencode({entity.kind: entity.code})}",
            )
            for entity in most_frequent(counts, TOP)
        ]
