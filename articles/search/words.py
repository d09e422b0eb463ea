"""Text as the index takes it: words folded, words stemmed, runs of ideographs in pairs.

Folded: “İstanbul” is istanbul, “Erdoğan” is erdogan; case, marks and the dotless i do not count.
Stemmed by the language of the article, for those languages that have a stemmer. Chinese, Japanese
and Korean are written without blanks (or with what belongs to a word behind it), so they are cut
into pairs: 日本語 is 日本, 本語 and, at the end of the run, 語.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from .query.terms import IDEOGRAPHS

STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
_SAME_STEMMER = {"nb": "no", "nn": "no"}
_RUN = re.compile(f"[{IDEOGRAPHS}]+")
_TURKISH = str.maketrans("İI", "iı")
_POSSESSIVE = re.compile("(?<=.)['’][sS]$")


class Place(NamedTuple):
    """A word where it stands in a text."""

    start: int
    end: int
    folded: str


def stemmer_of(language: str) -> str:
    """The key of the stemmer for a language tag, or nothing: `en` for en-GB."""
    first = language.partition("-")[0].lower()
    first = _SAME_STEMMER.get(first, first)
    return first if first in STEMMERS else ""


def folding() -> TextAnalyzer:
    # Folding comes first: small letters of İ are an i with a dot above, which folds no more.
    words = TextAnalyzerBuilder(Tokenizer.simple())
    return words.filter(Filter.ascii_fold()).filter(Filter.lowercase()).build()


def stemming(language: str) -> TextAnalyzer:
    # Folding comes last: négocié and négocier have one stem as long as they have their marks.
    words = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
    return words.filter(Filter.stemmer(STEMMERS[language])).filter(Filter.ascii_fold()).build()


def nothing() -> TextAnalyzer:
    """For a field that only sorts: no word of it is looked for."""
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.remove_long(1)).build()


def whole() -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.raw()).build()


_folding = cache(folding)
_stemming = cache(stemming)


def folded(text: str) -> list[str]:
    """The words of a text, as they are indexed."""
    return _folding().analyze(text_for_folding(text))


def stemmed(text: str, language: str) -> list[str]:
    return _stemming(language).analyze(text_for_stemming(text, language))


def without_possessive(word: str) -> str:
    """Who asks for “Assad's” asks for Assad."""
    return _POSSESSIVE.sub("", word)


def asked(text: str) -> tuple[list[str], bool]:
    """Words to look for, next to each other; and whether the last is only a beginning.

    A run of ideographs may go on in the article, so its last one does not stand for itself.
    """
    runs = list(_RUN.finditer(text))
    if not runs or folded(text[runs[-1].end() :]):
        return folded(text), False
    words = folded(text)
    if len(runs[-1][0]) == 1:
        return words, True
    return words[:-1], False


def text_for_folding(text: str) -> str:
    if text.isascii() or not _RUN.search(text):
        return text
    return _RUN.sub(_pairs, text)


def text_for_stemming(text: str, language: str) -> str:
    return text.translate(_TURKISH) if language == "tr" else text


def _pairs(run: re.Match[str]) -> str:
    return f" {' '.join(run[0][n : n + 2] for n in range(len(run[0])))} "


class Places:
    """The words of a text as `folded` gives them, and from and to which letter each stands.

    Few of them are asked where they stand, so the engine's tokens are kept as they are.
    """

    def __init__(self, text: str) -> None:
        runs = [] if text.isascii() else list(_RUN.finditer(text))
        self._pieces = list(_in_pieces(text, runs)) if runs else []
        self._tokens = [] if runs else _folding().pre_tokenize(text).tokens
        self.folded = [one.folded for one in self._pieces] or [one.text for one in self._tokens]

    def at(self, number: int) -> tuple[int, int]:
        if self._pieces:
            return self._pieces[number].start, self._pieces[number].end
        token = self._tokens[number]
        return token.char_offset_from, token.char_offset_to


def _in_pieces(text: str, runs: list[re.Match[str]]) -> Iterator[Place]:
    """What stands between runs of ideographs word by word, the runs in pairs."""
    end = 0
    for run in runs:
        yield from _plain_places(text, end, run.start())
        for start in range(run.start(), run.end()):
            pair = text[start : min(start + 2, run.end())]
            for word in _folding().analyze(pair):
                yield Place(start, min(start + 2, run.end()), word)
        end = run.end()
    yield from _plain_places(text, end, len(text))


def _plain_places(text: str, start: int, end: int) -> Iterator[Place]:
    for token in _folding().pre_tokenize(text[start:end]).tokens:
        yield Place(start + token.char_offset_from, start + token.char_offset_to, token.text)
