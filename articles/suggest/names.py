"""A name of an entity, as words that can stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from articles.text import fold

from .track_record import TrackRecord
from .word_lists import PARTICLES

WORD = re.compile(r"\w+")
_NO_PLURAL = re.compile(r"(?:s|x|z|sh|ch|ese)$", re.IGNORECASE)
_MAN = re.compile(r"(?:(?:ch|sh)m|wom)an$")  # Frenchman, but not German
_AROUND = re.compile(r"^the\s+|['’]s?$", re.IGNORECASE)


@dataclass(frozen=True)
class Name:
    """One name of one entity; `form` is that of an EntityName."""

    words: str
    entity: int
    kind: str
    form: str = "name"
    record: TrackRecord = field(default=TrackRecord())
    label: str = ""  # how the entity itself is called

    @property
    def mention_form(self) -> str:
        return self.form if self.form in ("demonym", "metonym") else "name"

    @property
    def called(self) -> str:
        return self.label or self.words

    def as_written(self) -> Iterator[Name]:
        """The name, and for a demonym the plural: Turks, Frenchmen."""
        yield self
        if self.form == "demonym" and (plural := plural_of(self.words)):
            yield replace(self, words=plural)


def plural_of(demonym: str) -> str:
    """Of a noun for a person, and of an adjective that can be one. Empty where there is none."""
    if _MAN.search(demonym):
        return f"{demonym[:-2]}en"
    return "" if _NO_PLURAL.search(demonym) else f"{demonym}s"


@lru_cache(maxsize=1 << 16)
def key_of(word: str) -> str:
    """By which two spellings are one word."""
    return word.lower() if word.isascii() else fold(word)


def bare(words: str) -> str:
    """The key under which a name's record is kept: no article, no possessive, no case."""
    return fold(_AROUND.sub("", words))


def case_fits(written: str, word: str) -> bool:
    """Whether a word may be written so: not us for US, nor turkey for Turkey; but ISTANBUL."""
    if written == word:
        return True
    if word.isupper():
        return written.isupper()
    if written.isupper() and len(written) > 3:
        return True
    if word[:1].isupper() and not written[:1].isupper():
        return word.lower() in PARTICLES
    return not any(letter.isupper() for letter in written[1:]) or written[1:] == word[1:]
