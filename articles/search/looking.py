"""Questions to the index: which articles, in order, how many, and how many of each value.

look = looking.begin()
found = look.find(condition, sort="newest", offset=0, limit=20)
found.pks, found.total
look.counts(condition, "country")       # {pk of a country: number of articles}, exact
look.behind                             # changes that it does not know yet
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tantivy import DocAddress, Order, Query, Searcher, SearchResult

from . import keeping
from .compiling import compiled
from .conditions import Condition, Tagged
from .faults import IndexBroken, engine_faults
from .schema import schema

# The engine counts no more values of a field than this, and says so by an error.
MOST_VALUES = 65_000
# Articles of one score that are put in order by date, beyond the end of a page.
MOST_ALIKE = 5000
NEWEST, OLDEST, RELEVANCE = "newest", "oldest", "relevance"
Hit = tuple[float, DocAddress]


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


@dataclass(frozen=True)
class Look:
    searcher: Searcher
    behind: int

    def find(
        self, condition: Condition, *, sort: str = NEWEST, offset: int = 0, limit: int = 20
    ) -> Found:
        with self._reading():
            query = compiled(condition, self.searcher)
            if sort == RELEVANCE:
                return self._most_relevant(query, offset, limit)
            result = self.searcher.search(
                query, limit, offset=offset, order_by_field=sort, order=Order.Asc
            )
            return Found(self._pks([hit[1] for hit in result.hits]), _count(result))

    def total(self, condition: Condition) -> int:
        with self._reading():
            return _count(self.searcher.search(compiled(condition, self.searcher), 1))

    def counts(self, condition: Condition, *fields: str) -> dict[str, dict[Any, int]]:
        """For each field its values with their numbers of articles, the most first."""
        wanted = {
            field: {"terms": {"field": field, "size": MOST_VALUES, "segment_size": MOST_VALUES}}
            for field in fields
        }
        with self._reading():
            answer = self.searcher.aggregate(compiled(condition, self.searcher), wanted)
        return {field: _exact(field, answer[field]) for field in fields}

    def words_with_prefix(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Words of the texts or headlines that begin so, the most frequent first.

        Those of articles that are gone stay a while: what is shown of them is counted again.
        """
        with self._reading():
            return self.searcher.terms_with_prefix(field, prefix, limit=most)

    def first(self, condition: Condition, limit: int, sort: str) -> list[int]:
        return self.find(condition, sort=sort, limit=limit).pks

    def numbers_of(self, entities: Sequence[int]) -> dict[int, int]:
        return {entity: self.total(Tagged((entity,))) for entity in entities}

    def _most_relevant(self, query: Query, offset: int, limit: int) -> Found:
        """By score; those of one score by date and slug, which the engine does not do."""
        end, wanted = offset + limit, offset + limit + 1
        while True:
            result = self.searcher.search(query, wanted)
            hits = result.hits
            is_whole = len(hits) < wanted or hits[-1][0] < hits[end - 1][0]
            if is_whole or wanted > end + MOST_ALIKE:
                break
            wanted *= 2
        return Found(self._in_order(hits, offset, end), _count(result))

    def _in_order(
        self, hits: Sequence[tuple[float, DocAddress]], start: int, end: int
    ) -> list[int]:
        scores = [score for score, _ in hits]
        on_page = set(scores[start:end])
        if not on_page:
            return []
        # The page, and before and after it whatever has the score of its first and its last.
        first = next(n for n, score in enumerate(scores) if score in on_page)
        alike = [hit for hit in hits if hit[0] in on_page]
        pks = self._pks([address for _, address in alike])
        if len(on_page) < len(alike):
            place = self._places(pks)
            score_of = {pk: score for (score, _), pk in zip(alike, pks, strict=True)}
            pks.sort(key=lambda pk: (-score_of[pk], place[pk]))
        return pks[start - first : end - first]

    def _places(self, pks: list[int]) -> dict[int, int]:
        """Where each of these articles stands among them, the newest first."""
        ours = Query.term_set_query(schema(), "id", pks)
        hits = self.searcher.search(ours, len(pks), order_by_field=NEWEST, order=Order.Asc).hits
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


def _exact(field: str, answer: dict[str, Any]) -> dict[Any, int]:
    if answer["doc_count_error_upper_bound"] or answer["sum_other_doc_count"]:
        raise IndexBroken(f"The search index cannot count so many values of {field}.")
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}


def _count(result: SearchResult) -> int:
    count: int = result.count  # type: ignore[attr-defined]
    return count
