"""Questions to the index: which articles, in order, how many, and how many of each value.

look = looking.begin()
found = look.find(condition, sort="newest", offset=0, limit=20)
found.pks, found.total
look.counts(condition, "country")       # {pk of a country: number of articles}, exact
look.behind                             # changes that it does not know yet
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tantivy import DocAddress, Order, Query, Searcher, SearchResult

from . import keeping
from .compiling import compiled
from .conditions import Condition, Everything, Tagged
from .faults import IndexBroken, engine_faults
from .schema import schema

# The engine counts no more values of a field than this, and says so by an error.
MOST_VALUES = 65_000
# Articles of one score that are put in order by date, beyond the end of a page.
MOST_ALIKE = 5000
NEWEST, OLDEST, RELEVANCE = "newest", "oldest", "relevance"
# From here on the days of articles are looked at first: see `_by_day`.
DEEP = 100
Hit = tuple[float, DocAddress]
Counted = dict[str, dict[Any, int]]


@dataclass(frozen=True)
class Found:
    """The articles of one page, by their keys in the database, and how many there are in all."""

    pks: list[int]
    total: int


def begin() -> Look:
    """The index, after a moment's patience for what it does not know yet."""
    index, behind = keeping.up_to_date()
    return Look(index.searcher, behind)


def begin_if_complete() -> Look | None:
    """The index, if it knows all that is committed. Never fails."""
    index = keeping.complete()
    return Look(index.searcher, 0) if index else None


class _Everything:
    """Of the newest commit that was asked about, and what was counted of it."""

    known: tuple[Searcher | None, Counted] = (None, {})


@dataclass(frozen=True)
class Look:
    searcher: Searcher
    behind: int
    counted: dict[Condition, Counted] = field(default_factory=dict, compare=False)

    def find(
        self, condition: Condition, *, sort: str = NEWEST, offset: int = 0, limit: int = 20
    ) -> Found:
        with self._reading():
            query = compiled(condition, self.searcher)
            if sort == RELEVANCE:
                return self._most_relevant(query, offset, limit)
            if offset >= DEEP and (found := self._by_day(query, sort, offset, limit)):
                return found
            result = self.searcher.search(
                query, limit, offset=offset, order_by_field=sort, order=Order.Asc
            )
            return Found(self._pks([hit[1] for hit in result.hits]), _count(result))

    def total(self, condition: Condition) -> int:
        if known := self._counted(condition).get("source"):  # every article has one
            return sum(known.values())
        with self._reading():
            return _count(self.searcher.search(compiled(condition, self.searcher), 1))

    def counts(self, condition: Condition, *fields: str) -> Counted:
        """For each field its values with their numbers of articles, the most first.

        What was counted once is known; of all articles until something changes.
        """
        known = self._counted(condition)
        if missing := [field for field in fields if field not in known]:
            known |= self._count(condition, missing)
        return {field: dict(known[field]) for field in fields}

    def _counted(self, condition: Condition) -> Counted:
        if condition == Everything():
            return _everything(self.searcher)
        return self.counted.setdefault(condition, {})

    def _count(self, condition: Condition, fields: Iterable[str]) -> Counted:
        wanted = {
            field: {"terms": {"field": field, "size": MOST_VALUES, "segment_size": MOST_VALUES}}
            for field in fields
        }
        with self._reading():
            answer = self.searcher.aggregate(compiled(condition, self.searcher), wanted)
        return {field: _exact(field, answer[field]) for field in fields}

    def tagged(self, entities: Iterable[int]) -> dict[int, int]:
        """About how many articles have each of them: enough to tell the frequent from the rare."""
        with self._reading():
            return {pk: self.searcher.doc_freq("tag", pk) for pk in entities}

    def words_with_prefix(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Words of the texts or headlines that begin so, the most frequent first.

        Those of articles that are gone stay a while: what is shown of them is counted again.
        """
        with self._reading():
            return self.searcher.terms_with_prefix(field, prefix, limit=most)

    def first(self, condition: Condition, limit: int, sort: str) -> list[int]:
        return self.find(condition, sort=sort, limit=limit).pks

    def numbers_of(self, entities: Sequence[int], most: int | None) -> dict[int, int]:
        numbers = {entity: self.total(Tagged((entity,))) for entity in entities}
        return {one: number for one, number in numbers.items() if most is None or number <= most}

    def months_of(self, entities: Sequence[int]) -> dict[int, dict[int, int]]:
        return {one: self.counts(Tagged((one,)), "month")["month"] for one in entities}

    def _most_relevant(self, query: Query, offset: int, limit: int) -> Found:
        """By score; those of one score by date and slug, which the engine does not do."""
        hits, total, _ = _whole(lambda most: self.searcher.search(query, most), offset + limit)
        return Found(self._in_order(hits, NEWEST, offset, offset + limit), total)

    def _by_day(self, query: Query, sort: str, offset: int, limit: int) -> Found | None:
        """By day, which is a number; those of one day by time and slug, which is a text.

        The engine reads the text of all that come before a page, and numbers in no time. None:
        there are articles without a day on this page, or too many of one day.
        """
        order = Order.Desc if sort == NEWEST else Order.Asc

        def search(most: int) -> SearchResult:
            return self.searcher.search(query, most, order_by_field="first", order=order)

        hits, total, is_whole = _whole(search, offset + limit)
        on_page = hits[offset : offset + limit]
        has_days = len(on_page) == max(0, min(limit, total - offset)) and all(
            day is not None for day, _ in on_page
        )
        if not is_whole or not has_days:
            return None
        return Found(self._in_order(hits, sort, offset, offset + limit), total)

    def _in_order(self, hits: Sequence[Hit], sort: str, start: int, end: int) -> list[int]:
        """Those from start to end, of hits that are in order but for those of one level.

        By their day, which is a number, and only those of one day on the ends of the page by the
        text of the order: the engine reads it slowly.
        """
        levels = [level for level, _ in hits]
        on_page = set(levels[start:end])
        if not on_page:
            return []
        # The page, and before and after it whatever is level with its first and its last.
        first = next(n for n, level in enumerate(levels) if level in on_page)
        alike = [hit for hit in hits if hit[0] in on_page]
        pks = self._pks([address for _, address in alike])
        if len(on_page) == len(alike):
            return pks[start - first : end - first]
        rank = {level: n for n, level in enumerate(dict.fromkeys(level for level, _ in alike))}
        days = self._days([address for _, address in alike], sort)
        places = [(rank[level], day) for (level, _), day in zip(alike, days, strict=True)]
        in_order = sorted(zip(places, pks, strict=True))
        shown = {place for place, _ in in_order[start - first : end - first]}
        before = next(n for n, (place, _) in enumerate(in_order) if place in shown)
        near = [(place, pk) for place, pk in in_order if place in shown]
        if len(near) > len(shown):
            text = self._places([pk for _, pk in near], sort)
            near.sort(key=lambda one: (one[0], text[one[1]]))
        return [pk for _, pk in near][start - first - before : end - first - before]

    def _days(self, addresses: list[DocAddress], sort: str) -> list[float]:
        """A number for each that grows in this order; articles without a day come last."""
        days = self.searcher.fast_field_values("first", addresses)
        sign = 1 if sort == OLDEST else -1
        return [sign * day if day else math.inf for day in days]

    def _places(self, pks: list[int], sort: str) -> dict[int, int]:
        """Where each of these articles stands among them."""
        ours = Query.term_set_query(schema(), "id", pks)
        hits = self.searcher.search(ours, len(pks), order_by_field=sort, order=Order.Asc).hits
        return {pk: place for place, pk in enumerate(self._pks([hit[1] for hit in hits]))}

    def _pks(self, addresses: list[DocAddress]) -> list[int]:
        return list(self.searcher.fast_field_values("id", addresses))  # type: ignore[arg-type]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            with engine_faults("read"):
                yield
        except IndexBroken:
            keeping.distrust()
            raise


def _whole(search: Callable[[int], SearchResult], end: int) -> tuple[Sequence[Hit], int, bool]:
    """The first hits, and behind them those that are level with the last: all of them, or not."""
    wanted = end + 1
    while True:
        result = search(wanted)
        hits = result.hits
        is_whole = len(hits) < wanted or hits[-1][0] != hits[end - 1][0]
        if is_whole or wanted > end + MOST_ALIKE:
            return hits, _count(result), is_whole
        wanted *= 2


def _everything(searcher: Searcher) -> Counted:
    """What is known of all articles: the same for every reader until the next commit."""
    of, counted = _Everything.known
    if of is not searcher:
        counted = {}
        _Everything.known = searcher, counted
    return counted


def _exact(field: str, answer: dict[str, Any]) -> dict[Any, int]:
    if answer["doc_count_error_upper_bound"] or answer["sum_other_doc_count"]:
        raise IndexBroken(f"The search index cannot count so many values of {field}.")
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}


def _count(result: SearchResult) -> int:
    count: int = result.count  # type: ignore[attr-defined]
    return count
