"""Articles as the index finds them, read from the database a page at a time; or without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from articles.models import Article
from articles.search import Look, marked, snippet, terms_of

if TYPE_CHECKING:
    from articles import facets
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

    def keys(self, start: int, stop: int) -> list[int]:
        """Of its articles from one place to another, in order."""
        limit = min(stop, self.total) - start
        if limit <= 0:
            return []
        return self.look.find(self.condition, sort=self.sort, offset=start, limit=limit).pks

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


def narrowed(terms: Sequence[facets.Term]) -> ArticleQuerySet:
    """Public articles that every term holds for, by the database alone."""
    articles = Article.objects.public()
    for term in terms:
        if not term.is_not:
            articles = term.narrow(articles)
    for group in dict.fromkeys(type(term.facet) for term in terms):
        # Without this and without that: none of both, which is one question.
        refused = [term for term in terms if term.is_not and type(term.facet) is group]
        if refused:
            values = [value for term in refused for value in term.values]
            articles = refused[0].facet.narrow(articles, values, is_not=True)
    return articles
