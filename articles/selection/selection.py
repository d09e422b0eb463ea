from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from articles.facets import BY_PARAMETER, PHRASES, Chip, Facet, Term, Value
from articles.models import Article
from articles.naming import in_a_row

from .reading import SORTS, Ignored, read

if TYPE_CHECKING:
    from django.http import QueryDict

    from articles.facets import Asked
    from articles.models.article import ArticleQuerySet

PER_PAGE = 20
MOST_PAGES = 50
# How many changed selections are counted for a reader whose own finds nothing.
MOST_TRIED = 8

LIST = "/articles"


class WayOut(NamedTuple):
    """A selection that differs in one filter and does find something."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Selection:
    """Terms that all hold, an order and a page. Equal to any that selects and shows the same."""

    terms: tuple[Term, ...] = ()
    sort: str = SORTS[0]
    page: int = 1
    ignored: tuple[Ignored, ...] = field(default=(), compare=False)
    usual: tuple[Asked, ...] = field(default=(), compare=False)
    is_usual: bool = field(default=True, compare=False)

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        reading = read(query)
        return cls(
            terms=tuple(reading.terms),
            sort=reading.sort,
            page=reading.page,
            ignored=tuple(reading.ignored),
            usual=tuple(reading.usual),
            is_usual=reading.is_usual,
        )

    # What it finds

    def articles(self) -> ArticleQuerySet:
        """Public articles that every term holds for, in order."""
        articles = Article.objects.public()
        for term in self.terms:
            articles = term.narrow(articles)
        return articles.oldest() if self.sort == "oldest" else articles.newest()

    @cached_property
    def total(self) -> int:
        return self.articles().count()

    @cached_property
    def shown(self) -> Page:
        """The page that is shown: the one asked for, or the last there is to be seen."""
        return FirstPages(self.articles().for_list(), PER_PAGE, self.total).get_page(self.page)

    @property
    def is_filtered(self) -> bool:
        return bool(self.terms)

    # How it is said

    def in_words(self) -> str:
        """“38 articles that mention Turkey and Russia but not the United States”. Plain text."""
        count = f"{self.total:,} article{'s' * (self.total > 1)}" if self.total else "No article"
        phrases = (group.phrase(terms, self.total) for group, terms in self._groups(PHRASES))
        return " ".join([count, *phrases])

    @cached_property
    def chips(self) -> list[Chip]:
        """The values in use, in the order of the terms."""
        groups = dict.fromkeys(type(term.facet) for term in self.terms)
        return [
            chip for group, terms in self._groups(groups) for chip in group.chips(self.terms, terms)
        ]

    def _groups(
        self, order: Iterable[type[Facet]]
    ) -> Iterator[tuple[type[Facet], list[Term]]]:
        """The terms of each class of facets, where there are any."""
        for group in order:
            if terms := [term for term in self.terms if type(term.facet) is group]:
                yield group, terms

    # Where it is

    def address(self) -> str:
        """Its query string, in the usual spelling and order, without a question mark."""
        return query_string([*(term.written for term in self.terms), *self._view()])

    def _view(self) -> Iterator[Asked]:
        if self.sort != SORTS[0]:
            yield "sort", self.sort
        if self.page > 1:
            yield "page", str(self.page)

    def url(self, suffix: str = "/") -> str:
        """Its address under `/articles/`; with `.json` that of another rendering."""
        query = self.address()
        return f"{LIST}{suffix}?{query}" if query else f"{LIST}{suffix}"

    def usual_query(self) -> str:
        """What was given, in its usual spelling; what is left out stays, to be said again."""
        return query_string(self.usual)

    # Others like it

    def of_terms(self, terms: Iterable[Term]) -> Selection:
        """Another choice of terms in the same order, from its first page."""
        return Selection(tuple(terms), self.sort)

    def with_value(self, value: Value) -> Selection:
        return self._and(Term(BY_PARAMETER[value.parameter], (value,)))

    def excluding(self, value: Value) -> Selection:
        return self._and(Term(BY_PARAMETER[value.parameter], (value,), is_not=True))

    def without(self, chip: Chip) -> Selection:
        return self.of_terms(chip.terms)

    def _and(self, term: Term) -> Selection:
        return self.of_terms(dict.fromkeys([*self.terms, term]))

    def sorted_by(self, sort: str) -> Selection:
        return Selection(self.terms, sort)

    def on_page(self, number: int) -> Selection:
        return Selection(self.terms, self.sort, number)

    def ways_out(self) -> list[WayOut]:
        """Selections that differ in one filter and find something, for one that finds nothing."""
        tried = islice(self._changed(), MOST_TRIED)
        ways = [WayOut(label, other.url(), other.total) for label, other in tried]
        return [way for way in ways if way.count]

    def _changed(self) -> Iterator[tuple[str, Selection]]:
        if len(self.chips) > 1:
            for chip in self.chips:
                yield f"Without the filter “{'not ' * chip.is_not}{chip.label}”", self.without(chip)
        for facet in dict.fromkeys(term.facet for term in self.terms):
            every = [term for term in self.terms if term.facet == facet and not term.is_not]
            if len(every) > 1 and not facet.takes_one:
                values = tuple(value for term in every for value in term.values)
                rest = [term for term in self.terms if term not in every]
                either = in_a_row([value.words for value in values], "or")
                label = f"{either[0].upper()}{either[1:]}, instead of {'both' if len(every) == 2 else 'all'}"
                yield label, self.of_terms([Term(facet, values), *rest])


def query_string(pairs: Iterable[Asked]) -> str:
    return urlencode(list(pairs), safe=":,", errors="replace")


class FirstPages(Paginator):
    """Numbered pages go as far as a reader does; whoever wants more narrows the selection."""

    def __init__(self, articles: ArticleQuerySet, per_page: int, total: int) -> None:
        super().__init__(articles, per_page)
        self.count = total

    @property
    def num_pages(self) -> int:
        return min(super().num_pages, MOST_PAGES)
