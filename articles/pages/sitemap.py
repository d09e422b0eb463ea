"""The pages that search engines should know, in parts that stay small: sitemaps.org, version 0.9.

    Sitemap.now().parts()   # "archive", "countries-1", ..., "2012-1", "2012-2", "undated-1"
    pages("2012-1")

A part is a year, or so many of its articles; how many there are is known from the counts of the
search index, and only those of the part asked for are read.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import Q
from django.urls import reverse

from articles.models import Article, DatePrecision, Entity, Kind, Source
from articles.models.article import ArticleQuerySet
from articles.models.entity import EntityQuerySet
from articles.period import Period
from articles.search import Answers
from articles.search.conditions import Everything

PER_PART = 10_000
ARCHIVE = "archive"
UNDATED = "undated"
_PART = re.compile(r"([a-z]+|[0-9]{4})-([1-9][0-9]{0,5})")


class Page(NamedTuple):
    path: str
    changed_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Sitemap:
    """`years` are the numbers of articles by year; `undated` are those without one."""

    years: dict[int, int]
    undated: int

    @classmethod
    def now(cls) -> Self:
        counts = Answers.now().counts(Everything(), "year", "source")
        undated = sum(counts["source"].values()) - sum(counts["year"].values())
        return cls(counts["year"], undated)

    def parts(self) -> Iterator[str]:
        yield ARCHIVE
        for kind in Kind:
            yield from _numbered(kind.plural, _entities(kind).count())
        for year in sorted(self.years):
            yield from _numbered(f"{year:04}", self.years[year])
        yield from _numbered(UNDATED, self.undated)


def _numbered(name: str, rows: int) -> Iterator[str]:
    for number in range(1, -(-rows // PER_PART) + 1):
        yield f"{name}-{number}"


def pages(part: str) -> Iterator[Page]:
    """The pages of a part; none of what is no part."""
    if part == ARCHIVE:
        return _of_the_archive()
    match = _PART.fullmatch(part)
    if not match:
        return iter(())
    name, number = match[1], int(match[2])
    if name.isdigit():
        return _of_a_year(Period.read(name), number)
    if name == UNDATED:
        return _of(Article.objects.public().undated().oldest(), number)
    if name in {kind.plural for kind in Kind}:
        kind = Kind.of_plural(name)
        shown = _entities(kind).by_name().only("slug", "kind")[_rows(number)]
        return (Page(entity.get_absolute_url()) for entity in shown)
    return iter(())


def _of_the_archive() -> Iterator[Page]:
    """What there is once, and the sources, which are few."""
    lists = ("article-list", "source-list", "claim-list", "relation-list")
    for name in ("home", *lists, "help", "api"):
        yield Page(reverse(name))
    for kind in Kind:
        yield Page(reverse("entity-list", args=[kind.plural]))
    for source in Source.objects.public().by_name():
        yield Page(source.get_absolute_url())


def _entities(kind: Kind) -> EntityQuerySet:
    return Entity.objects.of_kind(kind).with_articles()


def _of_a_year(year: Period | None, number: int) -> Iterator[Page]:
    """Its articles; the first part has the pages of its days, too."""
    if year is None:
        return
    dates = Q(published_on__range=(year.first, year.last))
    articles = Article.objects.public().filter(dates, is_undated=False)
    if number == 1:
        known = articles.filter(date_precision=DatePrecision.DAY)
        days = known.order_by("published_on").values_list("published_on", flat=True)
        for day in days.distinct():
            arguments = [f"{day:%Y}", f"{day:%m}", f"{day:%d}"]
            yield Page(reverse("article-day", args=arguments))
    yield from _of(articles.oldest(), number)


def _of(articles: ArticleQuerySet, number: int) -> Iterator[Page]:
    rows = articles.only("slug", "published_on", "updated_at", "embargo_until")
    for article in rows[_rows(number)]:
        changed_at = max(filter(None, (article.updated_at, article.embargo_until)))
        yield Page(article.get_absolute_url(), changed_at)


def _rows(number: int) -> slice:
    return slice((number - 1) * PER_PART, number * PER_PART)
