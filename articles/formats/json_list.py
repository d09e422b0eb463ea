"""A list as the site gives it (`/articles.json?country=TR`), or a single article's `.json`."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Any, BinaryIO

from . import strict_json
from .draft import Draft, Fault

NAME = "json"
SUFFIXES = (".json",)
MEDIA_TYPE = "application/json; charset=utf-8"

SIZE_MAX = 128 * 1024 * 1024  # it is held in memory whole: what is larger comes as JSON Lines


def read(stream: BinaryIO) -> Iterator[Draft | Fault]:
    raw = stream.read(SIZE_MAX + 1)
    if len(raw) > SIZE_MAX:
        yield Fault(f"the file is longer than {SIZE_MAX:,} bytes: use JSON Lines", "1")
        return
    try:
        records = _records(strict_json.loads(raw.removeprefix(codecs.BOM_UTF8)))
    except strict_json.JsonFault as fault:
        yield Fault(f"the file {fault}", "1")
        return
    for number, record in enumerate(records, 1):
        place = f"article {number}"
        if isinstance(record, dict):
            yield Draft(record, place)
        else:
            yield Fault("it is not an object: {...}", place)


def _records(content: Any) -> list[Any]:
    if isinstance(content, dict) and "headline" in content:
        return [content]
    records = content.get("articles") if isinstance(content, dict) else content
    if not isinstance(records, list):
        raise strict_json.JsonFault('has no list of "articles"; if it is ninjs, say so')
    return records
