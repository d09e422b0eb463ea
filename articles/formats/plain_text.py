"""Plain text with its headline, byline, date and source above it, and the original below.

Several articles in a file are divided by a form feed, which no text of the archive holds.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from typing import Any

from .here import NOWHERE, Here, date_parts, original

NAME = "text"
LABEL = "Plain text"
SUFFIXES = (".txt",)
MEDIA_TYPE = "text/plain; charset=utf-8"


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    divider = ""
    for record in records:
        text = "\n\n".join(part for part in _parts(record, here) if part)
        yield f"{divider}{text}\n".encode()
        divider = "\f\n"


def _parts(record: dict[str, Any], here: Here) -> Iterator[str]:
    yield f"# {record['headline']}"
    yield record["byline"] and f"By {record['byline']}"
    yield _date(date_parts(record))
    yield f"**{here.source(record)}**"
    yield record["text"]
    if original(record):
        yield f"Original url:\n\n<{original(record)}>"


def _date(parts: list[str]) -> str:
    """“December 01, 2012”, “December 2012”, “2012”."""
    year, month, day = [*parts, "", "", ""][:3]
    name = calendar.month_name[int(month)] if month else ""
    return " ".join(part for part in (name, day and f"{day},", year) if part)
