"""Dates as newspapers print them, by strict patterns. What has two readings gets both.

find_dates("Saturday, Dec. 1, 2012")     # one date, one reading
find_dates("01/02/2012")                 # one date, two readings: 2 January and 1 February
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

DAY, MONTH = "day", "month"

# One line a language: English, German, French, Spanish, Italian, Portuguese, Russian, Turkish.
_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "jan feb mar apr may jun jul aug sept oct nov dec",
)
MONTHS = {word: number for line in _MONTHS for number, word in enumerate(line.split(), start=1)} | {
    "sep": 9
}

_NAMES = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY, _YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<year>[12][0-9]{3})"
_MONTH = rf"(?P<name>{_NAMES})"
_PATTERNS = [
    re.compile(rf"(?<!\w)(?<![-/.]){pattern}(?!\w)(?![-/.][0-9])", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark){_DAY}",
        rf"{_YEAR}年(?P<month>[0-9]{{1,2}})月{_DAY}日",
        rf"{_DAY}(?:st|nd|rd|th|er|º|\.)?\s(?:de\s)?{_MONTH}\b\.?,?\s(?:de\s)?{_YEAR}",
        rf"{_MONTH}\b\.?\s{_DAY}(?:st|nd|rd|th)?,?\s{_YEAR}",
        rf"(?P<one>[0-9]{{1,2}})(?P<mark>[-/.])(?P<two>[0-9]{{1,2}})(?P=mark){_YEAR}",
        rf"(?<![0-9]\s){_MONTH}\b\.?,?\s(?:de\s)?{_YEAR}",
    )
]


class PrintedDate(NamedTuple):
    """`day` is the first day of what is known: a day or a month."""

    day: datetime.date
    precision: str


class FoundDate(NamedTuple):
    """`words[start:end]` of a line, and what they can mean: one reading, or two."""

    start: int
    end: int
    readings: tuple[PrintedDate, ...]


def find_dates(line: str) -> list[FoundDate]:
    """The dates in a line, in their order. None overlaps another."""
    found: list[FoundDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(line):
            start, end = match.span()
            readings = tuple(dict.fromkeys(_readings(match.groupdict())))
            if readings and not any(one.start < end and start < one.end for one in found):
                found.append(FoundDate(start, end, readings))
    return sorted(found)


def _readings(parts: dict[str, str]) -> Iterator[PrintedDate]:
    year = int(parts["year"])
    if "one" in parts:
        one, two = int(parts["one"]), int(parts["two"])
        yield from _on(year, two, one)
        yield from _on(year, one, two)
        return
    month = MONTHS[parts["name"].lower()] if "name" in parts else int(parts["month"])
    if "day" in parts:
        yield from _on(year, month, int(parts["day"]))
    else:
        yield PrintedDate(datetime.date(year, month, 1), MONTH)


def _on(year: int, month: int, day: int) -> Iterator[PrintedDate]:
    try:
        yield PrintedDate(datetime.date(year, month, day), DAY)
    except ValueError:
        return  # no day of the calendar
