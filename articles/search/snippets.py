"""The piece of a text that shows why it was found, with the words marked."""

from __future__ import annotations

from django.utils.safestring import SafeString

from articles.highlight import Mark, render
from articles.quotation import quotation

from .marking import Span, spans
from .query.tree import Term

LONGEST = 280


def snippet(terms: list[Term], text: str, language: str) -> SafeString:
    """Of its sentence with the most words of the query; else its beginning. Safe HTML."""
    start, end = _best(spans(terms, text, language))
    quoted = quotation(text, start, end, LONGEST)
    words = quoted.before + quoted.words + quoted.after
    return marked(terms, words, language)


def marked(terms: list[Term], text: str, language: str, *, is_title: bool = False) -> SafeString:
    """The whole text as safe HTML, with the words of the query marked."""
    found = spans(terms, text, language, is_title=is_title)
    return render(text, 0, len(text), [Mark(span.start, span.end, "mark") for span in found])


def _best(found: list[Span]) -> tuple[int, int]:
    """The first place from which on the most different words follow soon."""
    best, most = (0, 0), 0
    for number, span in enumerate(found):
        near = {span.term}
        for other in found[number + 1 :]:
            if other.end - span.start > LONGEST // 2:
                break
            near.add(other.term)
        if len(near) > most:
            best, most = (span.start, span.end), len(near)
    return best
