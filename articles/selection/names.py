"""Names that begin as a reader types them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from articles.models import Entity, EntityName, Kind
from articles.text import fold, sort_key


class Name(NamedTuple):
    """An own name or another one, folded, and the key of its entity."""

    folded: str
    entity: int


def names_beginning(typed: str, most: int) -> Iterator[Name]:
    """Of all entities, drafts' own included: ask who may be known of before showing one."""
    folded = fold(typed)
    if not folded:
        return
    # Sort keys stand in an index by kind, and are in Latin letters whatever the name is in.
    own = Entity.objects.filter(kind__in=Kind.values, sort_key__begins=sort_key(typed))
    for pk, name in own.order_by("sort_key").values_list("pk", "folded")[:most]:
        if folded.isascii() or name.startswith(folded):
            yield Name(name, pk)
    others = EntityName.objects.filter(folded__begins=folded).order_by("folded")
    for pk, name in others.values_list("entity_id", "folded")[:most]:
        yield Name(name, pk)
