"""A selection as rows of cells: an article a row, or as a concordance a sentence a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.period import Period

from .concordance import lines_of

if TYPE_CHECKING:
    from articles.models import Article
    from articles.search import Line

    from .selection import Selection

Row = tuple[str, ...]

# So many articles a table has. Looking through the texts of a thousand takes about a second.
MOST_ARTICLES = 10_000
MOST_QUOTED = 1000
CHUNK = 100
OF_AN_ARTICLE = ("date", "source", "headline", "address")


@dataclass(frozen=True)
class Table:
    """`origin` is what stands before the path in an address."""

    selection: Selection
    origin: str = ""

    @property
    def url(self) -> str:
        return self.selection.on_page(1).url(".csv")

    @property
    def most(self) -> int:
        return MOST_QUOTED if self.selection.view else MOST_ARTICLES

    @property
    def is_cut(self) -> bool:
        return self.selection.total > self.most

    @property
    def name(self) -> str:
        """Of a file: it says which part there is of many."""
        part = f"-first-{self.most}" if self.is_cut else ""
        return f"{self.selection.view or 'articles'}{part}"

    def rows(self) -> Iterator[Row]:
        """The headings first. Articles are read as their rows are taken."""
        if self.selection.view:
            yield (*OF_AN_ARTICLE, "paragraph", "before", "words", "after")
            for article in self._articles():
                for line in lines_of(self.selection, article):
                    yield self._row_of_line(article, line)
        else:
            yield (*OF_AN_ARTICLE, "language", "entities")
            for article in self._articles():
                yield self._row_of_article(article)

    def _articles(self) -> Iterator[Article]:
        articles = self.selection.articles().for_list()
        for start in range(0, min(self.selection.total, self.most), CHUNK):
            yield from articles[start : start + CHUNK]

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
