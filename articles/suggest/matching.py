"""Where names stand in a text: the longest at each place, on whole words, in their case.

Linear in the text: at each word as many look-ups as there are lengths of names that begin with it,
however many names there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .names import WORD, Name, case_fits, key_of
from .word_lists import PARTICLES

_BLANKS = re.compile(r"\s+")
_QUOTES_AND_DASHES = str.maketrans("‘’ʼ‐‑–", "'''---")
_JOINTS = {" ", "-", " - "}  # Al-Assad, Al Assad
_NO_NAME_BEFORE = re.compile(r"\.[a-z]|@| ?\$")  # turkey.example, turkey@, US$


class Word(NamedTuple):
    start: int
    end: int
    written: str
    key: str


@dataclass(frozen=True)
class Match:
    """Words of a text, and the names that they may be; `text[start:end]`, in code points."""

    start: int
    end: int
    names: tuple[Name, ...]


class _Pattern(NamedTuple):
    """A name as words with what stands between, before and after them."""

    name: Name
    words: tuple[str, ...]
    between: tuple[str, ...]
    before: str
    after: str

    def end_in(self, text: str, words: list[Word]) -> int | None:
        """Where the name ends if these words of the text are it."""
        if not all(map(case_fits, (word.written for word in words), self.words)):
            return None
        gaps = (text[one.end : next_one.start] for one, next_one in pairwise(words))
        if not all(map(_gap_fits, gaps, self.between)):
            return None
        start, end = words[0].start, words[-1].end
        if self.before and not text.endswith(self.before, 0, start):
            return None
        if text.startswith(self.after, end):
            return end + len(self.after)
        return end if self.after == "." else None


class Matcher:
    def __init__(self, names: Iterable[Name]) -> None:
        self._patterns: dict[tuple[str, ...], list[_Pattern]] = {}
        lengths: dict[str, set[int]] = {}
        for name in names:
            for written in name.as_written():
                keys, pattern = _read(written)
                if keys:
                    self._patterns.setdefault(keys, []).append(pattern)
                    lengths.setdefault(keys[0], set()).add(len(keys))
        self._lengths = {key: sorted(found, reverse=True) for key, found in lengths.items()}

    def find(self, text: str) -> Iterator[Match]:
        """In reading order. Only a name that describes has names inside it: see `describes`."""
        words = [Word(*one.span(), one[0], key_of(one[0])) for one in WORD.finditer(text)]
        place = 0
        while place < len(words):
            step = 1
            for length, match in self._at(text, words, place):
                yield match
                if not describes(text[match.start : match.end]):
                    step = length
                    break
            place += step

    def _at(self, text: str, words: list[Word], place: int) -> Iterator[tuple[int, Match]]:
        """The names that begin with this word, the longest first, with their number of words."""
        for length in self._lengths.get(words[place].key, ()):
            some = words[place : place + length]
            patterns = self._patterns.get(tuple(word.key for word in some), ())
            if patterns and (match := _match(text, some, patterns)):
                yield length, match


def describes(words: str) -> bool:
    """Whether a name has small words, as “Syrian rebels”: then Syria is named in it, too."""
    found = WORD.findall(words)
    return len(found) > 1 and any(
        len(word) > 1 and word.islower() and word not in PARTICLES for word in found
    )


def _read(name: Name) -> tuple[tuple[str, ...], _Pattern]:
    found = list(WORD.finditer(name.words))
    words = tuple(one[0] for one in found)
    if not words:
        return (), _Pattern(name, (), (), "", "")
    between = tuple(
        _straight(name.words[one.end() : next_one.start()]) for one, next_one in pairwise(found)
    )
    edges = name.words[: found[0].start()], name.words[found[-1].end() :]
    return tuple(map(key_of, words)), _Pattern(name, words, between, *edges)


def _match(text: str, words: list[Word], patterns: Iterable[_Pattern]) -> Match | None:
    start = words[0].start
    if (text[start - 1 : start] in ("@", "/") and start) or _is_shouted(text, words):
        return None
    ends = [(pattern.end_in(text, words), pattern.name) for pattern in patterns]
    longest = max((end for end, _ in ends if end is not None), default=None)
    if longest is None or not _is_border(text, longest):
        return None
    names = {name.entity: name for end, name in reversed(ends) if end is not None}
    return Match(start, longest, tuple(names[entity] for entity in sorted(names)))


def _gap_fits(gap: str, expected: str) -> bool:
    if gap == expected:
        return True
    if "\n\n" in gap:
        return False
    gap = _straight(gap)
    return gap == expected or (gap in _JOINTS and expected in _JOINTS | {", "})


def _straight(gap: str) -> str:
    return _BLANKS.sub(" ", gap).translate(_QUOTES_AND_DASHES)


def _is_border(text: str, end: int) -> bool:
    """A mark on the last letter makes another letter; US$ is money."""
    after = text[end : end + 2]
    return not (
        after and (unicodedata.category(after[0]).startswith("M") or _NO_NAME_BEFORE.match(after))
    )


def _is_shouted(text: str, words: list[Word]) -> bool:
    """Whether an abbreviation stands in a line of capitals, where US may be us."""
    if not all(word.written.isupper() and len(word.written) < 4 for word in words):
        return False
    first = text.rfind("\n", 0, words[0].start) + 1
    last = text.find("\n", words[-1].end)
    line = text[first : last if last >= 0 else len(text)]
    return line.isupper() and len(WORD.findall(line)) > len(words) + 1
