"""Where in an article given words stand."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from articles import quotes
from articles.models import Article, Field

CONTEXT = 60


class Place(NamedTuple):
    """Where words stand in an article."""

    field: Field
    start: int
    end: int

    def key(self, article: Article) -> str:
        """As it goes through a form: good for the article as it is, and for no other text."""
        words = hashlib.sha256(getattr(article, self.field).encode()).hexdigest()
        return f"{self.field}-{self.start}-{self.end}-{words[:16]}"

    def in_context(self, article: Article) -> str:
        words = getattr(article, self.field)
        before = words[max(0, self.start - CONTEXT) : self.start]
        after = words[self.end : self.end + CONTEXT]
        where = "Headline: " if self.field == Field.HEADLINE else ""
        dots = ("…" if self.start > CONTEXT else "", "…" if self.end + CONTEXT < len(words) else "")
        return f"{where}{dots[0]}{before}[{words[self.start : self.end]}]{after}{dots[1]}"


def places(article: Article, words: str, before: str = "") -> list[Place]:
    """Where the words occur in headline and text, in reading order; if given, after `before`."""
    found = []
    for field in Field:
        text = getattr(article, field)
        for start, end in sorted(quotes.find_spans(text, words)):
            context = text[max(0, start - 2 * len(before) - 2) : start].rstrip()
            if not before or (
                quotes.find_spans(context, before)[-1:] and _ends_with(context, before)
            ):
                found.append(Place(field, start, end))
    return found


def _ends_with(text: str, words: str) -> bool:
    return any(end == len(text) for _, end in quotes.find_spans(text, words))
