"""Where the words of a query stand in a text, for snippets and for the concordance.

The same words by the same rules as in the index, so what is marked is why an article was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from . import words
from .conditions import Condition, Near, Phrase, Prefix, Word
from .query import walk
from .query.tree import Node, Term


class Span(NamedTuple):
    """From and to which letter; `term` numbers the words of the query."""

    start: int
    end: int
    term: int


def terms_of(condition: Condition | Node | None) -> list[Term]:
    """What is looked for in texts; not what must not be there."""
    found = [
        node
        for node, is_wanted in walk(condition)  # type: ignore[arg-type]
        if is_wanted and isinstance(node, (Word, Phrase, Near, Prefix))
    ]
    return list(dict.fromkeys(found))


def spans(terms: list[Term], text: str, language: str, *, is_title: bool = False) -> list[Span]:
    """All places of the terms in a text, from its beginning on; none lies in another."""
    if not terms:
        return []
    read = _Read(text, language)
    found = [
        Span(start, end, number)
        for number, term in enumerate(terms)
        if is_title or not term.in_title
        for start, end in _places_of(term, read)
    ]
    return list(_apart(sorted(found, key=lambda span: (span.start, -span.end))))


class _Read:
    """A text cut into words: where they stand, and what they are folded and stemmed."""

    def __init__(self, text: str, language: str) -> None:
        self.places = words.Places(text)
        self.folded = self.places.folded
        self.language = words.stemmer_of(language)
        stems = words.stemmed(text, self.language) if self.language else []
        # Ideographs in pairs are more words than stems: those are of no use then.
        self.stems = stems if len(stems) == len(self.folded) else []

    def span(self, first: int, last: int) -> tuple[int, int]:
        return self.places.at(first)[0], self.places.at(last)[1]


def _places_of(term: Term, read: _Read) -> Iterator[tuple[int, int]]:
    match term:
        case Word(text, _):
            text = words.without_possessive(text)
            tokens, is_open = words.asked(text)
            yield from _in_a_row(tokens, is_open, read)
            if len(tokens) == 1 and read.language:
                yield from _with_stem(words.stemmed(text, read.language), read)
        case Phrase(text, _):
            yield from _in_a_row(*words.asked(text), read)
        case Prefix(text, _):
            yield from _in_a_row(words.folded(text), True, read)
        case Near(text, between, _):
            yield from _together(list(dict.fromkeys(words.asked(text)[0])), between, read)


def _in_a_row(tokens: list[str], is_open: bool, read: _Read) -> Iterator[tuple[int, int]]:
    if not tokens:
        return
    *before, end = tokens
    for last, word in enumerate(read.folded):
        if word == end or (is_open and word.startswith(end)):
            first = last - len(before)
            if first >= 0 and read.folded[first:last] == before:
                yield read.span(first, last)


def _with_stem(stems: list[str], read: _Read) -> Iterator[tuple[int, int]]:
    if len(stems) != 1:
        return
    for number, stem in enumerate(read.stems):
        if stem == stems[0]:
            yield read.span(number, number)


def _together(tokens: list[str], between: int, read: _Read) -> Iterator[tuple[int, int]]:
    """Each of the words that stands in reach of all others."""
    reach = len(tokens) + between
    at = [number for number, word in enumerate(read.folded) if word in tokens]
    for first in at:
        near = [number for number in at if first <= number < first + reach]
        if {read.folded[number] for number in near} == set(tokens):
            for number in near:
                yield read.span(number, number)


def _apart(found: list[Span]) -> Iterator[Span]:
    end = -1
    for span in found:
        if span.start >= end:
            yield span
            end = span.end
