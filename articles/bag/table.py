"""The rows of one model as records: a key for each column, other rows by their natural keys.

A row that is restored is what its record says and nothing else: no moment, no version and no number
is made anew. It still passes the gates that all text enters by.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import Any, TypeVar

from django.db import models

from articles.formats import Draft
from articles.models.fields import GatedField
from articles.models.natural_keys import FIELDS
from articles.serialize import moment

from .faults import said_of

AT_ONCE = 500

One = TypeVar("One")
Json = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """`left_out` are columns that follow from others, or that are nobody else's business."""

    model: type[models.Model]
    left_out: tuple[str, ...] = ()
    check: Callable[[Any], None] = lambda row: None  # raises ValueError

    @cached_property
    def fields(self) -> list[models.Field[Any, Any]]:
        return [
            field
            for field in self.model._meta.concrete_fields
            if field.name not in self.left_out and not isinstance(field, models.BigAutoField)
        ]

    def records(self) -> Iterator[Json]:
        """In the order in which the archive got the rows."""
        names = [field.name for field in self.fields]
        paths = [_path(field) for field in self.fields]
        rows = self.model._base_manager.order_by("pk").values_list(*paths)
        for row in rows.iterator(chunk_size=AT_ONCE):
            yield {name: plain(value) for name, value in zip(names, row, strict=True)}

    def restore(self, drafts: Iterable[Draft]) -> None:
        for some in in_chunks(drafts):
            self.model._base_manager.bulk_create(self.rows(some))

    def rows(self, drafts: list[Draft]) -> list[Any]:
        keys = {
            field.name: keys_of(
                field.related_model, (draft.record.get(field.name) for draft in drafts)
            )
            for field in self.fields
            if field.is_relation and field.related_model is not self.model
        }
        return [self._row(draft, keys) for draft in drafts]

    def _row(self, draft: Draft, keys: dict[str, dict[Any, int]]) -> models.Model:
        row = self.model()
        with said_of(draft.place):
            for field in self.fields:
                value = draft.record[field.name]
                if field.name in keys:
                    setattr(row, field.attname, None if value is None else keys[field.name][value])
                else:  # a change that undoes another names its number, which is its key
                    setattr(row, field.attname, field.to_python(value))
            derive(row)
            self.check(row)
        return row


def fill(row: One, record: Json, names: tuple[str, ...]) -> One:
    """These columns as the record has them, and those that follow from them.

    Text passes its gate on the way into the database. If that changes it, it was not ours.
    """
    model: Any = type(row)
    for name, read in _readers(model, names):
        setattr(row, name, read(record[name]) if read else record[name])
    return derive(row)


@cache
def _readers(model: Any, names: tuple[str, ...]) -> list[tuple[str, Callable[[Any], Any] | None]]:
    fields = [model._meta.get_field(name) for name in names]
    return [
        (field.name, None if isinstance(field, GatedField) else field.to_python) for field in fields
    ]


def derive(row: One) -> One:
    if hasattr(row, "derive"):
        row.derive()
    return row


def keys_of(model: Any, words: Iterable[Any]) -> dict[Any, int]:
    """The primary keys of rows by their slugs or names."""
    (word,) = FIELDS[model._meta.model_name]
    found: dict[Any, int] = {}
    for some in in_chunks({one for one in words if isinstance(one, str | int)}):
        rows = model._base_manager.filter(**{f"{word}__in": some})
        found |= dict(rows.values_list(word, "pk"))
    return found


def in_chunks(items: Iterable[One], size: int = AT_ONCE) -> Iterator[list[One]]:
    items = iter(items)
    while some := list(islice(items, size)):
        yield some


def plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def _path(field: Any) -> str:
    if not field.is_relation:
        return str(field.name)
    (word,) = FIELDS.get(field.related_model._meta.model_name, ("pk",))
    return f"{field.name}__{word}"
