"""Bringing the index up to the database. One process at a time writes, by one rule and no other:

take our own lock of the folder, then open the index anew, write, commit, wait for the merges, and
only then let the lock go. Any other order breaks the index for good.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from tantivy import Index, IndexWriter, Query

from . import documents, folder, log
from .faults import IndexFault, engine_faults
from .log import State
from .opened import state_of
from .schema import STATE, STATE_KEY, document, schema, state_document, with_words

SMALL_HEAP = 16_000_000
LARGE_HEAP = 96_000_000
MANY = 2000  # articles for which the large one is worth having: it makes fewer segments

logger = logging.getLogger("articles.search")
Said = Callable[[], None]


def follow(committed: Said) -> bool:
    """Apply what has changed until nothing is missing, or leave it to the process that is at it.

    `committed` is called after each commit, before the merges are waited for. False: there is no
    index that is of use, and one has to be built.
    """
    with folder.locked(folder.WRITING) as is_ours:
        return not is_ours or _follow(folder.current(), committed)


def _follow(path: Path | None, committed: Said) -> bool:
    known = _state_at(path) if path else None
    while path and known:
        now = log.now(known)
        if not now.is_same_history:
            return False
        if not now.lacks(known):
            return True
        _apply(path, known, now.state, committed)
        known = now.state
    return False


def _state_at(path: Path) -> State | None:
    try:
        with engine_faults("read"):
            return state_of(with_words(Index.open(str(path))).searcher())
    except IndexFault as fault:
        logger.error("%s It is built anew.", fault.reason)
        return None


def _apply(path: Path, known: State, wanted: State, committed: Said) -> None:
    pks = log.changed(known, wanted)
    with engine_faults("updated"):
        index = with_words(Index.open(str(path)))
        writer = _writer(index, LARGE_HEAP if len(pks) > MANY else SMALL_HEAP)
        # By a query: given a term, the engine takes a number for a signed one and deletes nothing.
        writer.delete_documents_by_query(Query.term_set_query(schema(), "id", sorted(pks)))
        for article in documents.indexed(pks):
            writer.add_document(document(article))
        _commit(writer, wanted)
    committed()
    with engine_faults("updated"):
        writer.wait_merging_threads()


def build(told: Callable[[int], None] = lambda done: None, *, patience: float | None = 0) -> bool:
    """A new index of the whole archive, beside the old one. False: another process is at it."""
    with folder.locked(folder.BUILDING, patience=patience) as is_ours:
        if not is_ours:
            return False
        path = folder.beside()
        try:
            _fill(path, told)
            with folder.locked(folder.WRITING, patience=None):
                _follow(path, lambda: None)
                folder.use(path)
        except BaseException:
            folder.remove(path)
            raise
    return True


def _fill(path: Path, told: Callable[[int], None]) -> None:
    state = log.now().state  # before the rows: what changes meanwhile is applied once more
    with engine_faults("built"):
        index = with_words(Index(schema(), path=str(path)))
    writer = _writer(index, LARGE_HEAP)
    for number, article in enumerate(documents.every_article(), start=1):
        with engine_faults("built"):
            writer.add_document(document(article))
        if number % documents.CHUNK == 0:
            told(number)
    with engine_faults("built"):
        _commit(writer, state)
        writer.wait_merging_threads()


def _writer(index: Index, heap: int) -> IndexWriter:
    with engine_faults("updated"):
        return index.writer(heap_size=heap, num_threads=1)


def _commit(writer: IndexWriter, state: State) -> None:
    writer.delete_documents_by_term(STATE, STATE_KEY)
    writer.add_document(state_document(state.record))
    writer.commit()
