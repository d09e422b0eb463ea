"""Words, phrases and beginnings of words."""

from __future__ import annotations

import re

from .filters import Repairs
from .lexing import Token, is_of_words, trimmed
from .tree import Near, Node, Phrase, Prefix, Word

# How far apart so many words may stand: each order and each gap is looked for.
MOST_BETWEEN = {2: 100, 3: 19, 4: 5}
LEAST_OF_PREFIX = 2

IDEOGRAPHS = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\uff66-\uff9d\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_OPERATORS = ("OR", "NOT", "AND")


def term_of(token: Token, repairs: Repairs) -> Node | None:
    in_title = token.key == "title"
    if token.role is not None:
        repairs.say("A role (@) belongs to a country, person or other entity.")
    return _quoted(token, in_title, repairs) if token.is_quoted else _bare(token, in_title, repairs)


def _bare(token: Token, in_title: bool, repairs: Repairs) -> Node | None:
    text = token.text
    start = next((n for n, character in enumerate(text) if is_of_words(character)), len(text))
    text, star, rest = text[start:].partition("*")
    if not text:
        if in_title:
            repairs.say("“title:” was followed by no word.")
        return None
    if star and any(map(is_of_words, rest)):
        repairs.say(f"A star stands at the end of a word: read as “{text}*”.")
    text = trimmed(text)
    if (star and _letters(text) >= LEAST_OF_PREFIX) or (star and _IDEOGRAPH.search(text)):
        return Prefix(text, in_title)
    if star:
        repairs.say(f"A star stands after at least {LEAST_OF_PREFIX} letters.")
    if text in _OPERATORS and not in_title:
        return Phrase(text)
    return Word(text, in_title)


def _quoted(token: Token, in_title: bool, repairs: Repairs) -> Node | None:
    words = words_of(token.text)
    if not words:
        repairs.say("Quotation marks without a word between them were left out.")
        return None
    if token.distance is None:
        return Phrase(token.text, in_title)
    most = MOST_BETWEEN.get(len(words))
    if not token.distance:
        repairs.say("“~” is followed by a number: how many words may stand between.")
    elif most is None:
        repairs.say(f"“~” takes 2 to {max(MOST_BETWEEN)} words; these are read as they stand.")
    elif len(token.distance) > 3 or int(token.distance) > most:
        repairs.say(f"At most {most} others may stand between {len(words)} words.")
        return Near(token.text, most, in_title)
    else:
        return Near(token.text, int(token.distance), in_title)
    return Phrase(token.text, in_title)


def words_of(text: str) -> list[str]:
    """The words that stand in it, without what stands between."""
    spaced = "".join(letter if is_of_words(letter) or letter == "_" else " " for letter in text)
    return [word for word in spaced.split() if any(map(is_of_words, word))]


def _letters(text: str) -> int:
    return sum(map(is_of_words, text))
