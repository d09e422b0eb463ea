"""A page of the log: what was done, newest first, as far as a reader may know it.

Pages go by number of change, not by count: `?before=120` shows what came before change 120. So no
page moves when a change is added, and none is slower than the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from articles.models import Change
from articles.pages.plain_words import describe, known_in, who

PER_PAGE = 50
PHRASES = 8
LARGEST = 2**63 - 1


class Line(NamedTuple):
    """`phrases` say what was done; `more` are left out."""

    change: Change
    who: str
    phrases: list[str]
    more: int


@dataclass(frozen=True)
class LogPage:
    before: int | None = None
    per_page: int = PER_PAGE

    @classmethod
    def read(cls, options: Mapping[str, str]) -> LogPage:
        """What is not the number of a change is left out."""
        given = options.get("before", "")[:20]
        is_number = given.isascii() and given.isdigit() and 0 < int(given) <= LARGEST
        return cls(int(given) if is_number else None)

    @cached_property
    def _changes(self) -> list[Change]:
        """Those of the page, and one more if there is one."""
        changes = Change.objects.public().newest().for_reading()
        if self.before:
            changes = changes.filter(number__lt=self.before)
        return list(changes[: self.per_page + 1])

    @cached_property
    def lines(self) -> list[Line]:
        changes = self._changes[: self.per_page]
        known = known_in(changes)
        lines = []
        for change in changes:
            phrases = describe(change, known)
            more = max(0, len(phrases) - PHRASES)
            lines.append(Line(change, who(change.by), phrases[:PHRASES], more))
        return lines

    @property
    def next_before(self) -> int | None:
        """Where the next page begins; None on the last one."""
        return (
            self._changes[self.per_page - 1].number if len(self._changes) > self.per_page else None
        )
