"""What two people made of the same thing, put together. Pure.

    merge("By Ana", theirs="By Ana", hers="By A. N. Other")    # (Taken.HERS, "By A. N. Other")
    merge_words("a b c d", theirs="A b c d", hers="a b c D")   # (Taken.BOTH, "A b c D")
    merge_sets(["1", "2"], theirs=["1"], hers=["1", "2", "3"]) # (Taken.BOTH, ["1", "3"])

`base` is what both began with, None where nobody knows. What only one side changed is taken from
it; what both changed is put together where that loses no word of either; else somebody is ASKED,
and until then hers stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TypeVar

from .alignment import UNDIVIDED, in_order

Value = TypeVar("Value")

# A word with the signs and blanks after it. So a sentence that ends a paragraph is not the same
# when another follows, and changes to two neighboring words are changes to the same place.
_TOKEN = re.compile(rf"\s+|[{UNDIVIDED}]\s*|[^\s{UNDIVIDED}]+\s*")


class Taken(StrEnum):
    """Whose version a merge took."""

    SAME = "same"
    THEIRS = "theirs"
    HERS = "hers"
    BOTH = "both"
    ASKED = "asked"


def merge(base: Value | None, theirs: Value, hers: Value) -> tuple[Taken, Value]:
    if theirs == hers:
        return Taken.SAME, hers
    if hers == base:
        return Taken.THEIRS, theirs
    return (Taken.HERS if theirs == base else Taken.ASKED), hers


def merge_words(base: str | None, theirs: str, hers: str) -> tuple[Taken, str]:
    taken, words = merge(base, theirs, hers)
    if taken != Taken.ASKED or base is None:
        return taken, words
    both = _put_together(*(_TOKEN.findall(text) for text in (base, theirs, hers)))
    return (taken, hers) if both is None else (Taken.BOTH, both)


def merge_sets(
    base: Sequence[str] | None, theirs: Sequence[str], hers: Sequence[str]
) -> tuple[Taken, list[str]]:
    """Members in no order: what either side added or removed is added or removed."""
    if base is None:
        taken, _ = merge(None, set(theirs), set(hers))
        return taken, list(hers)
    taken, _ = merge(set(base), set(theirs), set(hers))
    kept = [one for one in base if one in theirs and one in hers]
    added = [one for one in (*theirs, *hers) if one not in base]
    members = list(dict.fromkeys([*kept, *added]))
    return (Taken.BOTH if taken == Taken.ASKED else taken), members


def _put_together(base: list[str], theirs: list[str], hers: list[str]) -> str | None:
    """The words of both, or None where they changed the same place (Khanna et al. 2007, diff3)."""
    words: list[str] = []
    for old, one, other in _stretches(base, theirs, hers):
        taken, chosen = merge(old, one, other)
        if taken == Taken.ASKED:
            return None
        words += chosen
    return "".join(words)


def _stretches(
    base: list[str], theirs: list[str], hers: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The three texts in step: a word that all have, or what stands between two such words."""
    to_theirs, to_hers = dict(in_order(base, theirs)), dict(in_order(base, hers))
    old = one = other = 0
    for word in range(len(base)):
        if word not in to_theirs or word not in to_hers:
            continue
        their_word, her_word = to_theirs[word], to_hers[word]
        yield base[old:word], theirs[one:their_word], hers[other:her_word]
        yield [base[word]], [base[word]], [base[word]]
        old, one, other = word + 1, their_word + 1, her_word + 1
    yield base[old:], theirs[one:], hers[other:]
