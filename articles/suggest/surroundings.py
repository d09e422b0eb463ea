"""What stands around words of a text, read without a model: a few words before and after.

English, as the lists are; in other languages they find nothing, and nothing is dropped or favored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from .word_lists import BEFORE_PLACES, FUNCTION_WORDS, GOVERNMENTS, TITLES

_REACH = 60
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_IN_CITY_BEFORE = re.compile(r"\b(?:in|at|near|from|of) (?:[A-Z]\w+ ?){1,2}, $")
_CITY_BEFORE = re.compile(r"[^\W\d_]+, $")
_CLAUSE_END = re.compile(r"[,.;)]")
_SENTENCE = re.compile(r"[.!]['\"”’)]?\s*$")
_BLANK = r"(?: |\n(?!\n))+"
_BEFORE = re.compile(rf"(?<!\w)(?P<word>[^\W\d_]+\.?){_BLANK}(?:the{_BLANK})?$", re.IGNORECASE)
_ARTICLE_BEFORE = re.compile(rf"\bthe{_BLANK}$", re.IGNORECASE)
_AFTER = re.compile(rf"{_BLANK}(?P<word>[^\W\d_]+)")
_PLACE_AFTER = re.compile(r"[ -](?:airport|suburb|street|neighborhood|district|based|born)\b")
_DATELINE = re.compile(r"(?:, [^\n—–]{2,30})?(?: \([^)\n]{2,30}\))? ?(?:[—–:]|-{1,2} )")


@dataclass(frozen=True)
class Surroundings:
    """The words before and after `text[start:end]`."""

    text: str
    start: int
    end: int

    @cached_property
    def _before(self) -> str:
        return self.text[max(0, self.start - _REACH) : self.start]

    @cached_property
    def _after(self) -> str:
        return self.text[self.end : self.end + _REACH]

    @cached_property
    def _found_before(self) -> re.Match[str] | None:
        found = _BEFORE.search(self._before)
        ends_sentence = found and found["word"][-1] == "." and found["word"].lower() not in TITLES
        return None if ends_sentence else found

    @property
    def word_before(self) -> str:
        """The one before, “the” left out; empty at the beginning of a sentence or clause."""
        return self._found_before["word"] if self._found_before else ""

    @property
    def has_article(self) -> bool:
        return bool(_ARTICLE_BEFORE.search(self._before))

    @cached_property
    def word_after(self) -> str:
        found = _AFTER.match(self._after)
        return found["word"] if found else ""

    @cached_property
    def _is_in_title(self) -> bool:
        """Whether the line is a headline with most words capital: that is no sign of a name."""
        first = self.text.rfind("\n", 0, self.start) + 1
        last = self.text.find("\n", self.end)
        line = self.text[first : last if last >= 0 else len(self.text)]
        words = _LONG_WORD.findall(line)
        is_sentence = bool(_SENTENCE.search(line))
        return not is_sentence and 2 * sum(word[0].isupper() for word in words) > len(words) > 1

    @property
    def is_place(self) -> bool:
        """As in “from Moscow” and “MOSCOW (Reuters) —”."""
        return (
            self.word_before.lower() in BEFORE_PLACES
            or bool(_PLACE_AFTER.match(self._after))
            or self.is_dateline
            or self._is_in_region
        )

    @property
    def _is_in_region(self) -> bool:
        """As in “Seattle, Washington, was” and “in Seattle, Washington was”."""
        if _IN_CITY_BEFORE.search(self._before):
            return True
        return bool(_CITY_BEFORE.search(self._before) and _CLAUSE_END.match(self._after))

    @property
    def is_dateline(self) -> bool:
        begins = self.start == 0 or self.text[self.start - 1] == "\n"
        return begins and bool(_DATELINE.match(self._after))

    @property
    def is_attribute(self) -> bool:
        """As in “the Taipei festival”, but not in “the Taipei government”."""
        return self.has_article and self.word_after.lower() not in GOVERNMENTS

    @property
    def follows_title(self) -> bool:
        return self.word_before.lower() in TITLES

    @property
    def follows_name(self) -> bool:
        """As “Emine” in “Emine Erdogan”: a capital word that is neither a title nor a beginning."""
        word = self.word_before
        return (
            _is_capital(word)
            and word.lower() not in TITLES
            and not self.has_article
            and not self._is_in_title
        )

    @property
    def precedes_name(self) -> bool:
        """As “Post” in “Washington Post”."""
        return _is_capital(self.word_after) and not self._is_in_title


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and word.lower() not in FUNCTION_WORDS
