"""A word that hardly any article has, and the word that may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any as Whatever

from .conditions import Condition
from .looking import Look
from .query import All, Any, Node, Not, Phrase, Word, walk
from .query.tree import all_of, any_of
from .words import folded

# The most frequent words with the same beginning; the right one is among them.
MOST_TRIED = 20_000
LEAST_LETTERS = 3
SHORT = 5
# A word that this few articles have may be a slip; what is meant is in so many times as many.
RARE = 4
MORE = 10

Meant = Mapping[Node, Node]


def respelled(tree: Node | None, look: Look) -> Meant:
    """The wanted words of a query that are hardly anywhere, each with one that is."""
    terms = [node for node, is_wanted in walk(tree) if is_wanted]
    better = {
        node: replace(node, text=" ".join(_words(node, look)))
        for node in terms
        if isinstance(node, (Word, Phrase))
    }
    return {node: meant for node, meant in better.items() if meant != node}


def reworded(node: Condition | Node, meant: Meant) -> Whatever:
    """A query or a condition with those words instead; what must not be there stays as it is."""
    match node:
        case All(of):
            return all_of([reworded(one, meant) for one in of]) or node
        case Any(of):
            return any_of([reworded(one, meant) for one in of]) or node
        case Not():
            return node
    return meant.get(node, node)  # type: ignore[arg-type]


def _words(term: Word | Phrase, look: Look) -> Iterator[str]:
    for word in term.text.split():
        count = look.total(Word(word, term.in_title))
        better = nearest(word, look, term.in_title, MORE * count) if count <= RARE else None
        yield better or word


def nearest(word: str, look: Look, in_title: bool, least: int) -> str | None:
    """The word of the archive that needs the fewest changes; of several the most frequent."""
    tokens = folded(word)
    if len(tokens) != 1 or len(tokens[0]) < LEAST_LETTERS:
        return None
    # The second letter, too: the first may be one too many, or stand in the wrong place.
    beginnings = dict.fromkeys(tokens[0][:2])
    field = "title" if in_title else "text"
    candidates = [
        (other, count)
        for beginning in beginnings
        for other, count in look.words_with_prefix(field, beginning, MOST_TRIED)
        if count >= least
    ]
    return next(iter(alike(tokens[0], candidates)), None)


def alike(word: str, candidates: Iterable[tuple[str, int]]) -> list[str]:
    """Of words with how often they occur, those that are not too far away, the nearest first."""
    most = 1 if len(word) < SHORT else 2
    letters = set(word)
    found = []
    for other, count in candidates:
        # Most are seen to be too far away before anything is compared letter by letter.
        if (
            abs(len(other) - len(word)) > most
            or len(letters.symmetric_difference(other)) > 2 * most
        ):
            continue
        far = distance(word, other)
        if 0 < far <= most:
            found.append((far, -count, other))
    return [other for _, _, other in sorted(found)]


def distance(one: str, other: str) -> int:
    """How many letters to add, take, change or swap with the next."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, theirs in enumerate(other, start=1):
            cost = last[column - 1] + (letter != theirs)
            cost = min(cost, last[column] + 1, line[column - 1] + 1)
            is_swapped = row > 1 < column and letter == other[column - 2] and one[row - 2] == theirs
            line.append(min(cost, before[column - 2] + 1) if is_swapped else cost)
        before, last = last, line
    return last[-1]
