"""A query cut into brackets, operators and terms, each as it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.text import clean_line

# Quotation marks as phones and word processors write them.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_KEY = re.compile(r"([A-Za-z][A-Za-z-]*):")
_BARE = re.compile(r'[^\s"()]+')
_DISTANCE = re.compile(r"~([0-9]*)")
_ROLE = re.compile(r"@([A-Za-z]*)")
_OPERATORS = {"OR", "NOT", "AND"}


@dataclass(frozen=True)
class Token:
    """`kind` is one of ( ) - OR TERM. A term has words, and perhaps a key, a role, a distance."""

    kind: str
    text: str = ""
    key: str = ""
    role: str | None = None
    distance: str | None = None
    is_quoted: bool = False
    is_closed: bool = True


def is_of_words(character: str) -> bool:
    """A letter, a digit or a mark on one."""
    return unicodedata.category(character)[0] in "LMN"


def trimmed(word: str) -> str:
    """Without what stands around a word; the dots of U.S. stay, the dot of a sentence goes."""
    end = len(word)
    while end and not is_of_words(word[end - 1]):
        end -= 1
    if "." in word[:end] and word[end : end + 1] == ".":
        end += 1
    return word[:end]


def tokens(typed: str, keys: frozenset[str]) -> Iterator[Token]:
    """What is no letter, and neither bracket, quotation mark nor minus, is passed over."""
    text = clean_line(typed).translate(_QUOTES)
    place = 0
    while place < len(text):
        character = text[place]
        if character in "()":
            yield Token(character)
            place += 1
        elif character == "-":
            place += 1
            # A dash between blanks is only a dash.
            if place < len(text) and not text[place].isspace():
                yield Token("-")
        elif character == '"':
            token, place = _quoted(text, place)
            yield token
        elif is_of_words(character):
            token, place = _word(text, place, keys)
            yield token
        else:
            place += 1


def _word(text: str, place: int, keys: frozenset[str]) -> tuple[Token, int]:
    match = _KEY.match(text, place)
    if match and match[1].lower() in keys:
        return _with_key(text, match.end(), match[1].lower())
    bare = _BARE.match(text, place)
    assert bare  # noqa: S101  a letter stands here
    if bare[0] in _OPERATORS:
        kind = {"NOT": "-"}.get(bare[0], bare[0])
        return Token(kind), bare.end()
    return Token("TERM", bare[0]), bare.end()


def _with_key(text: str, place: int, key: str) -> tuple[Token, int]:
    while place < len(text) and text[place].isspace():
        place += 1
    if place < len(text) and text[place] == '"':
        token, place = _quoted(text, place)
    else:
        bare = _BARE.match(text, place)
        token, place = Token("TERM", bare[0] if bare else ""), bare.end() if bare else place
    return replace(token, key=key), place


def _quoted(text: str, place: int) -> tuple[Token, int]:
    end = text.find('"', place + 1)
    is_closed = end >= 0
    words = text[place + 1 : end if is_closed else len(text)]
    place = end + 1 if is_closed else len(text)
    distance = _DISTANCE.match(text, place)
    place = distance.end() if distance else place
    role = _ROLE.match(text, place)
    place = role.end() if role else place
    token = Token(
        "TERM",
        words.strip(),
        role=role[1].lower() if role else None,
        distance=distance[1] if distance else None,
        is_quoted=True,
        is_closed=is_closed,
    )
    return token, place
