"""Texts that are nearly the same, found by looking up: copies of one story in several papers.

    fingerprint(text)                  # six numbers, or None for a text of a few words
    alike(one_fingerprint, another)    # whether at least three of the six are the same

A text is taken as its runs of five words, in any case and without marks and punctuation. Each run
has a hash; the hashes fall into twelve bins, and of each bin the least is kept (one-permutation
MinHash: Li, Owen, Zhang 2012; empty bins are filled from the next: Shrivastava, Li 2014). Two bins
make a number. Of 100 pairs of texts that share nine tenths of their runs 98 are alike, of those
that share half 16, a third 1 or 2, and of texts that share a closing line none. No text is compared
with another.
"""

from __future__ import annotations

import re
import unicodedata
import zlib

RUN = 5  # words
NUMBERS = 6
ENOUGH = 3
FEWEST = 20  # runs: of less, a shared formula would make copies
_BINS = 2 * NUMBERS
_EMPTY = 1 << 32
# What is written without blanks has no words to be told: its characters count.
_UNDIVIDED = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNDIVIDED}]|[^\W{_UNDIVIDED}]+")
_MARKS = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f]+")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)

Fingerprint = tuple[int, ...]


def fingerprint(text: str) -> Fingerprint | None:
    words = _ASCII_WORD.findall(text.lower()) if text.isascii() else _WORD.findall(_folded(text))
    if len(words) < FEWEST + RUN - 1:
        return None
    least = _filled(_least_of_each_bin(_hashes(words)))
    return tuple(least[n] << 29 | least[n + 1] for n in range(0, _BINS, 2))


def alike(one: Fingerprint, other: Fingerprint) -> bool:
    return sum(a == b for a, b in zip(one, other, strict=True)) >= ENOUGH


def _folded(text: str) -> str:
    """Nearly as names are, in a seventh of the time: a wrong letter here is no wrong name."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _MARKS.sub("", decomposed).replace("ı", "i")


def _hashes(words: list[str]) -> bytes:
    """Four bytes a word."""
    known = {word: zlib.crc32(word.encode()).to_bytes(4, "big") for word in set(words)}
    return b"".join([known[word] for word in words])


def _least_of_each_bin(hashes: bytes) -> list[int]:
    least = [_EMPTY] * _BINS
    for start in range(0, len(hashes) - 4 * RUN + 1, 4):
        value = zlib.crc32(hashes[start : start + 4 * RUN])
        place = value % _BINS
        if value < least[place]:
            least[place] = value
    return least


def _filled(least: list[int]) -> list[int]:
    """Numbers of 29 bits; an empty bin has that of the next which is not, and of how far it is."""
    filled = []
    for place in range(_BINS):
        steps = next(n for n in range(_BINS) if least[(place + n) % _BINS] != _EMPTY)
        value = least[(place + steps) % _BINS] // _BINS
        filled.append((value + steps * 7919) % (1 << 29))
    return filled
