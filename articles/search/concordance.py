"""Each sentence of an article with words of a query: the words in their context.

A sentence stands as it is in the text, whole if it is not very long, with all its words marked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from django.utils.safestring import SafeString

from articles.highlight import Mark, render
from articles.sentences import sentence_at, sentences
from articles.text import paragraphs

from .marking import Span, spans
from .query.tree import Term

LONGEST = 420
# So many words at each end of a sentence tell it from all others.
WORDS_OF_A_LINK = 5


@dataclass(frozen=True)
class Line:
    """`text[start:end]` is shown; `paragraph` is 0 in the headline."""

    text: str
    start: int
    end: int
    spans: tuple[Span, ...]
    is_cut: tuple[bool, bool] = (False, False)
    paragraph: int = 0

    @property
    def html(self) -> SafeString:
        marks = [Mark(span.start, span.end, "mark") for span in self.spans]
        return render(self.text, self.start, self.end, marks)

    @property
    def before(self) -> str:
        return self.text[self.start : self.spans[0].start]

    @property
    def words(self) -> str:
        """The first of its words; others may follow."""
        return self.text[self.spans[0].start : self.spans[0].end]

    @property
    def after(self) -> str:
        return self.text[self.spans[0].end : self.end]

    @property
    def fragment(self) -> str:
        """The part of an address that leads to the sentence; where a browser cannot, near it."""
        if not self.paragraph:
            return ""
        return f"#p{self.paragraph}:~:text={_text_fragment(self.text[self.start : self.end])}"


def lines(terms: list[Term], headline: str, text: str, language: str) -> Iterator[Line]:
    """First the headline, if it has the words, then each sentence of the text that does."""
    if found := spans(terms, headline, language, is_title=True):
        yield Line(headline, 0, len(headline), tuple(found))
    found = spans(terms, text, language)
    if not found:
        return
    places = list(sentences(text))
    starts = [paragraph.start for paragraph in paragraphs(text)]
    for (start, end), inside in groupby(found, lambda span: sentence_at(places, span.start)):
        here = tuple(inside)
        yield _line(text, start, max(end, here[-1].end), here, bisect_right(starts, start))


def _line(text: str, start: int, end: int, here: tuple[Span, ...], paragraph: int) -> Line:
    """Of a very long sentence what stands around the first of the words."""
    if end - start <= LONGEST:
        return Line(text, start, end, here, (False, False), paragraph)
    first = max(start, here[0].start - LONGEST // 3)
    last = min(end, max(first + LONGEST, here[0].end))
    if first > start:
        first = text.find(" ", first, here[0].start) + 1 or first
    if last < end:
        blank = text.rfind(" ", here[0].end, last)
        last = blank if blank > 0 else last
    shown = tuple(span for span in here if span.end <= last)
    return Line(text, first, last, shown, (first > start, last < end), paragraph)


def _text_fragment(sentence: str) -> str:
    """The words, or those it begins and ends with (wicg.github.io/scroll-to-text-fragment)."""
    words = sentence.split(" ")
    if len(words) <= 2 * WORDS_OF_A_LINK:
        return _encoded(sentence)
    first, last = words[:WORDS_OF_A_LINK], words[-WORDS_OF_A_LINK:]
    return f"{_encoded(' '.join(first))},{_encoded(' '.join(last))}"


def _encoded(words: str) -> str:
    # A minus says where a context ends.
    return quote(words, safe="").replace("-", "%2D")
