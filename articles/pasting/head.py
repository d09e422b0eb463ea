"""The lines above a text: headline, byline, date, source. Each is taken whole or left."""

from __future__ import annotations

import re
from typing import NamedTuple

from articles.text import HEADLINE_MAX, LINE_MAX

from .dates import FoundDate, find_dates

LONGEST = 200  # a longer line is a paragraph

_HEADING = re.compile(r"#{1,6}\s+")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_TIME = r"(?:at\s)?[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?\s*(?:[ap]\.?m\.?)?"
_ZONE = r"(?:GMT|UTC|BST|CET|CEST|MSK|EST|EDT|ET|PST|PDT)(?:[+-][0-9:]{1,5})?"
_LABEL = r"(?:(?:first\s)?published|posted|date|on|last\s(?:updated|modified)|updated|modified):?"
_NOT_NEWS = re.compile(rf"(?:{_WEEKDAY}|{_TIME}|{_ZONE}|{_LABEL}|[\s,;|·•–—-])*", re.IGNORECASE)
_ONLY_WEEKDAY = re.compile(rf"{_WEEKDAY},?\s", re.IGNORECASE)
_UPDATED = re.compile(r"updated|modified", re.IGNORECASE)
_BYLINE = re.compile(r"(?:written\s)?by:?\s+(?=[^\W\d_])", re.IGNORECASE)
_ENDS = re.compile(r"^[\s,;|·•–—-]+|[\s,;|·•–—-]+$")
_OF_A_SENTENCE = (".", ",", ";", ":", "…")
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_a-zа-я][^\W\d_a-zа-я.'’-]*(?:[ ,]+[^\W\d_][\w.'’-]*){0,5}?)"
    r"(?:,\s[A-Z][a-z]{2,8}\.?\s[0-9]{1,2})?"
    r"(?:\s\([^)\n]{1,40}\))?\s?(?:—|–|--|\s-)\s"
)


class DateLine(NamedTuple):
    dates: list[FoundDate]
    is_update: bool


class Byline(NamedTuple):
    name: str
    dates: list[FoundDate]


def undecorated(line: str) -> str:
    """The words of a line without what only makes them look: Markdown's signs and links."""
    words = _LINK.sub(r"\1", _HEADING.sub("", line.strip()))
    for sign in ("**", "__", "*", "_"):
        if len(words) > 2 * len(sign) and words.startswith(sign) and words.endswith(sign):
            words = words[len(sign) : -len(sign)]
    return " ".join(words.split())


def is_heading(line: str) -> bool:
    return bool(_HEADING.match(line.strip()))


def is_headline(line: str) -> bool:
    words = undecorated(line)
    if not words or len(words) > HEADLINE_MAX:
        return False
    return is_heading(line) or (len(words) <= LONGEST and not words.endswith(_OF_A_SENTENCE))


def date_line(words: str) -> DateLine | None:
    """A line of dates and of nothing else than weekday, time and words such as “Published”."""
    dates = find_dates(words)
    rest = words
    for found in reversed(dates):
        rest = rest[: found.start] + rest[found.end :]
    if not dates or not _NOT_NEWS.fullmatch(rest):
        return None
    return DateLine(dates, bool(_UPDATED.search(rest)))


def dates_at_beginning(words: str) -> list[FoundDate]:
    """The date of “Thursday, May 7, 2015 On Tuesday, …”: run into the text, and left there."""
    first = find_dates(words[:60])[:1]
    return first if first and _ONLY_WEEKDAY.fullmatch(words[: first[0].start]) else []


def byline(words: str) -> Byline | None:
    """“By Jane Doe”, perhaps with a date behind it; not a sentence that begins with “By”."""
    start = _BYLINE.match(words)
    if start is None or len(words) > LINE_MAX:
        return None
    dates = find_dates(words)
    name = words[start.end() : dates[0].start if dates else None]
    rest = words[dates[-1].end :] if dates else ""
    name = _ENDS.sub("", name)
    is_name = bool(name) and name[0].isupper() and not name.endswith(("?", "!", "…"))
    is_sentence = len(name) > 120 or (name.endswith(".") and name.count(" ") > 3)
    if not is_name or is_sentence or not _NOT_NEWS.fullmatch(rest):
        return None
    return Byline(name, dates)


def dateline(paragraph: str) -> str:
    """“ISTANBUL” of a text that begins “ISTANBUL (Reuters) — ”: a place in capitals."""
    match = _DATELINE.match(paragraph[:120])
    if match is None:
        return ""
    place = match["place"].strip(" ,")
    first = re.split(r"[ ,]", place, maxsplit=1)[0]
    return place if len(first) > 1 and first == first.upper() else ""
