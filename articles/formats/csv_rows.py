"""Rows of CSV as strangers write them, each by itself: a quote that nobody closes costs its own
row, not the thousand behind it.

    for row in rows(stream):
        row.line, row.cells     # where it begins, and its cells; the first are the heading
        row.fault               # or why it has none

Python's reader would take everything up to the next quote, wherever that is, for one cell. Here a
row is as many lines as hold an even number of quotes, and has to be as RFC 4180 has it. If it is
not, the lines behind its first are rows again if every one of them is one; else they are lost with
it, and the fault says so.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

ROW_MAX = 16 * 1024 * 1024  # bytes: a text of 1,000,000 characters, and room
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BLANK = ("",)


@dataclass(frozen=True)
class Row:
    line: int
    cells: tuple[str, ...] = ()
    fault: str = ""


def rows(stream: BinaryIO) -> Iterator[Row]:
    lines = _Lines(stream)
    heading = lines.next()
    if heading.startswith(_UTF_16):
        yield Row(1, fault="the file is UTF-16: save it as UTF-8")
    elif heading:
        lines.put_back([heading])
        divider = max(",;\t", key=lambda sign: heading.count(sign.encode()))
        yield from _Rows(lines, divider).read()


class _Lines:
    """Lines by number, some of which can be put back."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.number = 0
        self.again: list[bytes] = []

    def next(self) -> bytes:
        line = self.again.pop() if self.again else self._read()
        self.number += bool(line)
        return line

    def _read(self) -> bytes:
        line = rest = self.stream.readline(ROW_MAX + 2)
        while len(rest) > ROW_MAX and not rest.endswith(b"\n"):  # not held, and counted once
            rest = self.stream.readline(ROW_MAX + 2)
        return line if self.number else line.removeprefix(codecs.BOM_UTF8)

    def put_back(self, lines: list[bytes]) -> None:
        self.number -= len(lines)
        self.again += reversed(lines)


class _Rows:
    def __init__(self, lines: _Lines, divider: str) -> None:
        self.lines = lines
        self.cell = re.compile(rf'(?:"([^"]*(?:""[^"]*)*)"|([^"{divider}]*))(?={divider}|\Z)')
        self.width = 0

    def read(self) -> Iterator[Row]:
        while taken := self._lines_of_one():
            number = self.lines.number - len(taken) + 1
            row = self._row(number, b"".join(taken))
            self.width = self.width or len(row.cells)
            if row.fault and len(taken) > 1:
                yield from self._without_the_first(row, taken[1:])
            elif row.cells != _BLANK:
                yield row

    def _lines_of_one(self) -> list[bytes]:
        taken: list[bytes] = []
        size, is_open = 0, False
        while (is_open or not taken) and size <= ROW_MAX and (line := self.lines.next()):
            taken.append(line)
            size += len(line)
            is_open ^= line.count(b'"') % 2 == 1
        return taken

    def _row(self, number: int, raw: bytes) -> Row:
        if len(raw) > ROW_MAX:
            return Row(number, fault=f"the row is longer than {ROW_MAX:,} bytes")
        try:
            text = raw.decode().removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError as error:
            return Row(number, fault=f"the row is not UTF-8: byte 0x{raw[error.start]:02X}")
        cells = self._cells(text)
        if cells is None:
            return Row(number, fault="a quote is not closed, or stands within a cell")
        if self.width not in (0, len(cells)) and cells != _BLANK:
            fault = f"the row has {len(cells)} cells, and the heading {self.width}"
            return Row(number, fault=fault)
        return Row(number, cells)

    def _cells(self, text: str) -> tuple[str, ...] | None:
        cells, end = [], -1
        while end < len(text):
            cell = self.cell.match(text, end + 1)
            if cell is None:
                return None
            quoted, plain = cell.groups()
            cells.append(plain if quoted is None else quoted.replace('""', '"'))
            end = cell.end()
        return tuple(cells)

    def _without_the_first(self, row: Row, lines: list[bytes]) -> Iterator[Row]:
        """Its fault, and the rows that the lines behind its first make by themselves."""
        if self._begins_another(lines[-1]):
            self.lines.put_back([lines.pop()])
        found = [self._row(number, line) for number, line in enumerate(lines, row.line + 1)]
        if any(one.fault for one in found):
            end = row.line + len(lines)
            yield Row(row.line, fault=f"{row.fault}; nothing is read up to line {end}")
        else:
            yield row
            yield from (one for one in found if one.cells != _BLANK)

    def _begins_another(self, line: bytes) -> bool:
        """Whether its last quote opens a cell, and so closed nothing but by mistake."""
        is_odd = line.count(b'"') % 2 == 1
        return is_odd and self._cells(line.decode(errors="replace") + '"') is not None
