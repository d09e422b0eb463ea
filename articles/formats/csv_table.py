"""CSV: an article a row, its columns named as in the record; entities by their slugs.

Annotations and statements have tables of their own: `mentions` and `statements`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from . import spreadsheet
from .here import NOWHERE, Here

NAME = "csv"
LABEL = "CSV"
SUFFIXES = (".csv",)
MEDIA_TYPE = spreadsheet.MEDIA_TYPE

COLUMNS = (
    *("slug", "headline", "source", "byline", "dateline", "section", "published_on"),
    *("date_precision", "published_at", "embargo_until", "language", "url", "rights", "status"),
    *("entities", "sha256", "text"),
)


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    yield from (line.encode() for line in spreadsheet.csv_lines(_rows(records, here)))


def _rows(records: Iterable[dict[str, Any]], here: Here) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for record in records:
        slugs = "; ".join(entity["slug"] for entity in record["entities"])
        row = record | {"entities": slugs, "source": here.source(record)}
        yield spreadsheet.cells(*(row[column] for column in COLUMNS))
