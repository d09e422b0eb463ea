"""Which words of an old text are which words of a new one. Pure.

Whole paragraphs are matched first, then whole sentences, then words, so that long texts stay
cheap and a new sentence that resembles an old one does not take its words. A paragraph or
sentence that stands once in either text is followed wherever it was moved to.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

# One character for one, so that offsets hold.
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u2039\u203a`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\n\u00a0\u2002\u2003\u2009\u200a\u202f", " "),
    }
)
# Chinese and Japanese do not divide their words: each character is a token.
UNDIVIDED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{UNDIVIDED}]|[^\W{UNDIVIDED}]+|[^\w\s]")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(
    r"(?<![.!?\u2026])[.!?\u2026]+[\"')\]\u2019\u201d]*\s+|[\u3002\uff01\uff1f]|\n"
)

WORD_ALIKE = 0.8
MOVED_MIN = 5  # a shorter paragraph or sentence can be there twice by chance
LIKENESS_MAX = 300  # characters
SMALL = 62_500  # compared pairs up to which the thorough, quadratic comparison is cheap
ROUNDS_MAX = 40
NEIGHBORS = 8
DRIFT_MAX = 3  # words put between two neighbors that still are neighbors

Span = tuple[int, int]
Pair = tuple[int, int]


def straighten(text: str) -> str:
    """The text with plain quote marks, hyphens and spaces, character for character."""
    return text.translate(_TYPOGRAPHY)


def likeness(old: str, new: str) -> float:
    """From 0 to 1: twice the shared characters over all characters.

    Too slow for long strings: of these only equal ones are alike.
    """
    if max(len(old), len(new)) > LIKENESS_MAX:
        return float(old == new)
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def respelled(old: str, new: str) -> bool:
    """Whether a word is the same in another spelling; another number is another word."""
    if old == new:
        return True
    if not (old.isalpha() and new.isalpha()) or min(len(old), len(new)) < 3:
        return False
    if 2 * min(len(old), len(new)) < WORD_ALIKE * (len(old) + len(new)):
        return False
    return likeness(old, new) >= WORD_ALIKE


class Tokens:
    """The words and signs of a text, as they compare, with their places."""

    def __init__(self, text: str) -> None:
        self.plain = straighten(text)
        self.spans: list[Span] = [match.span() for match in _TOKEN.finditer(self.plain)]
        self.keys = [self.plain[start:end] for start, end in self.spans]
        self._starts = [start for start, _ in self.spans]
        self._ends = [end for _, end in self.spans]
        self._text = text
        self._paragraph_starts = {paragraph.start for paragraph in self.paragraphs()}

    def within(self, start: int, end: int) -> range:
        """The tokens that text[start:end] touches."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def paragraphs(self) -> list[range]:
        return self._units(_PARAGRAPH_END, 0, len(self._text))

    def sentences(self, tokens: range) -> list[range]:
        return self._units(_SENTENCE_END, self.spans[tokens[0]][0], self.spans[tokens[-1]][1])

    def neighbors(self, token: int, step: int, across_paragraphs: bool) -> Iterator[int]:
        """The next few tokens on one side."""
        for _ in range(NEIGHBORS):
            if not across_paragraphs and max(token, token + step) in self._paragraph_starts:
                return
            token += step
            if not 0 <= token < len(self.keys):
                return
            yield token

    def key(self, unit: range) -> tuple[str, ...]:
        return tuple(self.keys[unit.start : unit.stop])

    def _units(self, border: re.Pattern[str], start: int, end: int) -> list[range]:
        units = []
        for match in border.finditer(self._text, start, end):
            units.append(self.within(start, match.end()))
            start = match.end()
        units.append(self.within(start, end))
        return [unit for unit in units if unit]


@dataclass(frozen=True)
class _Gap:
    """What two texts have between two matched places: units still to be matched."""

    old: list[range]
    new: list[range]


class Alignment:
    """`match[i]` is the new token that old token i became, or None; `source` the way back."""

    def __init__(self, old_text: str, new_text: str) -> None:
        self.old = Tokens(old_text)
        self.new = Tokens(new_text)
        self.match: list[int | None] = [None] * len(self.old.keys)
        self.source: list[int | None] = [None] * len(self.new.keys)
        gaps = self._match_units([_Gap(self.old.paragraphs(), self.new.paragraphs())])
        sentences = [
            _Gap(
                [sentence for unit in gap.old for sentence in self.old.sentences(unit)],
                [sentence for unit in gap.new for sentence in self.new.sentences(unit)],
            )
            for gap in gaps
        ]
        for gap in self._match_units(sentences):
            self._match_words(gap)

    def same(self, token: int) -> bool:
        """Whether the token is in the new text with its spelling."""
        new = self.match[token]
        return new is not None and self.old.keys[token] == self.new.keys[new]

    def support(self, tokens: range, new_tokens: range) -> float:
        """How much of what stands around some old tokens stands around the new ones.

        Neighbors in other paragraphs count only for what fills a paragraph.
        """
        edges = ((tokens[0], new_tokens[0], -1), (tokens[-1], new_tokens[-1], 1))
        for across_paragraphs in (False, True):
            whole = kept = 0
            for old_edge, new_edge, step in edges:
                for neighbor in self.old.neighbors(old_edge, step, across_paragraphs):
                    size = len(self.old.keys[neighbor])
                    whole += size
                    new = self.match[neighbor]
                    if new is not None and abs(new - new_edge - neighbor + old_edge) <= DRIFT_MAX:
                        kept += size
            if whole:
                return kept / whole
        return 1.0

    def _match_units(self, gaps: list[_Gap]) -> list[_Gap]:
        """Match equal units in order, then moved ones; return what is left between them."""
        left = []
        for gap in gaps:
            old_keys = [self.old.key(unit) for unit in gap.old]
            new_keys = [self.new.key(unit) for unit in gap.new]
            pairs = in_order(old_keys, new_keys)
            for old, new in pairs:
                self._join(gap.old[old], gap.new[new])
            for old_part, new_part in between(pairs, len(old_keys), len(new_keys)):
                left.append(_Gap([*gap.old[old_part]], [*gap.new[new_part]]))
        return self._match_moved(left)

    def _match_moved(self, gaps: list[_Gap]) -> list[_Gap]:
        old_count = Counter(self.old.key(unit) for gap in gaps for unit in gap.old)
        new_units = {self.new.key(unit): unit for gap in gaps for unit in gap.new}
        new_count = Counter(self.new.key(unit) for gap in gaps for unit in gap.new)
        moved: set[range] = set()
        taken: set[range] = set()
        for gap in gaps:
            for unit in gap.old:
                key = self.old.key(unit)
                if len(unit) >= MOVED_MIN and old_count[key] == new_count[key] == 1:
                    self._join(unit, new_units[key])
                    moved.add(unit)
                    taken.add(new_units[key])
        return [
            _Gap(
                [unit for unit in gap.old if unit not in moved],
                [unit for unit in gap.new if unit not in taken],
            )
            for gap in gaps
        ]

    def _match_words(self, gap: _Gap) -> None:
        old = [token for unit in gap.old for token in unit]
        new = [token for unit in gap.new for token in unit]
        pairs = in_order([self.old.keys[i] for i in old], [self.new.keys[i] for i in new])
        for i, j in pairs:
            self._join(range(old[i], old[i] + 1), range(new[j], new[j] + 1))
        for old_part, new_part in between(pairs, len(old), len(new)):
            self._match_respelled(old[old_part], new[new_part])

    def _match_respelled(self, old: list[int], new: list[int]) -> None:
        if len(old) * len(new) > NEIGHBORS**3:
            return
        position = 0
        for token in old:
            for index in range(position, len(new)):
                if respelled(self.old.keys[token], self.new.keys[new[index]]):
                    self._join(range(token, token + 1), range(new[index], new[index] + 1))
                    position = index + 1
                    break

    def _join(self, old: range, new: range) -> None:
        self.match[old.start : old.stop] = new
        self.source[new.start : new.stop] = old


def between(pairs: list[Pair], old_length: int, new_length: int) -> list[tuple[slice, slice]]:
    """The unmatched stretches around pairs that are in order."""
    gaps = []
    old_start = new_start = 0
    for old, new in [*pairs, (old_length, new_length)]:
        if old > old_start or new > new_start:
            gaps.append((slice(old_start, old), slice(new_start, new)))
        old_start, new_start = old + 1, new + 1
    return gaps


def in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pairs of equal items, increasing on both sides.

    Small lists are compared by their longest common runs. In long ones the items that occur
    once on either side are matched first (patience diff), then what stands between them.
    """
    pairs: list[Pair] = []
    stack = [(0, len(old), 0, len(new), 0)]
    while stack:
        old_start, old_end, new_start, new_end, rounds = stack.pop()
        size = (old_end - old_start) * (new_end - new_start)
        if not size:
            continue
        if size <= SMALL:
            found = _longest_runs(old[old_start:old_end], new[new_start:new_end])
            pairs += [(old_start + i, new_start + j) for i, j in found]
            continue
        found = _unique(old, new, old_start, old_end, new_start, new_end)
        if not found or rounds > ROUNDS_MAX:
            pairs += _common_ends(old, new, old_start, old_end, new_start, new_end)
            continue
        pairs += found
        for i, j in [*found, (old_end, new_end)]:
            stack.append((old_start, i, new_start, j, rounds + 1))
            old_start, new_start = i + 1, j + 1
    return sorted(pairs)


def _longest_runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (block.a + step, block.b + step)
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]


def _unique(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    old_start: int,
    old_end: int,
    new_start: int,
    new_end: int,
) -> list[Pair]:
    """The longest increasing chain of the items that occur once on either side."""
    old_count = Counter(old[old_start:old_end])
    new_count = Counter(new[new_start:new_end])
    new_place = {new[j]: j for j in range(new_start, new_end)}
    candidates = [
        (i, new_place[old[i]])
        for i in range(old_start, old_end)
        if old_count[old[i]] == 1 == new_count[old[i]]
    ]
    tails: list[int] = []  # the least new index in which a chain of each length ends
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(candidates):
        length = bisect_left(tails, j)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [index]
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(candidates[index])
        index = before[index]
    return chain[::-1]


def _common_ends(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    old_start: int,
    old_end: int,
    new_start: int,
    new_end: int,
) -> list[Pair]:
    pairs = []
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        pairs.append((old_start, new_start))
        old_start, new_start = old_start + 1, new_start + 1
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
        pairs.append((old_end, new_end))
    return pairs
