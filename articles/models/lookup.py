"""Rows by their natural keys, as fixtures name them. Within a load each is looked up once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)

_KNOWN: ContextVar[dict[Any, Any] | None] = ContextVar("known", default=None)


def look_up(rows: models.QuerySet[Row], **key: Any) -> Row:
    """The one row of this key; within a load perhaps as it was when first asked for."""
    known = _KNOWN.get()
    if known is None:
        return rows.get(**key)
    place = rows.db, rows.model, *key.values()
    if place not in known:
        known[place] = rows.get(**key)
    found: Row = known[place]
    return found


@contextmanager
def looking_up_once() -> Iterator[None]:
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)
