"""The questions that pages ask of the index, answered by the database: slower, and always there."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Lower

from articles.models import Article, DatePrecision, Entity, Kind, TaggedEntity
from articles.models.article import ArticleQuerySet

from .conditions import Alike, All, Between, Condition, Everything, FromSource, Tagged
from .looking import OLDEST, RELEVANCE


@dataclass(frozen=True)
class Rows:
    """As `Look`, for conditions on tags and sources alone."""

    def first(self, condition: Condition, limit: int, sort: str) -> list[int]:
        return list(_in_order(condition, sort).values_list("pk", flat=True)[:limit])

    def total(self, condition: Condition) -> int:
        return _articles(condition).count()

    def counts(self, condition: Condition, *fields: str) -> dict[str, dict[Any, int]]:
        articles = _articles(condition).order_by()
        found: dict[str, Counter[Any]] = {field: Counter() for field in fields}
        for field, value, count in _counted(articles, fields):
            found[field][value] += count
        return {field: dict(counter.most_common()) for field, counter in found.items()}

    def numbers_of(self, entities: Sequence[int], most: int | None) -> dict[int, int]:
        known = entities if most is None else _on_at_most(most, entities)
        tags = TaggedEntity.objects.public().filter(tag__in=known).order_by()
        counted = dict(tags.values_list("tag").annotate(Count("pk")))
        return {entity: counted.get(entity, 0) for entity in known}

    def months_of(self, entities: Sequence[int]) -> dict[int, dict[int, int]]:
        tags = TaggedEntity.objects.public().filter(tag__in=entities).order_by()
        known = tags.filter(content_object__is_undated=False).exclude(
            content_object__date_precision=DatePrecision.YEAR
        )
        found: dict[int, Counter[int]] = {entity: Counter() for entity in entities}
        days = known.values_list("tag", "content_object__published_on").annotate(Count("pk"))
        for entity, day, count in days:
            found[entity][month_number(day)] += count
        return {entity: dict(counter) for entity, counter in found.items()}


def month_number(day: datetime.date) -> int:
    """As the index calls a month."""
    return day.year * 12 + day.month - 1


def _on_at_most(most: int, entities: Sequence[int]) -> list[int]:
    """Counts no further than that: a page without an index need not be that slow."""
    tags = TaggedEntity.objects.filter(tag=OuterRef("pk")).order_by()
    rows = Entity.objects.filter(pk__in=entities).order_by()
    bounded = rows.annotate(one_too_many=Subquery(tags.values("pk")[most : most + 1]))
    return list(bounded.filter(one_too_many=None).values_list("pk", flat=True))


def _articles(condition: Condition) -> ArticleQuerySet:
    articles = Article.objects.public()
    match condition:
        case Everything():
            return articles
        case All(of):
            for one in of:
                articles = articles.filter(pk__in=_articles(one).order_by().values("pk"))
            return articles
        case Tagged(entities, ""):
            tags = TaggedEntity.objects.filter(tag__in=entities)
            return articles.filter(pk__in=tags.values("content_object"))
        case FromSource(sources):
            return articles.filter(source__in=sources)
        case Between(first, last):
            return articles.between(first, last)
        case Alike(weights):
            return articles.filter(tags__tag__in=[entity for entity, _ in weights]).distinct()
    raise TypeError(f"The database is not asked for {condition}.")


def _in_order(condition: Condition, sort: str) -> ArticleQuerySet:
    articles = _articles(condition)
    if sort == RELEVANCE and isinstance(condition, Alike):
        weights = [When(tag=entity, then=Value(weight)) for entity, weight in condition.weights]
        mine = TaggedEntity.objects.filter(content_object=OuterRef("pk")).order_by()
        weighed = mine.values("content_object").annotate(
            weight=Sum(Case(*weights, default=Value(0), output_field=IntegerField()))
        )
        likeness = Subquery(weighed.values("weight"))
        order = articles.newest().query.order_by
        return articles.annotate(likeness=likeness).order_by(F("likeness").desc(), *order)
    return articles.oldest() if sort == OLDEST else articles.newest()


def _counted(articles: ArticleQuerySet, fields: Iterable[str]) -> Iterator[tuple[str, Any, int]]:
    """Field, value, and articles that have it; in parts that are to be added up."""
    if kinds := [field for field in fields if field in Kind.values]:
        tags = TaggedEntity.objects.filter(content_object__in=articles.values("pk")).order_by()
        of_kinds = tags.filter(tag__kind__in=kinds).values_list("tag__kind", "tag")
        yield from of_kinds.annotate(Count("pk"))
    if "source" in fields:
        for source, count in articles.values_list("source").annotate(Count("pk")):
            yield "source", source, count
    if "language" in fields:
        tags_of = articles.annotate(folded=Lower("language")).values_list("folded")
        for language, count in tags_of.annotate(Count("pk")):
            yield "language", language, count
    if {"month", "year"} & {*fields}:
        yield from (part for part in _dated(articles) if part[0] in fields)


def _dated(articles: ArticleQuerySet) -> Iterator[tuple[str, int, int]]:
    days = articles.filter(is_undated=False).values_list("published_on", "date_precision")
    for day, precision, count in days.annotate(Count("pk")):
        yield "year", day.year, count
        if precision != DatePrecision.YEAR:
            yield "month", month_number(day), count
