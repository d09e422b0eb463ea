"""The rows of an inline saved together, when one takes a name that another leaves.

A database looks at one row after the other: of two names that change places the first would find
its new one taken. So a row is what its natural key says, as it is in the log: who types the name of
one row into another has changed the rest of the first.
"""

from __future__ import annotations

from typing import Any

from articles.models import Record

from .opened import rows_of


def save_renamed(formset: Any, record: Record) -> None:
    rows = [*(row for row, _ in formset.changed_objects), *formset.new_objects]
    leaving = {row.pk for row in (*rows, *formset.deleted_objects)}
    parts = rows_of(formset.model, formset.fk.name, formset.instance)
    stored = [part for part in parts if part.pk in leaving]
    by_key = {row.natural_key(): row for row in stored}
    keeping = {by_key[key].pk: row for row in rows if (key := row.natural_key()) in by_key}
    for row in rows:
        if row not in keeping.values() and row.pk and row.pk not in keeping:
            keeping[row.pk] = row
    for row in stored:
        if row.pk not in keeping:
            record.remove(row)
    places = {id(row): pk for pk, row in keeping.items()}
    for row in rows:
        row.pk = places.get(id(row))
        row._state.adding = row.pk is None
        record.save(row)
