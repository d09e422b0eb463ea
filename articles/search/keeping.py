"""When the index is brought up to the database: after a commit and before a search.

A thread does the work, so that who waits can stop waiting: a save waits for the commit and not for
the merges, a search waits a moment and then answers from what is there.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from . import folder, log, opened, writing
from .faults import IndexBroken, IndexFault, IndexMissing
from .opened import Opened

PATIENCE = 0.3  # seconds of a reader who can be answered from what is there
PATIENCE_WITHOUT = 3.0  # of one who cannot
PATIENCE_OF_A_SAVE = 10.0
BETWEEN_LOOKS = 0.02
PAUSE_AFTER_A_FAULT = 5.0

logger = logging.getLogger("articles.search")


class Keeper(threading.Thread):
    """One for each process at a time. Builds the index where there is none that is of use."""

    def __init__(self) -> None:
        super().__init__(name="search-index", daemon=False)
        self.committed = threading.Event()
        self.fault: IndexFault | None = None
        self.failed_at = 0.0
        self.begun = time.monotonic()

    def run(self) -> None:
        try:
            self._work()
        except IndexFault as fault:
            self._fail(fault)
            logger.error("%s", fault.reason)
        except Exception as fault:
            self._fail(IndexBroken(f"The search index cannot be updated: {fault}"))
            logger.exception("The search index cannot be updated.")
        finally:
            connection.close()
            self.committed.set()

    def _work(self) -> None:
        if not writing.follow(self.committed.set):
            writing.build()

    def _fail(self, fault: IndexFault) -> None:
        # Another of the same words: this one's traceback would keep the writer, and with it the
        # engine's lock.
        self.fault, self.failed_at = type(fault)(fault.reason), time.monotonic()

    @property
    def is_long_at_work(self) -> bool:
        return self.is_alive() and time.monotonic() - self.begun > PATIENCE

    @property
    def has_just_failed(self) -> bool:
        return self.fault is not None and time.monotonic() - self.failed_at < PAUSE_AFTER_A_FAULT


class _Place:
    """Where this process has its keeper."""

    keeper: Keeper | None = None
    guard = threading.Lock()


_is_postponed: ContextVar[bool] = ContextVar("is_postponed", default=False)
# Whether somebody had to do with less than a whole index: what she made of it will not last.
fell_short: ContextVar[bool] = ContextVar("fell_short", default=False)


def _keeper() -> Keeper:
    """The one at work, or that has just failed, or else a new one."""
    with _Place.guard:
        keeper = _Place.keeper
        if keeper is None or not (keeper.is_alive() or keeper.has_just_failed):
            keeper = _Place.keeper = Keeper()
            keeper.start()
        return keeper


def after_commit() -> None:
    """Make what was saved searchable. Never fails: the next search tries again."""
    if _is_postponed.get() or connection.in_atomic_block:
        return
    if _look() != 0:  # a fixture is many changes and one commit
        _keeper().committed.wait(PATIENCE_OF_A_SAVE)


@contextmanager
def postponed() -> Iterator[None]:
    """Around many commits, such as those of an import: the index follows once, at their end."""
    token = _is_postponed.set(True)
    try:
        yield
    finally:
        _is_postponed.reset(token)
        settle()


def settle() -> None:
    """Wait until the index knows all that is committed, merges included.

    Raises the fault that keeps it from there. What is not committed it cannot know.
    """
    while not connection.in_atomic_block:
        keeper = _keeper()
        keeper.join()
        if keeper.fault:
            raise type(keeper.fault)(keeper.fault.reason)
        if _look() == 0:
            return
        time.sleep(BETWEEN_LOOKS)


def rest() -> None:
    """Let the work at hand end, merges included; a fault of it is no longer held against it."""
    keeper, _Place.keeper = _Place.keeper, None
    if keeper is not None:
        keeper.join()


def _look() -> int | None:
    """How far the index is behind; None where there is none that is of use."""
    try:
        found = opened.opened()
    except IndexFault:
        opened.forget()
        return None
    now = log.now(found.state)
    return now.lacks(found.state) if now.is_same_history else None


def up_to_date() -> tuple[Opened, int]:
    """The index to search in, and how many changes it does not know after a moment's patience."""
    behind = _after_a_moment(PATIENCE, PATIENCE_WITHOUT)
    if behind is None:
        raise _why()
    _tell_if_short(behind)
    return opened.opened(), behind


def complete() -> Opened | None:
    """The index, if it knows all that is committed, for those who can do without it.

    They wait a moment at most, and not at all for work that takes longer: a build, an import.
    """
    keeper = _Place.keeper
    patience = 0.0 if keeper is not None and keeper.is_long_at_work else PATIENCE
    try:
        behind = _after_a_moment(patience, patience)
        _tell_if_short(behind)
        return opened.opened() if behind == 0 else None
    except IndexFault:
        _tell_if_short(None)
        return None


def _tell_if_short(behind: int | None) -> None:
    # Within a transaction, where it is left alone, there is no reader.
    if behind != 0 and not connection.in_atomic_block:
        fell_short.set(True)


def _after_a_moment(patience: float, patience_without: float) -> int | None:
    """How far the index is behind, or None, when it knows all or the patience is at its end."""
    begun = time.monotonic()
    while True:
        behind = _look()
        waited = time.monotonic() - begun
        has_time = waited < (patience_without if behind is None else patience)
        # Rows that are not committed must not get into the index.
        if behind == 0 or connection.in_atomic_block:
            return behind
        keeper = _keeper()
        if not has_time or keeper.has_just_failed:
            return behind
        if not keeper.committed.wait(BETWEEN_LOOKS):
            continue
        if _look():
            time.sleep(BETWEEN_LOOKS)


def _why() -> IndexFault:
    keeper = _Place.keeper
    if keeper is not None and keeper.fault:
        return type(keeper.fault)(keeper.fault.reason)
    return IndexMissing("The search index is being built. Try again in a moment.")


def distrust() -> None:
    """What was open could not be read: the next search has it built anew."""
    _tell_if_short(None)
    folder.discard()
    opened.forget()
