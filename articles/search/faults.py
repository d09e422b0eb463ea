"""What can go wrong with an index: a derived thing on a disk. Pages without it stay up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class IndexFault(Exception):
    """The index cannot answer now; `reason` says why, for an operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def reason_for_readers(self) -> str:
        """Without what only an operator understands; the log has it whole."""
        return "The search index is being built or mended. Try again in a moment."


class IndexMissing(IndexFault):
    """There is none that fits this archive: it is being built."""


class IndexBroken(IndexFault):
    """There is one, and it cannot be read or written."""


@contextmanager
def engine_faults(doing: str) -> Iterator[None]:
    """The engine raises ValueError for whatever it is, or panics, which is no Exception at all."""
    try:
        yield
    except IndexFault:
        raise
    except (OSError, ValueError, RuntimeError) as fault:
        raise IndexBroken(f"The search index cannot be {doing}: {fault}") from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise IndexBroken(f"The search index cannot be {doing}.") from fault
