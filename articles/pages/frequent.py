"""Entities by their numbers of articles: the most frequent first, those of one number by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from articles.models import Entity

Counts = Mapping[int, int]


def most_frequent(counts: Counts, limit: int) -> list[Entity]:
    """With `articles_count`."""
    return each_most_frequent([(counts, limit)])[0]


def each_most_frequent(groups: Iterable[tuple[Counts, int]]) -> list[list[Entity]]:
    """The same for several counts, each with its limit, in one query."""
    groups = list(groups)
    candidates = [_with_level(counts, limit) for counts, limit in groups]
    entities = Entity.objects.in_bulk(list(chain(*candidates)))
    return [
        in_order((entities[pk] for pk in chosen if pk in entities), counts)[:limit]
        for chosen, (counts, limit) in zip(candidates, groups, strict=True)
    ]


def in_order(entities: Iterable[Entity], counts: Counts) -> list[Entity]:
    found = list(entities)
    for entity in found:
        entity.articles_count = counts.get(entity.pk, 0)  # type: ignore[attr-defined]
    return sorted(
        found,
        key=lambda one: (-one.articles_count, one.sort_key, one.slug),  # type: ignore[attr-defined]
    )


def _with_level(counts: Counts, limit: int) -> list[int]:
    """The keys of the highest numbers, and of those level with the last of them."""
    ordered = sorted(counts, key=lambda pk: -counts[pk])
    if len(ordered) <= limit:
        return ordered
    least = counts[ordered[limit - 1]]
    return [pk for pk in ordered if counts[pk] >= least]
