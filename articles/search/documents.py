"""Articles as the index takes them, many at a time, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from articles.models import Annotation, AnnotationKind, Article, Claim, Relation, TaggedEntity

from .schema import Indexed
from .statements import keys_of

CHUNK = 500


def indexed(pks: Iterable[int]) -> Iterator[Indexed]:
    """The public ones of these articles."""
    rest = iter(pks)
    while chunk := list(islice(rest, CHUNK)):
        yield from _chunk(chunk)


def every_article() -> Iterator[Indexed]:
    """All public articles, in the order of their keys."""
    last = 0
    while True:
        rows = Article.objects.public().filter(pk__gt=last).order_by("pk")
        pks = list(rows.values_list("pk", flat=True)[:CHUNK])
        if not pks:
            return
        yield from _chunk(pks)
        last = pks[-1]


def _chunk(pks: list[int]) -> Iterator[Indexed]:
    articles = {
        row[0]: Indexed(*row)
        for row in Article.objects.public()
        .filter(pk__in=pks)
        .order_by()
        .values_list(
            *("pk", "slug", "headline", "text", "language", "source_id", "published_on"),
            *("period_end", "sort_time", "date_precision"),
        )
    }
    for pk, *tag in TaggedEntity.objects.filter(content_object__in=articles).values_list(
        "content_object_id", "tag_id", "tag__kind", "role"
    ):
        articles[pk].tags.append(tuple(tag))
    _add_marks(articles)
    _add_statements(articles)
    yield from articles.values()


def _add_marks(articles: dict[int, Indexed]) -> None:
    kinds = {AnnotationKind.NOTE: "notes", AnnotationKind.MENTION: "mentions"}
    marks = Annotation.objects.accepted().filter(article__in=articles, kind__in=kinds).order_by()
    for pk, kind in marks.values_list("article_id", "kind").distinct():
        articles[pk].has.add(kinds[AnnotationKind(kind)])


def _add_statements(articles: dict[int, Indexed]) -> None:
    accepted = {"evidence__article__in": articles, "evidence__state": "accepted"}
    claims = Claim.objects.filter(**accepted).order_by()
    relations = Relation.objects.filter(**accepted).order_by()
    article = "evidence__article_id"
    for name, rows, parts in (
        ("claims", claims, {"said-by": "speakers", "via": "via_id"}),
        ("relations", relations, {"actor": "actors", "target": "targets", "event": "category"}),
    ):
        found: dict[tuple[int, int], dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
        for part, column in parts.items():
            for of_article, pk, value in rows.values_list(article, "pk", column):
                values = found[of_article, pk][part]
                if value:
                    values.add(value.lower() if isinstance(value, str) else value)
        for (of_article, _), values_of in found.items():
            articles[of_article].has.add(name)
            articles[of_article].statements |= keys_of(
                {part: sorted(values) for part, values in values_of.items()}
            )
