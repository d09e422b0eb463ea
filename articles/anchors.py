"""Carry anchors over an edit. Pure.

    carried, orphans = carry(old_text, new_text, anchors)

An anchor belongs to words, not to a place. It goes where its words went, if what stands there
is at least .8 alike; else to the one best place of its quote in its context, never onto words
that were others before; else it is an orphan, for an editor to decide. Offsets are code points.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from .alignment import Alignment, in_order, likeness, respelled
from .quotes import Haystack, Place, squeeze

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from .alignment import Span

CONTEXT = 32

ALIKE = 0.8
SHORT = 4  # words; in so short a quote every word counts
SUPPORT_MIN = 0.3  # of the neighboring words, for a short quote to be believed in its place
DISTINCT = 40  # characters of a quote that needs no context if it occurs once
STRETCH = 256
GUESSES = 3


@dataclass(frozen=True)
class Anchor:
    """`old_text[start:end] == exact`; otherwise the anchor is looked for by its quote alone."""

    key: Hashable
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Carried:
    """An anchor in the new text; `moved` when its offsets are others than before."""

    key: Hashable
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    moved: bool


@dataclass(frozen=True)
class Orphan:
    """An anchor whose words are gone, with the places that come nearest, best first."""

    key: Hashable
    exact: str
    guesses: tuple[Span, ...]


def describe(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words of a span, and up to 32 characters before and after them."""
    return text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def carry(
    old_text: str, new_text: str, anchors: Iterable[Anchor]
) -> tuple[list[Carried], list[Orphan]]:
    """Where every anchor of the old text stands in the new one, in the order given."""
    return _Move(old_text, new_text, list(anchors)).result()


class _Move:
    """One edit: anchors are placed from the most certain to the least."""

    def __init__(self, old_text: str, new_text: str, anchors: list[Anchor]) -> None:
        self.new_text = new_text
        self.anchors = anchors
        self.alignment = Alignment(old_text, new_text)
        self.haystack = Haystack(new_text)
        self.sound = [old_text[max(0, one.start) : one.end] == one.exact for one in anchors]
        self.tokens = [
            self.alignment.old.within(one.start, one.end) if sound else range(0)
            for one, sound in zip(anchors, self.sound, strict=True)
        ]
        self.followed = [self._follow(number) for number in range(len(anchors))]
        self.placed: dict[int, Span] = {}
        self.new_spans = _SpanIndex()
        self.old_spans = _SpanIndex()
        for number, anchor in enumerate(anchors):
            if self.sound[number]:
                self.old_spans.add(number, (anchor.start, anchor.end))

    def result(self) -> tuple[list[Carried], list[Orphan]]:
        numbers = range(len(self.anchors))
        for number in sorted(filter(self._is_believable, numbers), key=self._is_changed):
            self._place(number, self.followed[number])
        # The longest quote first: it then holds the shorter ones inside it in their place.
        for number in sorted(numbers, key=lambda number: -len(self.anchors[number].exact)):
            if number not in self.placed:
                self._place(number, self._found(number))
        carried = [self._carried(number) for number in numbers if number in self.placed]
        orphans = [self._orphan(number) for number in numbers if number not in self.placed]
        return carried, orphans

    # Where the words went

    def _follow(self, number: int) -> Span | None:
        """The new place of the old words, as the alignment sees it."""
        old, new, match = self.alignment.old, self.alignment.new, self.alignment.match
        anchor, tokens = self.anchors[number], self.tokens[number]
        kept = [new_token for token in tokens if (new_token := match[token]) is not None]
        if not kept or kept != sorted(kept):
            return None
        # An anchor may begin or end within a word: then that word must have stayed as it was.
        before = max(0, anchor.start - old.spans[tokens[0]][0])
        after = max(0, old.spans[tokens[-1]][1] - anchor.end)
        if (before and not self.alignment.same(tokens[0])) or (
            after and not self.alignment.same(tokens[-1])
        ):
            return None
        spans = [
            self._with_blanks(
                anchor.exact, new.spans[first][0] + before, new.spans[last][1] - after
            )
            for first in self._edges(tokens[0], -1, kept[0])
            for last in self._edges(tokens[-1], 1, kept[-1])
        ]
        good = (span for span in spans if alike(anchor.exact, self.new_text[slice(*span)]))
        return next(good, spans[0])

    def _with_blanks(self, exact: str, start: int, end: int) -> Span:
        """Take in the blanks with which the anchor began and ended, where they still are."""
        leading = exact[: len(exact) - len(exact.lstrip())]
        trailing = exact[len(exact.rstrip()) :]
        if self.new_text[max(0, start - len(leading)) : start] == leading:
            start -= len(leading)
        if self.new_text[end : end + len(trailing)] == trailing:
            end += len(trailing)
        return start, end

    def _edges(self, token: int, step: int, kept: int) -> list[int]:
        """The new tokens in which an anchor can end whose outermost old token is `token`.

        If that one was replaced, what replaced it belongs to the anchor, or else the anchor
        ends at the outermost token that was kept.
        """
        outside = token + step
        match = self.alignment.match
        neighbor = match[outside] if 0 <= outside < len(match) else None
        if match[token] is not None or neighbor is None:
            return [kept]
        return [neighbor - step, kept] if step * (neighbor - kept) > 0 else [kept]

    def _is_believable(self, number: int) -> bool:
        """Whether the new words are the old ones, and not the same words said elsewhere."""
        span = self.followed[number]
        if span is None or not alike(self.anchors[number].exact, self.new_text[slice(*span)]):
            return False
        tokens = self.tokens[number]
        if sum(self.alignment.same(token) for token in tokens) >= 2 * SHORT:
            return True
        new_tokens = self.alignment.new.within(*span)
        return self.alignment.support(tokens, new_tokens) >= SUPPORT_MIN

    def _is_changed(self, number: int) -> bool:
        span = self.followed[number]
        return span is not None and self.new_text[slice(*span)] != self.anchors[number].exact

    # Where the quote is found

    def _found(self, number: int) -> Span | None:
        anchor = self.anchors[number]
        places = self._places(anchor)
        needed = (len(squeeze(anchor.prefix)) + len(squeeze(anchor.suffix))) / 2
        if len(anchor.exact) >= DISTINCT and len(places) == 1:
            needed = 0
        fitting = (place for place in places if place.whole and place.context >= needed)
        free = (place for place in fitting if self._is_free(number, place.span))
        best, second = next(free, None), next(free, None)
        if best is None or (second and second.rank == best.rank):
            return None
        return best.span

    def _places(self, anchor: Anchor) -> list[Place]:
        return self.haystack.places(anchor.exact, anchor.prefix, anchor.suffix)

    def _is_free(self, number: int, span: Span) -> bool:
        """Whether these new words were not other words of the old text."""
        own_tokens = self.tokens[number]
        for token in self.alignment.new.within(*span) if own_tokens else ():
            source = self.alignment.source[token]
            if source is None or source in own_tokens:
                continue
            own, new = range(source, source + 1), range(token, token + 1)
            if self.alignment.support(own, new) >= SUPPORT_MIN:
                return False
        return self._fits(number, span)

    # What is held

    def _place(self, number: int, span: Span | None) -> bool:
        if span is None or not self._fits(number, span):
            return False
        self.placed[number] = span
        self.new_spans.add(number, span)
        return True

    def _fits(self, number: int, span: Span) -> bool:
        """Whether the anchor stands to every placed one as it stood before: no words are held
        by two anchors that held different words, and what was inside another is inside it."""
        neighbors = set(self.new_spans.touching(span))
        if self.sound[number]:
            anchor = self.anchors[number]
            neighbors |= self.old_spans.touching((anchor.start, anchor.end)) & self.placed.keys()
        return all(self._agrees(number, span, neighbor) for neighbor in neighbors)

    def _agrees(self, number: int, span: Span, neighbor: int) -> bool:
        one, other = self.anchors[number], self.anchors[neighbor]
        after = span, self.placed[neighbor]
        if not (self.sound[number] and self.sound[neighbor]):
            same_quote = (one.exact, one.prefix, one.suffix) == (
                other.exact,
                other.prefix,
                other.suffix,
            )
            return same_quote or after[0] != after[1]
        before = (one.start, one.end), (other.start, other.end)
        if _are_touching(*before) != _are_touching(*after):
            return False
        return _are_nested(*before) or not _are_nested(*after)

    # What is told

    def _carried(self, number: int) -> Carried:
        anchor, (start, end) = self.anchors[number], self.placed[number]
        moved = (start, end) != (anchor.start, anchor.end)
        return Carried(anchor.key, start, end, *describe(self.new_text, start, end), moved)

    def _orphan(self, number: int) -> Orphan:
        anchor = self.anchors[number]
        followed = self.followed[number]
        guesses = [followed] if followed else []
        guesses += [place.span for place in self._places(anchor) if place.span != followed]
        return Orphan(anchor.key, anchor.exact, tuple(guesses[:GUESSES]))


class _SpanIndex:
    """Spans by the stretches of text that they touch."""

    def __init__(self) -> None:
        self._spans: dict[int, Span] = {}
        self._stretches: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, number: int, span: Span) -> None:
        self._spans[number] = span
        for stretch in self._touched(span):
            self._stretches[stretch].append(number)

    def touching(self, span: Span) -> set[int]:
        return {
            number
            for stretch in self._touched(span)
            for number in self._stretches.get(stretch, ())
            if _are_touching(self._spans[number], span)
        }

    def _touched(self, span: Span) -> range:
        return range(span[0] // STRETCH, (span[1] - 1) // STRETCH + 1)


def _are_touching(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _are_nested(one: Span, other: Span) -> bool:
    return (one[0] <= other[0] and other[1] <= one[1]) or (
        other[0] <= one[0] and one[1] <= other[1]
    )


# --- Whether words are the same ------------------------------------------------------------


def alike(old: str, new: str) -> bool:
    """The rule of .8, after straightening quote marks, dashes and white space.

    In a quote of up to four words each word has to pass: North Korea is not South Korea.
    """
    old, new = (squeeze(text.replace("\u2026", "...")).strip() for text in (old, new))
    if old == new:
        return True
    if 2 * min(len(old), len(new)) < ALIKE * (len(old) + len(new)):
        return False
    old_words, new_words = (re.findall(r"\w+|[^\w\s]", text) for text in (old, new))
    if len(re.findall(r"\w+", old)) > SHORT:
        return _share(old_words, new_words) >= ALIKE or likeness(old, new) >= ALIKE
    return likeness(old, new) >= ALIKE and all(
        respelled(one, other) for one, other in _replaced(old_words, new_words)
    )


def _share(old: list[str], new: list[str]) -> float:
    """As `likeness`, counted in whole words: cheap on long quotes, and never more."""
    kept = sum(len(old[index]) for index, _ in in_order(old, new))
    return 2 * kept / (sum(map(len, old)) + sum(map(len, new)))


def _replaced(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if operation == "replace":
            if old_end - old_start == new_end - new_start:
                yield from zip(old[old_start:old_end], new[new_start:new_end], strict=True)
            else:
                yield "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
