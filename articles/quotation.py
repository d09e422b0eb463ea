"""A few words of a text around a place in it: the sentence that a list quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 320  # a paragraph of news is often no longer, and then it is quoted whole
_SENTENCE_END = re.compile(r"[.!?…。؟]+[\"”’»)\]]*\s+(?=\S)")


@dataclass(frozen=True)
class Quotation:
    """`words` are those quoted for; `before` and `after` stand around them."""

    before: str
    words: str
    after: str


def quotation(text: str, start: int, end: int, longest: int = LONGEST) -> Quotation:
    """The paragraph of text[start:end] if it is short, else its sentence, else what has room."""
    end = min(end, start + longest, len(text))
    first, last = _paragraph(text, start, end)
    if last - first > longest:
        first, last = _sentence(text, first, last, start, end)
    room = max(longest - (end - start), 0)
    if last - first > longest:
        # A third of the room before the words, the rest after: a sentence is read forwards.
        whole_first, whole_last = first, last
        first = max(first, start - room // 3)
        last = min(last, end + room - (start - first))
        first, last = _at_words(text, first, start, last, end, whole_first, whole_last)
        before = "… " if first > whole_first else ""
        after = " …" if last < whole_last else ""
    else:
        before = after = ""
    return Quotation(
        before + text[first:start].lstrip(), text[start:end], text[end:last].rstrip() + after
    )


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    first = text.rfind("\n\n", 0, start)
    last = text.find("\n\n", end)
    return first + 2 if first >= 0 else 0, last if last >= 0 else len(text)


def _sentence(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, first, last)]
    return (
        max((place for place in ends if place <= start), default=first),
        min((place for place in ends if place >= end), default=last),
    )


def _at_words(
    text: str, first: int, start: int, last: int, end: int, whole_first: int, whole_last: int
) -> tuple[int, int]:
    """The cuts moved inwards to the nearest blank, if there is one."""
    if first > whole_first:
        blank = text.find(" ", first, start)
        first = blank + 1 if blank >= 0 else first
    if last < whole_last:
        blank = text.rfind(" ", end, last)
        last = blank if blank >= 0 else last
    return first, last
