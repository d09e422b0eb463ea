"""Where a quote occurs in a text. Pure; offsets are code points.

find_spans(text, "Assad's rule", prefix="end to ")    # the places, the best first
unique_best(text, "Turkey")                           # the one place, or None
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from .alignment import straighten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .alignment import Span

PLACES_MAX = 2000


def find_spans(text: str, exact: str, prefix: str = "", suffix: str = "") -> list[Span]:
    """Where the words are, the place with the best context first.

    Quote marks, dashes and white space may differ. No parts of words where whole words are found;
    at most 2,000 places are looked at.
    """
    places = Haystack(text).places(exact, prefix, suffix)
    return [place.span for place in places if place.whole or not places[0].whole]


def unique_best(text: str, exact: str, prefix: str = "", suffix: str = "") -> Span | None:
    """The place of the words, if one fits the context better than all others."""
    places = Haystack(text).places(exact, prefix, suffix)
    if not places or (len(places) > 1 and places[0].rank == places[1].rank):
        return None
    return places[0].span


class Place(NamedTuple):
    span: Span
    whole: bool  # does not begin or end within a word where the quote did not
    context: int  # characters of the context that are there too

    @property
    def rank(self) -> tuple[bool, int]:
        return self.whole, self.context


class Haystack:
    """A text with straight quote marks and single spaces, in which quotes are looked for."""

    def __init__(self, text: str) -> None:
        plain = straighten(text)
        self._offsets = [match.start() for match in re.finditer(r"[^ ]|(?<! ) ", plain)]
        self._text = "".join(plain[offset] for offset in self._offsets)
        self._known: dict[tuple[str, str, str], list[Place]] = {}

    def places(self, exact: str, prefix: str, suffix: str) -> list[Place]:
        """The occurrences of a quote, the one that fits its context best first."""
        quote = exact, prefix, suffix
        if quote not in self._known:
            found = islice(self._occurrences(*map(squeeze, quote)), PLACES_MAX)
            self._known[quote] = sorted(found, key=lambda place: place.rank, reverse=True)
        return self._known[quote]

    def _occurrences(self, exact: str, prefix: str, suffix: str) -> Iterator[Place]:
        words = exact.strip()
        cut = _is_inside_word(prefix[-1:] + exact[:1]), _is_inside_word(exact[-1:] + suffix[:1])
        before = prefix[::-1]
        start = self._text.find(words) if words else -1
        while start >= 0:
            end = start + len(words)
            left = self._text[max(0, start - len(before)) : start]
            right = self._text[end : end + len(suffix)]
            context = _shared_beginning(before, left[::-1]) + _shared_beginning(suffix, right)
            borders = self._is_cut(start), self._is_cut(end)
            span = self._offsets[start], self._offsets[end - 1] + 1
            yield Place(span, borders == cut, context)
            start = self._text.find(words, start + 1)

    def _is_cut(self, border: int) -> bool:
        return border > 0 and _is_inside_word(self._text[border - 1 : border + 1])


def _is_inside_word(letters: str) -> bool:
    return len(letters) == 2 and all(letter.isalnum() or letter == "_" for letter in letters)


def _shared_beginning(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def squeeze(text: str) -> str:
    """Straight quote marks, single spaces."""
    return re.sub(" +", " ", straighten(text))
