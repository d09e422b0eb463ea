"""Articles in the order of the index, read from the database a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from articles.models import Article
from articles.search import Look, marked, snippet, terms_of

if TYPE_CHECKING:
    from articles.models.article import ArticleQuerySet
    from articles.search.conditions import Condition
    from articles.search.query import Term


@dataclass(frozen=True)
class FoundArticles:
    """As a queryset, as far as lists and pages need one. `rows` says what is read of each."""

    look: Look
    condition: Condition
    sort: str
    total: int
    rows: ArticleQuerySet

    def for_rows(self) -> Self:
        return replace(self, rows=self.rows.for_rows())

    def for_list(self) -> Self:
        return replace(self, rows=self.rows.for_list())

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[Article]:
        start, stop, _ = part.indices(self.total)
        if start >= stop:
            return []
        found = self.look.find(self.condition, sort=self.sort, offset=start, limit=stop - start)
        terms = terms_of(self.condition)
        # What has been withdrawn since the index was read is passed over.
        articles = (self.rows.defer(None) if terms else self.rows).these(found.pks)
        for article in articles if terms else ():
            _show(article, terms)
        return articles


def _show(article: Any, terms: list[Term]) -> None:
    """Why it was found: the words marked in its headline and around their place in the text."""
    language = article.language
    article.marked_headline = marked(terms, article.headline, language, is_title=True)
    article.snippet = snippet(terms, article.text, language)
