"""What the archive has of one source: how much, of which years, and whom it writes about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from articles.models import Article, Entity, Source, TaggedEntity

ARTICLES = 10
TOP = 12


@dataclass(frozen=True)
class Outlet:
    source: Source

    @cached_property
    def _articles(self):  # type: ignore[no-untyped-def]
        return Article.objects.public().from_sources(self.source.slug)

    @cached_property
    def per_year(self) -> Mapping[int | None, int]:
        """Articles a year, in order; under None those without a date."""
        days = self._articles.order_by().values_list("published_on").annotate(Count("pk"))
        counts: Counter[int | None] = Counter()
        for day, count in days:
            counts[day.year if day else None] += count
        return dict(sorted(counts.items(), key=lambda year: (year[0] is None, year[0] or 0)))

    @property
    def total(self) -> int:
        return sum(self.per_year.values())

    @property
    def span(self) -> str:
        """“2011 – 2013”; empty when every article is undated."""
        years = [year for year in self.per_year if year]
        return " – ".join(dict.fromkeys(str(year) for year in (*years[:1], *years[-1:])))

    @cached_property
    def articles(self) -> list[Article]:
        return list(self._articles.newest().for_rows()[:ARTICLES])

    @property
    def articles_url(self) -> str:
        return f"{reverse('article-list')}?{urlencode({'source': self.source.slug})}"

    @property
    def years(self) -> list[tuple[str, int, str]]:
        """Year, number of articles, and the list of them."""
        return [
            (str(year), count, f"{self.articles_url}&from={year:04}&to={year:04}")
            for year, count in self.per_year.items()
            if year
        ]

    @cached_property
    def entities(self) -> list[tuple[Entity, int, str]]:
        """Those most of its articles are tagged with, and the list of these articles."""
        tags = TaggedEntity.objects.public().filter(content_object__source=self.source)
        counts = dict(tags.counted().values_list("tag", "articles")[:TOP])
        entities = Entity.objects.in_bulk(counts)
        return [
            (entity, counts[pk], f"{self.articles_url}&{urlencode({entity.kind: entity.code})}")
            for pk, entity in ((pk, entities[pk]) for pk in counts)
        ]
