"""A selection as rows of cells: an article a row, or as a concordance a sentence a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from articles.period import Period

from .concordance import lines_of
from .taking import MOST, Taken

if TYPE_CHECKING:
    from articles.models import Article
    from articles.search import Line

    from .selection import Selection

Row = tuple[str, ...]

# Looking through the texts of a thousand articles takes about a second.
MOST_QUOTED = 1000
OF_AN_ARTICLE = ("date", "source", "headline", "address")


@dataclass(frozen=True)
class Table:
    """`origin` is what stands before the path in an address; a table has `most_articles`."""

    selection: Selection
    origin: str = ""
    most_articles: int = MOST

    @property
    def url(self) -> str:
        return self.selection.on_page(1).url(".csv")

    @property
    def most(self) -> int:
        return MOST_QUOTED if self.selection.view else self.most_articles

    @cached_property
    def taken(self) -> Taken:
        return Taken(self.selection, self.most)

    def rows(self) -> Iterator[Row]:
        """The headings first. Which articles is settled now; they are read as rows are taken."""
        articles = self.taken.articles()
        return self._quoted(articles) if self.selection.view else self._listed(articles)

    def _quoted(self, articles: Iterator[Article]) -> Iterator[Row]:
        yield (*OF_AN_ARTICLE, "paragraph", "before", "words", "after")
        for article in articles:
            for line in lines_of(self.selection, article):
                yield self._row_of_line(article, line)

    def _listed(self, articles: Iterator[Article]) -> Iterator[Row]:
        yield (*OF_AN_ARTICLE, "language", "entities")
        for article in articles:
            yield self._row_of_article(article)

    def _row_of_article(self, article: Article) -> Row:
        names = "; ".join(tagged.tag.name for tagged in article.tags.all())
        return (*self._of_article(article, ""), article.language, names)

    def _row_of_line(self, article: Article, line: Line) -> Row:
        """A sentence, divided at the first of its words."""
        where = str(line.paragraph or "headline")
        words = (line.before, line.words, line.after)
        return (*self._of_article(article, line.fragment), where, *words)

    def _of_article(self, article: Article, fragment: str) -> Row:
        first, last = article.published_on, article.period_end
        date = str(Period(first, last or first)) if first else ""
        address = f"{self.origin}{article.get_absolute_url()}{fragment}"
        return date, article.source.name, article.headline, address
