"""What changed between two texts, word by word, in the paragraphs that changed. Pure.

    changed_paragraphs("Old words.\\n\\nThe rest.", "New words.\\n\\nThe rest.")
    # [[Piece("del", "Old"), Piece("ins", "New"), Piece("same", " words.")], 1]

A list of pieces is a paragraph, a number says how many unchanged ones are left out. The end of a
paragraph that was removed or added is a piece of its own, BREAK.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from articles.text import paragraphs

BREAK = "\n\n"  # no token of a paragraph is
CONTEXT = 120  # characters of unchanged words to each side of a change
CHANGE_MAX = 800  # characters of words that changed in one piece
# Pairs of words, or of paragraphs, up to which two texts are compared; more are shown whole.
COMPARED = 400_000

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """`did` is same, ins or del."""

    did: str
    text: str

    @property
    def is_break(self) -> bool:
        return self.text == BREAK


Paragraph = list[Piece]


def changed_paragraphs(old: str, new: str) -> list[Paragraph | int]:
    old_texts = [paragraph.text for paragraph in paragraphs(old)]
    new_texts = [paragraph.text for paragraph in paragraphs(new)]
    found: list[Paragraph | int] = []
    for is_same, ours, theirs in _runs(old_texts, new_texts):
        if is_same:
            found.append(len(ours))
        else:
            found.extend(_passage(ours, theirs))
    return found


def changed_words(old: str, new: str) -> Paragraph:
    """One line against another, whole."""
    return list(_joined(_pieces(_TOKEN.findall(old), _TOKEN.findall(new))))


def _passage(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    """Paragraphs that replaced others: compared one by one where there are as many."""
    pairs = [([one], [other]) for one, other in zip(old, new, strict=False)]
    for ours, theirs in pairs if len(old) == len(new) else [(old, new)]:
        pieces = _joined(_pieces(_tokens(ours), _tokens(theirs)))
        for paragraph in _split(pieces):
            yield list(_shortened(paragraph))


def _tokens(texts: list[str]) -> list[str]:
    tokens: list[str] = []
    for text in texts:
        tokens += [BREAK, *_TOKEN.findall(text)] if tokens else _TOKEN.findall(text)
    return tokens


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for is_same, removed, added in _runs(old, new):
        if is_same:
            yield from (Piece("same", token) for token in removed)
            continue
        yield from (Piece("del", token) for token in removed)
        # Where two paragraphs were joined, the blank between them is not news.
        is_joint = BREAK in removed and not "".join(added).strip()
        yield from (Piece("same" if is_joint else "ins", token) for token in added)


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """What both have, and what stands in the one for what in the other, in order.

    What both begin and end with is not compared, however long it is.
    """
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    ours, theirs = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield True, old[:head], new[:head]
    if len(ours) * len(theirs) > COMPARED:
        yield False, ours, theirs
    else:
        matcher = SequenceMatcher(str.isspace, ours, theirs, autojunk=False)
        for did, first, last, new_first, new_last in matcher.get_opcodes():
            yield did == "equal", ours[first:last], theirs[new_first:new_last]
    if tail:
        yield True, old[len(old) - tail :], new[len(new) - tail :]


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Runs of the same kind as one piece. A blank between two changes is part of them."""
    runs = [
        (did, "".join(piece.text for piece in run))
        for (did, _), run in groupby(pieces, key=lambda piece: (piece.did, piece.is_break))
    ]
    removed = added = ""
    for place, (did, text) in enumerate(runs):
        is_between = (
            did == "same"
            and text.isspace()
            and text != BREAK
            and bool(removed or added)
            and place + 1 < len(runs)
            and BREAK not in (runs[place - 1][1], runs[place + 1][1])
        )
        if is_between:
            removed, added = removed + text, added + text
        elif did == "del" and text != BREAK:
            removed += text
        elif did == "ins" and text != BREAK:
            added += text
        else:
            yield from _change(removed, added)
            removed = added = ""
            yield Piece(did, text)
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed.strip():
        yield Piece("del", removed)
    if added:
        yield Piece("ins" if added.strip() else "same", added)


def _split(pieces: Iterator[Piece]) -> Iterator[Paragraph]:
    """Into the paragraphs of the new text; where a paragraph ends that both have, too."""
    paragraph: Paragraph = []
    for piece in pieces:
        if piece.is_break and piece.did == "same":
            yield paragraph
            paragraph = []
            continue
        paragraph.append(piece)
        if piece.is_break and piece.did == "ins":
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _shortened(paragraph: Paragraph) -> Iterator[Piece]:
    """Long unchanged words are cut, away from the changes; long changed ones at their end."""
    last = len(paragraph) - 1
    for place, piece in enumerate(paragraph):
        if piece.did != "same" and len(piece.text) > CHANGE_MAX:
            yield Piece(piece.did, f"{piece.text[:CHANGE_MAX]}…")
            continue
        if piece.did != "same" or len(piece.text) <= 2.5 * CONTEXT:
            yield piece
            continue
        after = piece.text[:CONTEXT].rpartition(" ")[0] + " " if place > 0 else ""
        before = " " + piece.text[-CONTEXT:].partition(" ")[2] if place < last else ""
        yield Piece("same", f"{after}…{before}")
