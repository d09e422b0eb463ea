"""JSON Lines: an article record a line. Lossless both ways."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from . import strict_json
from .draft import Draft, Fault
from .here import NOWHERE, Here

NAME = "jsonl"
LABEL = "JSON Lines"
SUFFIXES = (".jsonl", ".ndjson")
MEDIA_TYPE = "application/jsonl; charset=utf-8"
IS_WHOLE = True

LINE_MAX = 128 * 1024 * 1024  # an article of 1,000,000 characters with its revisions, and room
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(stream: BinaryIO) -> Iterator[Draft | Fault]:
    for number, line in enumerate(_lines(stream), 1):
        place = str(number)
        if line is None:
            yield Fault(f"the line is longer than {LINE_MAX:,} bytes", place)
            continue
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
            if line.startswith(_UTF_16):
                yield Fault("the file is UTF-16: save it as UTF-8", place)
                return
        if not line.strip():
            continue
        try:
            record = strict_json.loads(line)
        except strict_json.JsonFault as fault:
            yield Fault(f"the line {fault}", place)
            continue
        if isinstance(record, dict):
            yield Draft(record, place)
        else:
            yield Fault("the line is not an object: {...}", place)


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines; None for one that is too long, which is skipped without being held."""
    while line := stream.readline(LINE_MAX):
        if len(line) < LINE_MAX or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(LINE_MAX)) and not rest.endswith(b"\n"):
            pass
        yield None
