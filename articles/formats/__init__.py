"""Formats in which articles come and go: a module each, with `read` or `write` or both.

    format_of("wikinews.jsonl", to="read").read(stream)   # yields a Draft or Fault an article
    format_named("ris", to="write").write(records, here)  # yields bytes

To add one, write a module beside this file and put it in `FORMATS`. It has

- `NAME`, as in `--format NAME`; `SUFFIXES` of its files, the first of which is also that of its
  addresses (`/articles.ris?country=TR`, `/articles/2012/12/01/<slug>.ris`); `MEDIA_TYPE`, as
  browsers are told; `LABEL`, as a link to it is called, if it writes;
- `read(stream: BinaryIO) -> Iterator[Read]`: drafts that hold records in the shape of
  `serialize.article_record`, as much of it as the format knows (headline and text are enough);
  faults; and what is left out. It checks only what is the format's own; `ingest` checks the rest. A
  fault never stops the others, and nothing is read ahead: files may be larger than the memory;
- `write(records: Iterable[dict], here: Here) -> Iterator[bytes]`: the same bytes for the same
  records. They are those of `serialize.article_summary`, or with `IS_WHOLE = True` those of
  `article_record`; `here` says in which archive they are.

Its test is one round trip in `tests/test_formats.py`, if it has both.
"""

from __future__ import annotations

from types import ModuleType

from . import (
    bibtex,
    csl_json,
    csv_table,
    feed,
    html_page,
    json_feed,
    json_list,
    jsonl,
    jsonld,
    mentions,
    ninjs,
    plain_text,
    ris,
    statements,
    warc,
    web_annotation,
)
from .draft import Draft, Fault, LeftOut, Read
from .here import Here

FORMATS: list[ModuleType] = [
    jsonl,
    json_list,
    csv_table,
    ris,
    bibtex,
    csl_json,
    jsonld,
    ninjs,
    plain_text,
    html_page,
    feed,
    warc,
    json_feed,
    mentions,
    statements,
    web_annotation,
]


# By its suffix: in what else each list and each article is to be had. A list as CSV or as a feed
# says more of the list than its articles do, and has a view of its own.
RENDERINGS: dict[str, ModuleType] = {
    format_.SUFFIXES[0]: format_
    for format_ in FORMATS
    if hasattr(format_, "write") and format_ not in (csv_table, json_feed)
}


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
    name = file.lower().rpartition("/")[2]
    if "." not in name.strip("."):
        return jsonl
    # Of two that fit, such as .csl.json and .json, the longer says more.
    fitting = [
        (len(suffix), format_)
        for format_ in FORMATS
        for suffix in format_.SUFFIXES
        if hasattr(format_, to) and name.endswith(suffix)
    ]
    if not fitting:
        suffix = name.rpartition(".")[2]
        raise UnknownFormat(f"No format to {to} ends in .{suffix}: say which with --format.")
    return max(fitting, key=lambda one: one[0])[1]


def is_whole(format_: ModuleType) -> bool:
    """Whether it writes annotations, statements and revisions, too."""
    return getattr(format_, "IS_WHOLE", False)


__all__ = [
    "FORMATS",
    "RENDERINGS",
    "Draft",
    "Fault",
    "Here",
    "LeftOut",
    "Read",
    "UnknownFormat",
    "format_named",
    "format_of",
    "is_whole",
]
