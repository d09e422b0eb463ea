"""Words of an article, given by a selection or as typed, and where they stand.

A selection names its place with a key that is good for the text it was made in (`Place.key`). When
the text has been corrected since, the place is carried over to it, and she is shown both.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from articles import anchors
from articles.models import Article, Field, Revision
from articles.pages.places import Place, places
from articles.quotation import Quotation, quotation
from articles.quotes import squeeze

CHOICES_MAX = 50
_KEY = re.compile(r"(headline|text)-([0-9]{1,9})-([0-9]{1,9})-([0-9a-f]{16})")


@dataclass(frozen=True)
class Words:
    """What was found: `place`, or what is to be asked or said."""

    place: Place | None = None
    asked: list[tuple[str, Quotation]] = field(default_factory=list)
    fault: str = ""
    before: Quotation | None = None  # where they stood in the text that she saw, if it is another


def find_words(article: Article, words: str, *, after: str = "", key: str = "") -> Words:
    """`key` is believed as long as the words are those of its place."""
    chosen = _KEY.fullmatch(key)
    if chosen and (place := place_of(article, key)) and _says(article, place, words):
        return Words(place)
    if chosen and not _is_key_of(article, chosen):
        return _moved(article, chosen, words)
    if not words.strip():
        return Words(fault="Which words? Select them in the text, or write them here.")
    found = places(article, words, after)
    if len(found) == 1:
        return Words(found[0])
    if found:
        return Words(asked=_choices(article, found), fault=_which(len(found)))
    if after and places(article, words):
        return Words(fault=f"“{_short(words)}” does not stand right after “{_short(after)}”.")
    return Words(fault=f"“{_short(words)}” does not occur in this article.")


def place_of(article: Article, key: str) -> Place | None:
    """The place that a key names in the article as it is, blanks at its edges left out."""
    chosen = _KEY.fullmatch(key)
    if not chosen or not _is_key_of(article, chosen):
        return None
    name = Field(chosen[1])
    text, start, end = getattr(article, name), int(chosen[2]), int(chosen[3])
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return Place(name, start, end) if start < end <= len(text) else None


def words_at(article: Article, place: Place) -> str:
    words: str = getattr(article, place.field)[place.start : place.end]
    return words


def _moved(article: Article, chosen: re.Match[str], words: str) -> Words:
    """The text is another than she saw. Where her words are now, if that is certain."""
    said = "The words of the article were corrected after you opened it. Nothing was saved. "
    old = _words_before(article, chosen)
    if old is None:
        found = places(article, words)
        return Words(asked=_choices(article, found), fault=said + "Which words are meant now?")
    name, start, end = Field(chosen[1]), int(chosen[2]), min(int(chosen[3]), len(old))
    if start >= end:
        return Words(fault=said)
    now, before = getattr(article, name), quotation(old, start, end)
    anchor = anchors.Anchor(0, start, end, *anchors.describe(old, start, end))
    carried, _ = anchors.carry(old, now, [anchor])
    if not carried:
        found = places(article, words)
        fault = said + "Your words are not there any more, or stand elsewhere: choose them again."
        return Words(asked=_choices(article, found), fault=fault, before=before)
    place = Place(name, carried[0].start, carried[0].end)
    fault = said + "Below is where your words stand now: look at both, and save once more."
    return Words(place, asked=_choices(article, [place]), fault=fault, before=before)


def _words_before(article: Article, chosen: re.Match[str]) -> str | None:
    """The headline or text with the checksum of the key, of whatever revision."""
    for old in Revision.objects.filter(article=article).order_by("-number").iterator():
        words: str = getattr(old, chosen[1])
        if _checksum(words) == chosen[4]:
            return words
    return None


def _says(article: Article, place: Place, words: str) -> bool:
    return squeeze(words_at(article, place)).strip() == squeeze(words).strip()


def _is_key_of(article: Article, chosen: re.Match[str]) -> bool:
    return _checksum(getattr(article, chosen[1])) == chosen[4]


def _checksum(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _choices(article: Article, found: list[Place]) -> list[tuple[str, Quotation]]:
    return [
        (place.key(article), quotation(getattr(article, place.field), place.start, place.end, 160))
        for place in found[:CHOICES_MAX]
    ]


def _which(count: int) -> str:
    more = (
        f" The first {CHOICES_MAX} are shown: write what stands before them."
        if count > CHOICES_MAX
        else ""
    )
    return f"These words occur {count} times. Which are meant?{more}"


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60]}…"
