"""BibTeX, for LaTeX: an @article with the marks by which biblatex knows a newspaper.

Styles of BibTeX read year and month, those of biblatex the date. The key is the article's slug,
which is its own for good. A byline is one name, never taken apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from .here import NOWHERE, Here, date_parts, known_date, known_language

NAME = "bibtex"
LABEL = "BibTeX"
SUFFIXES = (".bib",)
MEDIA_TYPE = "application/x-bibtex; charset=utf-8"

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# A brace by its name, because BibTeX counts those after a backslash, too.
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        **{sign: f"\\{sign}" for sign in "$&%#_"},
    }
)


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    for record in records:
        lines = [f"  {name} = {value},\n" for name, value in _fields(record, here) if value]
        yield f"@article{{{record['slug']},\n{''.join(lines)}}}\n\n".encode()


def _fields(record: dict[str, Any], here: Here) -> Iterator[tuple[str, str]]:
    year, month, *_ = [*date_parts(record), "", ""]
    # Braces within braces: no style may change its capitals or take a name apart.
    yield "author", _braced(_braced(_escaped(record["byline"])))
    yield "title", _braced(_braced(_escaped(record["headline"])))
    yield "journal", _braced(_escaped(here.source(record)))
    yield "entrysubtype", "{newspaper}"
    yield "year", _braced(year)
    yield "month", MONTHS[int(month) - 1] if month else ""
    yield "date", _braced(known_date(record))
    yield "language", _braced(known_language(record))
    yield "url", _braced(quote(here.address_or_original(record), safe="/:?&=%#+,;@!$'()*[]~"))
    yield "note", _braced(_escaped(here.note(record)))
    yield "keywords", _braced(", ".join(_keyword(one["name"]) for one in record["entities"]))


def _keyword(name: str) -> str:
    return _braced(_escaped(name)) if "," in name else _escaped(name)


def _escaped(words: str) -> str:
    return " ".join(words.split()).translate(ESCAPES)


def _braced(words: str) -> str:
    return words and f"{{{words}}}"
