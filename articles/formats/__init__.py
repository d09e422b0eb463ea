"""Formats in which articles come and go: a module each, with `read` or `write` or both.

    format_of("wikinews.jsonl", to="read").read(stream)   # yields a Draft or Fault an article
    format_named("jsonl", to="write").write(records)      # yields bytes

To add one, write a module beside this file and put it in `FORMATS`. It has

- `NAME`, as in `--format NAME`; `SUFFIXES` of its files; `MEDIA_TYPE`, as browsers are told;
- `read(stream: BinaryIO) -> Iterator[Draft | Fault]`: records in the shape of
  `serialize.article_record`, as much of it as the format knows (headline and text are enough). It
  checks only what is the format's own; `ingest` checks the rest. A fault never stops the others,
  and nothing is read ahead: files may be larger than the memory;
- `write(records: Iterable[dict]) -> Iterator[bytes]`: the same bytes for the same records.

Its test is one round trip in `tests/test_formats.py`, if it has both.
"""

from __future__ import annotations

from pathlib import PurePath
from types import ModuleType

from . import json_list, jsonl
from .draft import Draft, Fault

FORMATS: list[ModuleType] = [jsonl, json_list]


class UnknownFormat(ValueError):
    pass


def format_named(name: str, *, to: str) -> ModuleType:
    """The format of this name that can `to` = "read" or "write"."""
    able = {format_.NAME: format_ for format_ in FORMATS if hasattr(format_, to)}
    if name not in able:
        raise UnknownFormat(f"“{name}” is not a format to {to}. There are: {', '.join(able)}.")
    return able[name]


def format_of(file: str, *, to: str) -> ModuleType:
    """The format that a file's name says; JSON Lines where it says nothing."""
    suffix = PurePath(file).suffix.lower()
    if not suffix:
        return jsonl
    for format_ in FORMATS:
        if suffix in format_.SUFFIXES and hasattr(format_, to):
            return format_
    raise UnknownFormat(f"No format to {to} ends in {suffix}: say which with --format.")


__all__ = ["FORMATS", "Draft", "Fault", "UnknownFormat", "format_named", "format_of"]
