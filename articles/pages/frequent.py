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
        by_number(counted(entities[pk], counts[pk]) for pk in chosen if pk in entities)[:limit]
        for chosen, (counts, limit) in zip(candidates, groups, strict=True)
    ]


def by_number(entities: Iterable[Entity]) -> list[Entity]:
    return sorted(
        entities,
        key=lambda one: (-one.articles_count, one.sort_key, one.slug),  # type: ignore[attr-defined]
    )


def counted(entity: Entity, count: int) -> Entity:
    entity.articles_count = count  # type: ignore[attr-defined]
    return entity


def _with_level(counts: Counts, limit: int) -> list[int]:
    """The keys of the highest numbers, and of those level with the last of them."""
    ordered = sorted(counts, key=lambda pk: -counts[pk])
    if len(ordered) <= limit:
        return ordered
    least = counts[ordered[limit - 1]]
    return [pk for pk in ordered if counts[pk] >= least]
