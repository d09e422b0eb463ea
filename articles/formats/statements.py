"""Every claim and every relation as a row of a table, for those who count: CSV.

Both have one shape, so that they can be counted together: of a claim the actors are its speakers
and the targets are whom it is about. Several entities in a cell stand by their slugs, divided by
semicolons. `evidence` are the words that it rests on; `start` and `end` count the characters
(Unicode code points) of the headline or text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from . import spreadsheet
from .here import NOWHERE, Here, known_date

NAME = "statements"
LABEL = "Statements as a table"
SUFFIXES = (".statements.csv",)
MEDIA_TYPE = spreadsheet.MEDIA_TYPE
IS_WHOLE = True

OF_ALL = ("mode", "note")
OF_A_CLAIM = ("via",)
OF_A_RELATION = ("action", "kind", "category", "state", "status", "time", "certainty", "claim")
OF_EVIDENCE = ("field", "start", "end")
COLUMNS = (
    *("statement", "id", "article", "date", "source", "actors", "targets", "cue", "contexts"),
    *(*OF_ALL, *OF_A_CLAIM, *OF_A_RELATION, "evidence", *OF_EVIDENCE, "address"),
)


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    yield from (line.encode() for line in spreadsheet.csv_lines(_rows(records, here)))


def write_each(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    """The same rows from records of single statements, those of `serialize.statement_record`."""
    yield from (line.encode() for line in spreadsheet.csv_lines(_rows_of_each(records, here)))


def _rows_of_each(records: Iterable[dict[str, Any]], here: Here) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for record in records:
        annotations = {annotation["id"]: annotation for annotation in record["annotations"]}
        yield _row(record["article"], _named(record), annotations, here)


def _rows(records: Iterable[dict[str, Any]], here: Here) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for record in records:
        annotations = {annotation["id"]: annotation for annotation in record["annotations"]}
        for noun in ("claim", "relation"):
            for statement in record[f"{noun}s"]:
                yield _row(record, _named({"statement": noun} | statement), annotations, here)


def _named(statement: dict[str, Any]) -> dict[str, Any]:
    if statement["statement"] == "relation":
        return statement
    return statement | {"actors": statement["speakers"], "targets": statement["about"]}


def _row(
    record: dict[str, Any],
    statement: dict[str, Any],
    annotations: dict[str, dict[str, Any]],
    here: Here,
) -> tuple[str, ...]:
    evidence = annotations[statement["evidence"]]
    cue = annotations.get(statement.get("cue") or "", {})
    return spreadsheet.cells(
        *(statement["statement"], statement["id"]),
        *(record["slug"], known_date(record), here.source(record)),
        *("; ".join(statement[key]) for key in ("actors", "targets")),
        *(cue.get("exact"), "; ".join(statement.get("contexts", ()))),
        *(statement.get(key) for key in (*OF_ALL, *OF_A_CLAIM, *OF_A_RELATION)),
        *(evidence["exact"], *(evidence[key] for key in OF_EVIDENCE)),
        here.origin and f"{here.origin}/annotations/{evidence['id']}/",
    )
