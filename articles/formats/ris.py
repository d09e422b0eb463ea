"""RIS, which Zotero, EndNote and Mendeley read: a newspaper article (NEWS) a record.

After the RIS Format Specifications of 2011: a tag, two spaces, a hyphen, a space; lines end with
CR LF. Which tags mean what for a newspaper is as Zotero reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .here import NOWHERE, Here, date_parts, known_language

NAME = "ris"
LABEL = "RIS"
SUFFIXES = (".ris",)
MEDIA_TYPE = "application/x-research-info-systems; charset=utf-8"


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    for record in records:
        fields = ((tag, " ".join(value.split())) for tag, value in _fields(record, here))
        lines = [f"{tag}  - {value}\r\n" for tag, value in fields if value]
        yield "".join(["TY  - NEWS\r\n", *lines, "ER  - \r\n\r\n"]).encode()


def _fields(record: dict[str, Any], here: Here) -> Iterator[tuple[str, str]]:
    date = date_parts(record)
    yield "ID", record["slug"]
    yield "TI", record["headline"]
    yield "AU", record["byline"]
    yield "T2", here.source(record)
    yield "SE", record["section"]
    yield "PY", date[0] if date else ""
    yield "DA", _date(date)
    yield "LA", known_language(record)
    for entity in record["entities"]:
        yield "KW", entity["name"]
    yield "UR", here.address_or_original(record)
    yield "DB", here.archive
    yield "N1", here.note(record)


def _date(parts: list[str]) -> str:
    """Always with its three slashes: “2012/12/01/”, “2012/12//”, “2012///”."""
    return f"{'/'.join(parts)}{'/' * (4 - len(parts))}" if parts else ""
