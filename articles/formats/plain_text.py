"""Plain text with its headline, byline, date and source above it, and the original below.

Several articles in a file are divided by a form feed, which no text of the archive holds. It is
read as an editor's paste is (`articles.pasting`): a line above the text that is nothing but a
headline, a byline or a date is that.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from articles.pasting import KnownSource, Pasted, read_pasted, split_address

from .draft import Draft, Fault
from .encoded import NotText, decoded
from .here import NOWHERE, Here, date_parts, original

NAME = "text"
LABEL = "Plain text"
SUFFIXES = (".txt",)
MEDIA_TYPE = "text/plain; charset=utf-8"

SIZE_MAX = 16 * 1024 * 1024  # bytes of an article: 1,000,000 characters, and room
_SOURCE = re.compile(r"\*\*([^*\n]{1,200})\*\*[ \t]*$", re.MULTILINE)
_ORIGINAL = re.compile(r"\n\s*Original url:\s*<?(https?://[^\s<>]+)>?\s*\Z", re.IGNORECASE)
_HEAD = 1_000  # characters in which the source is looked for


def read(stream: BinaryIO) -> Iterator[Draft | Fault]:
    for number, raw in _divided(stream):
        place = str(number)
        if len(raw) > SIZE_MAX:
            yield Fault(f"the text is longer than {SIZE_MAX:,} bytes", place)
            continue
        try:
            text = decoded(raw)
        except NotText as fault:
            yield Fault(f"the text {fault}", place)
            continue
        if text.strip():
            yield _draft(text, place)


def _divided(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each part with the number of its first line; no more is held of one than is allowed."""
    lines: list[bytes] = []
    first, size = 1, 0
    for number, line in enumerate(iter(lambda: stream.readline(SIZE_MAX), b""), 1):
        if line.startswith(b"\f"):
            yield first, b"".join(lines)
            first, lines, size, line = number, [], 0, line[1:]
        if size <= SIZE_MAX:
            lines.append(line)
            size += len(line)
    yield first, b"".join(lines)


def _draft(text: str, place: str) -> Draft | Fault:
    below = _ORIGINAL.search(text)
    address, text = (below[1], text[: below.start()]) if below else split_address(text)
    bold = _SOURCE.search(text[:_HEAD])
    name = " ".join(bold[1].split()) if bold else ""
    pasted = read_pasted(text, address, [KnownSource(name, name, "", "")] if name else [])
    if not pasted.headline:
        return Fault("it begins with no headline: a line above the text", place)
    record: dict[str, Any] = {
        "headline": pasted.headline,
        "source": pasted.source.name if pasted.source else "",
        "byline": pasted.byline,
        "dateline": pasted.dateline,
        "language": pasted.language,
        "url": address,
        "text": pasted.text,
    }
    found = {name: value for name, value in record.items() if value not in ("", "und")}
    return Draft(found | _dates(pasted), place, warnings=tuple(pasted.notices))


def _dates(pasted: Pasted) -> dict[str, str]:
    """One day, or several for the ingest to refuse."""
    days = [
        here.date.day.isoformat()[: {"month": 7}.get(here.date.precision)] for here in pasted.dates
    ]
    return {"published_on": " or ".join(days)} if days else {}


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
