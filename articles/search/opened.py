"""The index in use, open for reading. One for each process, opened anew when it was replaced."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from tantivy import Index, Query, Searcher

from . import folder
from .faults import IndexMissing, engine_faults
from .log import State
from .schema import STATE, STATE_KEY, schema, with_words


@dataclass(frozen=True)
class Opened:
    """A snapshot: what it finds stays the same while others write."""

    searcher: Searcher
    state: State


@dataclass
class _Kept:
    path: Path | None = None
    stamp: tuple[int, int, int] | None = None
    index: Index | None = None
    opened: Opened | None = None


_kept = _Kept()
_guard = threading.Lock()


def opened() -> Opened:
    """The index as of its last commit."""
    path = folder.current()
    if path is None:
        raise IndexMissing("The search index is being built. Try again in a moment.")
    with _guard, engine_faults("read"):
        stamp = _stamp(path)
        if _kept.path != path or _kept.index is None:
            _kept.index, _kept.path, _kept.stamp = with_words(Index.open(str(path))), path, None
            _kept.index.config_reader("manual")
        if _kept.stamp != stamp or _kept.opened is None:
            _kept.index.reload()
            searcher = _kept.index.searcher()
            _kept.opened, _kept.stamp = Opened(searcher, state_of(searcher)), stamp
        return _kept.opened


def forget() -> None:
    """Open it anew the next time: what is open may be what is broken."""
    with _guard:
        _kept.path = _kept.stamp = _kept.index = _kept.opened = None


def state_of(searcher: Searcher) -> State:
    hits = searcher.search(Query.term_query(schema(), STATE, STATE_KEY), limit=1).hits
    if not hits:
        raise IndexMissing("The search index is not complete.")
    return State.read(searcher.doc(hits[0][1])["record"][0])


def _stamp(path: Path) -> tuple[int, int, int]:
    """Differs after each commit, which replaces this file."""
    found = (path / "meta.json").stat()
    return found.st_ino, found.st_mtime_ns, found.st_size
