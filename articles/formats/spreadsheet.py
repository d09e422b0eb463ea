"""Rows of cells as CSV (RFC 4180), of which no spreadsheet takes a cell for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

MEDIA_TYPE = "text/csv; charset=utf-8"
# What a spreadsheet would run, the wide signs of Chinese and Japanese keyboards included. One that
# has an apostrophe already gets another: each comes back as it was.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_MADE_INERT = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


class _Line:
    """Takes what the writer writes and hands it back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """One after the other: nothing is read ahead. An apostrophe makes a formula a text."""
    writer = csv.writer(_Line())
    for row in rows:
        line: str = writer.writerow([inert(cell) for cell in row])  # type: ignore[assignment]
        yield line


def cells(*values: str | int | None) -> tuple[str, ...]:
    """A row of what may be missing."""
    return tuple("" if value is None else str(value) for value in values)


def inert(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """What was made inert, as it was before."""
    return cell[1:] if _MADE_INERT.match(cell) else cell
