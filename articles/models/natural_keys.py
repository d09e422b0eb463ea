"""Rows by their natural keys, many at once: so the log names them.

key = Key("taggedentity", ("talks-in-istanbul", "turkey"))
find_rows([key])                      # {key: <TaggedEntity>}; what is not there is left out
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

# What makes the key of a row. A field that leads to another row stands for that row's slug.
# Rows are locked in this order of models.
FIELDS = {
    "article": ("slug",),
    "claim": ("uid",),
    "relation": ("uid",),
    "entity": ("slug",),
    "source": ("slug",),
    "revision": ("article", "number"),
    "annotation": ("uid",),
    "taggedentity": ("content_object", "tag"),
    "entityname": ("entity", "name"),
    "entitylink": ("entity", "tie", "target", "label"),
    "redirect": ("noun", "slug"),
    "user": ("username",),
}
AT_ONCE = 400
LONG = ("article", "content_object", "made_on")  # by which a row leads to a whole text


class Key(NamedTuple):
    model: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, part: Mapping[str, Any]) -> Key:
        """Of the row that a part of a change wrote, as that part left it."""
        return cls(part["model"], tuple(part["key"]))

    @classmethod
    def before(cls, part: Mapping[str, Any]) -> Key:
        """As that part found it: a tag that was given to another entity had another key."""
        key = cls.of(part)
        return key.moved_to(part["before"]) if part["did"] == "changed" else key

    def moved_to(self, content: Mapping[str, Any]) -> Key:
        """Of the same row, where it has this content."""
        values = zip(FIELDS[self.model], self.values, strict=True)
        return Key(self.model, tuple(_alone(content.get(name, value)) for name, value in values))


def _alone(value: Any) -> Any:
    """The slug of a natural key that is nothing but a slug."""
    return value[0] if isinstance(value, list) else value


def model_named(name: str) -> type[models.Model]:
    return get_user_model() if name == "user" else apps.get_model("articles", name)


def find_rows(keys: Iterable[Key], *, locked: bool = False) -> dict[Key, models.Model]:
    """With all that their content names, in a constant number of queries for each model.

    Locked, nobody else writes to them before the transaction ends.
    """
    by_model: defaultdict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for key in keys:
        by_model[key.model].add(key.values)
    found = {}
    for name in FIELDS:
        wanted = by_model.get(name, set())
        in_order = sorted(wanted, key=str)
        for start in range(0, len(in_order), AT_ONCE):
            for row in _rows(name, in_order[start : start + AT_ONCE], locked=locked):
                values = tuple(row.natural_key())  # type: ignore[attr-defined]
                if values in wanted:
                    found[Key(name, values)] = row
    return found


def _rows(name: str, wanted: Iterable[tuple[Any, ...]], *, locked: bool) -> models.QuerySet:
    model = model_named(name)
    conditions = {}
    for field, values in zip(FIELDS[name], zip(*wanted, strict=True), strict=True):
        path = f"{field}__slug" if model._meta.get_field(field).is_relation else field
        conditions[f"{path}__in"] = set(values)
    paths = list(_paths(model))
    rows = model._base_manager.filter(**conditions).order_by("pk").select_related(*paths)
    rows = rows.defer(*(f"{path}__text" for path in paths if path.split("__")[-1] in LONG))
    rows = rows.prefetch_related(*lists_of(model))
    return rows.select_for_update(no_key=True, of=("self",)) if locked else rows


def _paths(model: type[models.Model]) -> Iterator[str]:
    """To the rows that its content names by their keys."""
    for field in model._meta.concrete_fields:
        if field.is_relation:
            yield field.name
            if field.name == "made_on":
                yield "made_on__article"


def lists_of(model: type[models.Model]) -> list[str]:
    """Speakers, actors, targets: what a row points at many of."""
    fields = model._meta.many_to_many if model._meta.app_label == "articles" else ()
    return [field.name for field in fields if field.name != "entities"]
