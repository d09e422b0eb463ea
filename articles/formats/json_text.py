"""JSON of many parts, written as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def one_array(before: str, items: Iterable[str], after: str) -> Iterator[bytes]:
    """Items that are JSON already, a line each, between the beginning and the end of a document."""
    yield f"{before}\n".encode()
    divider = ""
    for item in items:
        yield f"{divider}{item}".encode()
        divider = ",\n"
    yield f"\n{after}\n".encode()
