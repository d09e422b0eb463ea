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
        found = rows.get(**key)
        known[place] = known[rows.model, found.pk] = found
    row: Row = known[place]
    return row


def slug_of(row: models.Model, name: str) -> str:
    """The slug of what a field leads to; not fetched for it if this load has named it before."""
    field: Any = row._meta.get_field(name)
    named = (_KNOWN.get() or {}).get((field.related_model, getattr(row, field.attname)))
    slug: str = (named or getattr(row, name)).slug
    return slug


@contextmanager
def looking_up_once() -> Iterator[None]:
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)
