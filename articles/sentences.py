"""Where the sentences of a text begin and end.

A rule and no model: a sentence ends at its mark, with whatever closes behind it, where a blank
follows, and not after an abbreviation or an initial, nor before a small letter. Chinese and
Japanese need no blank. In doubt two sentences stay together rather than one being cut.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_CLOSING = "\"'”’»)\\]」』）】"
_MARKS = "!?…؟۔।"
# A row of marks is looked at once, from its beginning, however long it is.
_END = re.compile(
    rf"\n\s*\n"
    rf"|[。！？｡][{_CLOSING}]*\s*"
    rf"|(?<![.{_MARKS}])(?=\.*+[{_MARKS}]|\.{{3}})[.{_MARKS}]++[{_CLOSING}]*+\s++"
    rf"|\.(?P<closing>[{_CLOSING}]*)\s+"
)
# Without their dot. What a sentence often ends with (etc., Inc.) counts as its end.
_ABBREVIATION = re.compile(
    "mr|mrs|ms|mx|dr|prof|st|sr|jr|gen|col|lt|maj|capt|cmdr|sgt|adm|gov|sen|rep|rev|hon|pres|messrs"
    "|no|nos|vs|cf|ca|approx|fig|vol|pp|eds?|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    "|bzw|nr|hr|fr|mme|mlle|sra|sig|dott|ing|гг|ул|им|др",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*$")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
_SMALL = re.compile(r"[\s\"'“‘«(\[]*[a-zà-öø-ÿа-яёα-ω]")
_REACH = 24  # no abbreviation is longer


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """First and last place of each, without the blanks between them."""
    start = 0
    for end in [*_ends(text), len(text)]:
        words = text[start:end]
        first = start + len(words) - len(words.lstrip())
        last = start + len(words.rstrip())
        if first < last:
            yield first, last
        start = end


def sentence_at(found: list[tuple[int, int]], place: int) -> tuple[int, int]:
    """The one of all sentences of a text that a place is in."""
    return found[max(bisect_right(found, place, key=lambda one: one[0]) - 1, 0)]


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if match["closing"] is None or _is_end(text, match):
            yield match.end()


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Of what stands before a dot: not an abbreviation. Of what follows: not a small letter."""
    if _SMALL.match(text, match.end()):
        return False
    if match["closing"]:
        return True
    word = _LAST_WORD.search(text, max(match.start() - _REACH, 0), match.start())
    if word is None:
        return True
    return not (_INITIALS.fullmatch(word[0]) or _ABBREVIATION.fullmatch(word[0]))
