"""Every value of one facet within a selection, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page
from django.db.models import Q

from articles.facets import EntityFacet, Facet
from articles.models import Entity
from articles.paging import FirstPages
from articles.text import NAME_MAX, clean_line, fold

from .narrowing import Choice, choice_of, chosen_in, field_of, key_of, values_of

if TYPE_CHECKING:
    from .selection import Selection

ON_A_PAGE = 100
# Of so many at the most the names are asked for one by one: beyond it for the whole kind.
MOST_ASKED_FOR = 500
Name = tuple[str, str]
"""By what values of one number are in order: sort key and code."""


class AllValues:
    """Those in use first, then the most frequent; of one number by name.

    `starts` are letters with which one of the words of its name begins.
    """

    def __init__(self, selection: Selection, facet: Facet, starts: str) -> None:
        self.selection = selection
        self.facet = facet
        self.starts = clean_line(starts)[:NAME_MAX]
        self._chosen = chosen_in(selection, facet)
        counts = selection.look.counts(selection.condition, field_of(facet))[field_of(facet)]
        if self.starts:
            counts = {key: counts[key] for key in self._beginning(counts)}
        self._counts = counts
        first = [key for key in map(key_of, self._chosen) if key in counts]
        keys = _Keys(facet, counts, first)
        self.page: Page[Any] = FirstPages(keys, per_page=ON_A_PAGE).get_page(selection.page)

    @property
    def choices(self) -> list[Choice]:
        keys = list(self.page)
        values = values_of({self.facet: keys})
        return [
            choice_of(self.selection, value, self._counts[key], self._chosen)
            for key in keys
            if (value := values.get((self.facet, key)))
        ]

    def _beginning(self, keys: Iterable[Any]) -> Iterator[Any]:
        """Those of a name with a word that begins so, in their order."""
        begin = re.compile(rf"\b{re.escape(fold(self.starts))}")
        if not isinstance(self.facet, EntityFacet):
            values = values_of({self.facet: list(keys)})
            yield from (key for (_, key), one in values.items() if begin.search(fold(one.label)))
            return
        of_kind = Entity.objects.of_kind(self.facet.kind).filter(folded__contains=fold(self.starts))
        names = of_kind.order_by().values_list("pk", "folded")
        found = {pk for pk, folded in names.iterator() if begin.search(folded)}
        yield from (key for key in keys if key in found)


@dataclass(frozen=True)
class _Keys:
    """All keys in order. Names are asked for only where they decide about a page."""

    facet: Facet
    counts: dict[Any, int]
    first: list[Any]

    def __len__(self) -> int:
        return len(self.counts)

    @cached_property
    def _rest(self) -> list[Any]:
        chosen = set(self.first)
        rest = (key for key in self.counts if key not in chosen)
        return sorted(rest, key=lambda key: -self.counts[key])

    def __getitem__(self, part: slice) -> list[Any]:
        start, stop, _ = part.indices(len(self))
        before = len(self.first)
        return [
            *self.first[start:stop],
            *self._by_name(max(start - before, 0), max(stop - before, 0)),
        ]

    def _by_name(self, start: int, stop: int) -> list[Any]:
        rest, counts = self._rest, self.counts
        if not rest[start:stop]:
            return []
        # The page, and before and after it whatever is level with its first and its last.
        most, least = counts[rest[start]], counts[rest[min(stop, len(rest)) - 1]]
        begin = next(n for n, key in enumerate(rest) if counts[key] == most)
        near = [key for key in rest[begin:] if counts[key] >= least]
        names = _names(self.facet, near)
        known = sorted(
            (key for key in near if key in names), key=lambda key: (-counts[key], names[key])
        )
        return known[start - begin : stop - begin]


def _names(facet: Facet, keys: list[Any]) -> dict[Any, Name]:
    if not isinstance(facet, EntityFacet):
        values = values_of({facet: keys})
        return {
            key: (getattr(value.row, "sort_key", value.label), value.code)
            for (_, key), value in values.items()
        }
    is_any = Q(pk__in=keys) if len(keys) <= MOST_ASKED_FOR else Q()
    rows = Entity.objects.of_kind(facet.kind).filter(is_any).order_by()
    names = rows.values_list("pk", "sort_key", "iso2", "slug")
    return {pk: (sort_key, iso2 or slug) for pk, sort_key, iso2, slug in names.iterator()}
