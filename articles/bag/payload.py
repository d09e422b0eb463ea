"""What a bag holds, piece by piece, in the order in which it is written."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import BinaryIO

from articles.formats import web_annotation
from articles.models import Change

from . import articles, entities, log, people, redirects, searches, sets, sources
from .table import Json

# Each names only what stands in those before it.
PARTS: tuple[ModuleType, ...] = (
    people,
    entities,
    sources,
    articles,
    redirects,
    sets,
    searches,
    log,
)
ANNOTATIONS = "annotations.jsonld"
ABOUT_ANNOTATIONS = (
    "The annotations as the W3C's Web Annotation Data Model has them. They follow from "
    f"{articles.FILE}, and are not read when the archive is restored."
)
DATA = "data/"  # where a bag has its payload
FORMAT = 1  # goes up when a bag of before could not be read in the same way


def files() -> Iterator[tuple[str, str, Iterable[bytes]]]:
    """Of each file of the archive its name, what it is, and its pieces."""
    with tempfile.TemporaryFile() as aside:
        for part in PARTS:
            records = part.records()
            if part is articles:
                records = _with_annotations(records, aside)
            yield part.FILE, part.ABOUT, map(line, records)
        aside.seek(0)
        rows = (row.decode().removesuffix("\n") for row in aside)
        yield ANNOTATIONS, ABOUT_ANNOTATIONS, web_annotation.page(rows)


def _with_annotations(records: Iterable[Json], aside: BinaryIO) -> Iterator[Json]:
    """What is to be written later is put aside: reading all articles twice would take twice as
    long.
    """
    for record in records:
        aside.writelines(f"{row}\n".encode() for row in web_annotation.rows(record))
        yield record


def line(record: Json) -> bytes:
    """The same for the same record, in whatever order PostgreSQL keeps the keys of its JSON."""
    written = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode() + b"\n"


def day() -> datetime.date | None:
    """Of the last change: the same archive was bagged on the same day, whenever that is done."""
    last = Change.objects.newest().values_list("at", flat=True).first()
    return last.astimezone(datetime.UTC).date() if last else None
