"""The articles of a selection, some at a time, each behind the one before whatever has changed.

The index finds by place, so the place is looked for: where the article that a cursor names stood,
or, if something was added or taken away before it, where it would stand now. What is ordered by
relevance has no such place; there the article itself is looked for nearby.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, overload

from articles.models import Article
from articles.selection import Selection
from articles.selection.reading import BY_WORDS, SORTS

from .cursors import Cursor, Step, not_ours

NEARBY = 100
Rank = tuple[Any, ...]


def next_articles(selection: Selection, cursor: Cursor | None, limit: int) -> Step:
    """Their keys in the database."""
    start = _place_behind(selection, cursor) if cursor else 0
    pks = selection.keys(start, start + limit)
    if not pks or start + len(pks) >= selection.total:
        return Step(pks, None)
    count = (cursor.count if cursor else 0) + len(pks)
    return Step(pks, Cursor(count, _key(*_rows(pks[-1:]))))


def _place_behind(selection: Selection, cursor: Cursor) -> int:
    is_there = [_key(row) for row in _rows(selection.keys(cursor.count - 1, cursor.count))]
    if is_there == [cursor.key]:
        return cursor.count
    if selection.sort == BY_WORDS:
        first = max(0, cursor.count - NEARBY)
        nearby = [_key(row) for row in _rows(selection.keys(first, cursor.count + NEARBY))]
        return first + nearby.index(cursor.key) + 1 if cursor.key in nearby else cursor.count
    return bisect_right(_Ranks(selection), _rank(cursor.key, selection.sort))


def _rows(pks: Sequence[int]) -> list[Any]:
    """Those that are withdrawn by now keep their place."""
    rows = Article.objects.only("slug", "published_on", "sort_time")
    return rows.these(pks)


def _key(article: Any) -> tuple[str, ...]:
    day = article.published_on
    return str(day or ""), article.sort_time.isoformat() if day else "", article.slug


def _rank(key: tuple[str, ...], sort: str) -> Rank:
    try:
        day, moment, slug = key
        if not day:
            return True, 0, 0, slug
        days = date.fromisoformat(day).toordinal()
        seconds = datetime.fromisoformat(moment).timestamp()
    except (ValueError, TypeError, OverflowError):
        raise not_ours() from None
    sign = -1 if sort == SORTS[0] else 1
    return False, sign * days, sign * seconds, slug


@dataclass(frozen=True)
class _Ranks(Sequence[Rank]):
    """Of all articles of a selection in order, each looked up when it is asked for."""

    selection: Selection

    def __len__(self) -> int:
        return self.selection.total

    @overload
    def __getitem__(self, place: int) -> Rank: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Rank]: ...
    def __getitem__(self, place: Any) -> Any:
        for row in _rows(self.selection.keys(place, place + 1)):
            return _rank(_key(row), self.selection.sort)
        raise not_ours()

    def __iter__(self) -> Iterator[Rank]:
        return (self[place] for place in range(len(self)))
