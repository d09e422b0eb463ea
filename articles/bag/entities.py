"""Entities, each with its other names and its ties to others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch

from articles.formats import Draft
from articles.models import Entity, EntityLink, EntityName

from .faults import BagFault, said_of
from .table import AT_ONCE, Json, Table, fill, in_chunks, keys_of

FILE = "entities.jsonl"
ABOUT = "Countries, people, organizations and whatever else the articles name."

table = Table(Entity, left_out=("folded", "sort_key"))


def records() -> Iterator[Json]:
    names = [field.name for field in table.fields]
    links = EntityLink.objects.select_related("target")
    rows = Entity.objects.order_by("pk").prefetch_related("names", Prefetch("links", links))
    for entity in rows.iterator(chunk_size=AT_ONCE):
        yield {name: getattr(entity, name) for name in names} | {
            "names": [{"name": name.name, "form": name.form} for name in entity.names.all()],
            "links": [
                {"tie": link.tie, "target": link.target.slug, "label": link.label}
                for link in entity.links.all()
            ],
        }


def restore(drafts: Iterable[Draft]) -> None:
    waiting: list[tuple[Draft, Entity]] = []  # for the targets of their ties
    for some in in_chunks(drafts):
        entities = Entity.objects.bulk_create(table.rows(some))
        pairs = list(zip(some, entities, strict=True))
        EntityName.objects.bulk_create(row for pair in pairs for row in _names(*pair))
        waiting += [pair for pair in pairs if pair[0].record.get("links")]
    for several in in_chunks(waiting):
        targets = keys_of(Entity, (row["target"] for draft, _ in several for row in _rows(draft)))
        EntityLink.objects.bulk_create(row for pair in several for row in _links(*pair, targets))


def _names(draft: Draft, entity: Entity) -> Iterator[Any]:
    with said_of(draft.place):
        for row in draft.record["names"]:
            yield fill(EntityName(entity=entity), row, ("name", "form"))


def _rows(draft: Draft) -> list[Json]:
    rows = draft.record["links"]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BagFault(f"{draft.place}: its links are no list of objects")
    return [row for row in rows if "target" in row]


def _links(draft: Draft, entity: Entity, targets: dict[Any, int]) -> Iterator[Any]:
    with said_of(draft.place):
        for row in draft.record["links"]:
            link = EntityLink(entity=entity, target_id=targets[row["target"]])
            yield fill(link, row, ("tie", "label"))
