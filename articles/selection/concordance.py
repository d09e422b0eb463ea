"""A selection as a concordance: each sentence with its words, by article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from articles.search import Line, lines, terms_of

if TYPE_CHECKING:
    from articles.models import Article

    from .selection import Selection

# Of one article on a page; a table has all of them.
SHOWN = 5


class Quoted(NamedTuple):
    """An article with its sentences; `more` of them are not shown."""

    article: Article
    headline: Line | None
    lines: list[Line]
    more: int


def concordance(selection: Selection, articles: Iterable[Article]) -> Iterator[Quoted]:
    for article in articles:
        found = lines_of(selection, article)
        headline = next((line for line in found if not line.paragraph), None)
        inside = [line for line in found if line.paragraph]
        yield Quoted(article, headline, inside[:SHOWN], max(len(inside) - SHOWN, 0))


def lines_of(selection: Selection, article: Article) -> list[Line]:
    terms = terms_of(selection.asked)
    return list(lines(terms, article.headline, article.text, article.language))
