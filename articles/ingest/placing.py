"""Where an imported annotation stands: on its own words, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from articles import anchors, quotes
from articles.text import QUOTE_MAX, OffsetMap, clean_line, clean_quote, clean_text_with_map

from .values import Refused


@dataclass(frozen=True)
class Placed:
    """A place in the cleaned words; `start` and `end` are None for an orphan."""

    start: int | None
    end: int | None
    exact: str
    prefix: str
    suffix: str
    warning: str = ""


class Words:
    """The headline or the text of a record, as it came and as the archive keeps it."""

    def __init__(self, raw: str, *, of_one_line: bool) -> None:
        self.raw = raw
        self.of_one_line = of_one_line

    @cached_property
    def _cleaned(self) -> tuple[str, OffsetMap | None]:
        if self.of_one_line:
            return clean_line(self.raw), None
        return clean_text_with_map(self.raw)

    @property
    def clean(self) -> str:
        return self._cleaned[0]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The cleaned place of a raw span; None where no map says it."""
        offsets = self._cleaned[1]
        if self.raw == self.clean:
            return start, end
        return offsets.span(start, end) if offsets else None

    def place(self, row: dict[str, Any]) -> Placed:
        """Raises Refused if the row gives neither offsets nor words."""
        start, end, exact = row.get("start"), row.get("end"), row.get("exact", "")
        if row.get("orphaned"):
            if not exact:
                raise Refused("is orphaned and has no exact words")
            return self._orphan(row, exact, "")
        if start is None or end is None:
            if not exact:
                raise Refused("has neither start and end nor exact words")
            return self._found(row, exact, "")
        if start < end <= len(self.raw):
            span = self.span(start, end)
            if span and exact in ("", self.raw[start:end], self.clean[slice(*span)]):
                return self._placed(*span)
            exact = exact or clean_quote(self.raw[start:end])
        if not exact:
            raise Refused(f"has no words from {start} to {end}")
        return self._found(row, exact, f"“{exact[:60]}” does not stand from {start} to {end}")

    def _found(self, row: dict[str, Any], exact: str, warning: str) -> Placed:
        """By its words, where they stand in only one place that fits best."""
        span = quotes.unique_best(
            self.clean, exact, row.get("prefix") or "", row.get("suffix") or ""
        )
        if span is None:
            warning = warning or f"“{exact[:60]}” is not in the {self._name}, or more than once"
            return self._orphan(row, exact, f"{warning}: imported as an orphan")
        return self._placed(*span, warning and f"{warning}: found from {span[0]} to {span[1]}")

    def _placed(self, start: int, end: int, warning: str = "") -> Placed:
        if end - start > QUOTE_MAX:
            raise Refused(f"marks more than {QUOTE_MAX:,} characters")
        return Placed(start, end, *anchors.describe(self.clean, start, end), warning)

    def _orphan(self, row: dict[str, Any], exact: str, warning: str) -> Placed:
        prefix, suffix = row.get("prefix") or "", row.get("suffix") or ""
        context = anchors.CONTEXT
        return Placed(None, None, exact, prefix[-context:], suffix[:context], warning)

    @property
    def _name(self) -> str:
        return "headline" if self.of_one_line else "text"
