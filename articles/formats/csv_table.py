"""CSV: an article a row, its columns named as in the record; entities by their slugs or names.

Annotations and statements have tables of their own: `mentions` and `statements`. An empty cell says
nothing. Commas, semicolons or tabs divide cells; the heading tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from . import spreadsheet
from .csv_rows import rows
from .dated import dated
from .draft import Draft, Fault
from .here import NOWHERE, Here

NAME = "csv"
LABEL = "CSV"
SUFFIXES = (".csv", ".tsv")
MEDIA_TYPE = spreadsheet.MEDIA_TYPE

COLUMNS = (
    *("slug", "headline", "source", "byline", "dateline", "section", "published_on"),
    *("date_precision", "published_at", "embargo_until", "language", "url", "rights", "status"),
    *("entities", "sha256", "text"),
)
NEEDED = ("headline", "text")


def read(stream: BinaryIO) -> Iterator[Draft | Fault]:
    found = rows(stream)
    heading = next(found, None)
    if heading is None:
        return
    columns = [cell.strip().lower() for cell in heading.cells]
    if fault := heading.fault or _fault_of(columns):
        yield Fault(fault, str(heading.line))
        return
    for row in found:
        if row.fault:
            yield Fault(row.fault, str(row.line))
        elif any(row.cells):  # spreadsheets leave rows of nothing but commas
            yield Draft(_record(columns, row.cells), str(row.line))


def _fault_of(columns: list[str]) -> str:
    missing = [name for name in NEEDED if name not in columns]
    twice = [name for name in columns if name and columns.count(name) > 1]
    if missing:
        return f"the heading has no column {' and no column '.join(missing)}"
    return f"the heading has the column {twice[0][:40]} twice" if twice else ""


def _record(columns: list[str], cells: Iterable[str]) -> dict[str, Any]:
    named = zip(columns, map(spreadsheet.restored, cells), strict=True)
    record: dict[str, Any] = {name: cell for name, cell in named if name and cell.strip()}
    if "entities" in record:
        names = (name.strip() for name in record["entities"].split(";"))
        record["entities"] = [name for name in names if name]
    if "published_on" in record:
        record = dated(record.pop("published_on")) | record
    return record


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    yield from (line.encode() for line in spreadsheet.csv_lines(_rows(records, here)))


def _rows(records: Iterable[dict[str, Any]], here: Here) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for record in records:
        slugs = "; ".join(entity["slug"] for entity in record["entities"])
        row = record | {"entities": slugs, "source": here.source(record)}
        yield spreadsheet.cells(*(row[column] for column in COLUMNS))
