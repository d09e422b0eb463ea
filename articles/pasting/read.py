"""Pasted text -> what is proposed of it, and what was taken out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from articles.text import clean_text, fold, paragraphs

from . import head
from .dates import DAY, PrintedDate
from .language import language_of
from .origin import KnownSource, date_in, is_title_of, source_at, title_in

HEAD = 10  # so many lines from the top are looked at
LINE_OF_PROSE = 120  # characters; shorter lines on the average were broken by hand


class Taken(NamedTuple):
    """A line of what was pasted that the text does not hold any more, and what it became."""

    number: int
    line: str
    became: str


class DateHere(NamedTuple):
    date: PrintedDate
    where: str


@dataclass
class Pasted:
    """What is proposed of an article; empty where nothing was found."""

    text: str = ""
    headline: str = ""
    byline: str = ""
    dateline: str = ""
    source: KnownSource | None = None
    language: str = "und"
    dates: list[DateHere] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_pasted(text: str, address: str = "", sources: Sequence[KnownSource] = ()) -> Pasted:
    lines = clean_text(text).split("\n")
    pasted = Pasted()
    reader = _Head(lines, address, sources, pasted)
    reader.read()
    left = [line for number, line in enumerate(lines, start=1) if number not in reader.gone]
    pasted.text = clean_text("\n".join(left))
    pasted.dateline = head.dateline(pasted.text)
    pasted.language = language_of(pasted.text)
    pasted.source = source_at(address, sources) or reader.source
    pasted.dates = _candidates(reader.dates, reader.updates, date_in(address))
    if not pasted.headline and title_in(address):
        pasted.headline = title_in(address)
        pasted.notices.append("The headline is from the address: the text begins without one.")
    _divide(pasted)
    pasted.notices += _torn(pasted.text)
    return pasted


class _Head:
    """One walk over the first lines; each fills a field and goes, or stays in the text."""

    def __init__(
        self, lines: list[str], address: str, sources: Iterable[KnownSource], pasted: Pasted
    ) -> None:
        self.lines, self.address, self.pasted = lines, address, pasted
        self.named = {fold(source.name): source for source in sources}
        self.source: KnownSource | None = None
        self.dates: list[DateHere] = []
        self.updates: list[DateHere] = []
        self.is_in_text = False  # whether a line has been left there

    @property
    def gone(self) -> set[int]:
        return {taken.number for taken in self.pasted.taken}

    def read(self) -> None:
        written = [(number, line) for number, line in enumerate(self.lines, 1) if line.strip()]
        for number, line in written[:HEAD]:
            words = head.undecorated(line)
            is_last = len(self.gone) + 1 == len(written)
            is_prose = len(words) > head.LONGEST and not head.is_heading(line)
            became = "" if is_last or is_prose else self._take(number, line, words)
            if became:
                self.pasted.taken.append(Taken(number, line, became))
            else:
                self.is_in_text = True
                self._note(number, words, head.dates_at_beginning(words))
            if is_prose:
                break

    def _take(self, number: int, line: str, words: str) -> str:
        """What the line became; empty where it stays."""
        if dated := head.date_line(words):
            self._note(number, words, dated.dates, dated.is_update)
            return "date"
        if not self.pasted.byline and (by := head.byline(words)):
            self.pasted.byline = by.name
            self._note(number, words, by.dates)
            return "byline and date" if by.dates else "byline"
        if self.source is None and fold(words) in self.named:
            self.source = self.named[fold(words)]
            return "source"
        if not self.pasted.headline and self._is_headline(line, words):
            self.pasted.headline = words
            return "headline"
        return ""

    def _is_headline(self, line: str, words: str) -> bool:
        if title_in(self.address):
            return is_title_of(words, self.address)
        return head.is_headline(line) and not self.is_in_text

    def _note(
        self, number: int, words: str, dates: Iterable[head.FoundDate], is_update: bool = False
    ) -> None:
        for found in dates:
            where = f"line {number}: “{words[found.start : found.end]}”"
            here = [DateHere(date, where) for date in found.readings]
            (self.updates if is_update else self.dates).extend(here)


def _candidates(
    printed: list[DateHere], updates: list[DateHere], of_address: PrintedDate | None
) -> list[DateHere]:
    """Each date once, with all the places that say it. A month goes where a day of it is known."""
    from_address = [DateHere(of_address, "the address")] if of_address else []
    every = [*printed, *from_address] or updates
    wheres: dict[PrintedDate, list[str]] = {}
    for date, where in every:
        wheres.setdefault(date, []).append(where)
    days = {(date.day.year, date.day.month) for date in wheres if date.precision == DAY}
    return [
        DateHere(date, ", ".join(dict.fromkeys(places)))
        for date, places in wheres.items()
        if date.precision == DAY or (date.day.year, date.day.month) not in days
    ]


def _divide(pasted: Pasted) -> None:
    """Lines that are paragraphs, but have no blank line between them."""
    lines = pasted.text.split("\n")
    if len(lines) > 1 and "\n\n" not in pasted.text:
        if len(pasted.text) / len(lines) >= LINE_OF_PROSE:
            pasted.text = "\n\n".join(lines)
            pasted.notices.append(
                f"No blank line divided the text: its {len(lines)} lines are paragraphs now."
            )
        else:
            pasted.notices.append(
                f"No blank line divides the text: its {len(lines)} lines are one paragraph."
            )


def _torn(text: str) -> Iterator[str]:
    """Paragraphs that end within a sentence, as copies from paper and PDF have them."""
    found = paragraphs(text)
    for one, following in pairwise(found):
        if one.text[-1].isalnum() and following.text[0].islower():
            yield (
                f"A sentence seems torn between paragraphs {one.number} and {following.number}: "
                f"“…{one.text[-30:]}” / “{following.text[:30]}…”"
            )
