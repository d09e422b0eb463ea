"""Every mention of an entity as a row of a table, for those who count: CSV.

A row says by itself which words, where, and whom they mean. `start` and `end` count the characters
(Unicode code points) of the headline or text as it is now; a mention that a correction left without
a place has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from . import spreadsheet
from .here import NOWHERE, Here, known_date

NAME = "mentions"
LABEL = "Mentions as a table"
SUFFIXES = (".mentions.csv",)
MEDIA_TYPE = spreadsheet.MEDIA_TYPE
IS_WHOLE = True

COLUMNS = (
    *("mention", "article", "date", "source", "entity", "name", "kind", "iso2", "wikidata"),
    *("words", "form", "field", "start", "end", "role", "salience", "note", "address"),
)


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    yield from (line.encode() for line in spreadsheet.csv_lines(_rows(records, here)))


def _rows(records: Iterable[dict[str, Any]], here: Here) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for record in records:
        entities = {one["slug"]: one for one in (*record["entities"], *record["untagged"])}
        for mention in record["annotations"]:
            if mention["kind"] == "mention":
                entity = entities[mention["entity"]]
                yield spreadsheet.cells(
                    mention["id"],
                    *(record["slug"], known_date(record), here.source(record)),
                    *(entity[key] for key in ("slug", "name", "kind", "iso2", "wikidata")),
                    *(mention[key] for key in ("exact", "form", "field", "start", "end")),
                    *(entity.get("role"), entity.get("salience"), mention["note"]),
                    here.origin and f"{here.origin}/annotations/{mention['id']}/",
                )
