"""Many checked rows at once, in a fraction of the time of `bulk_create`.

What stands in them was read by `checking`: it passes no gate a second time. The constraints of the
database hold for it as for every row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

from .authority import in_chunks

# Fields whose values the database takes as they are.
_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)

Prepare = Callable[[Any], Any]


def insert_all(rows: Iterable[models.Model]) -> None:
    """New rows of one model. Their keys are the database's to give: `learn_keys` asks for them."""
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    names, prepare, relations = _columns(model)
    for row in rows:
        if hasattr(row, "derive"):
            row.derive()
        for relation in relations:  # what it points at was saved since
            target = relation.get_cached_value(row, default=None)
            if target is not None:
                setattr(row, relation.attname, target.pk)
        row._state.adding = False
    values: Iterable[tuple[Any, ...]] = map(attrgetter(*names), rows)
    if prepare:
        values = (_prepared(one, prepare) for one in values)
    insert_values(model, names, list(values))


def learn_keys(rows: Sequence[models.Model], name: str) -> None:
    """Give new rows their primary keys, by a field that tells each from all others."""
    if rows:
        by_name = {getattr(row, name): row for row in rows}
        for chunk in in_chunks(by_name):
            found = type(rows[0])._base_manager.filter(**{f"{name}__in": chunk})
            for pk, value in found.values_list("pk", name):
                by_name[value].pk = pk


def insert_values(
    model: type[models.Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Rows as tuples of values, for the fields of these names."""
    if not rows:
        return
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(_column(model, name)) for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608


@cache
def _columns(
    model: type[models.Model],
) -> tuple[list[str], list[tuple[int, Prepare]], list[models.ForeignKey[Any]]]:
    """Names of the fields, which of the values have to be prepared, and the foreign keys."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and not isinstance(field, models.AutoField | models.BigAutoField)
    ]
    prepare = [
        (place, _preparing(field))
        for place, field in enumerate(fields)
        if not isinstance(field, (*_AS_THEY_ARE, models.ForeignKey))
    ]
    relations = [field for field in fields if isinstance(field, models.ForeignKey)]
    return [field.attname for field in fields], prepare, relations


def _preparing(field: models.Field[Any, Any]) -> Prepare:
    if isinstance(field, models.UUIDField):
        return _as_it_is if connection.features.has_native_uuid_field else attrgetter("hex")

    def prepare(value: Any) -> Any:
        return None if value is None else field.get_db_prep_save(value, connection)

    # Many rows are of one moment.
    return lru_cache(1000)(prepare) if isinstance(field, models.DateField) else prepare


def _as_it_is(value: Any) -> Any:
    return value


def _prepared(values: tuple[Any, ...], prepare: list[tuple[int, Prepare]]) -> tuple[Any, ...]:
    made = list(values)
    for place, of in prepare:
        made[place] = of(made[place])
    return tuple(made)


def _column(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).column)
