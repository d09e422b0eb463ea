from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from articles.facets import BY_PARAMETER, PHRASES, Chip, Term, Value
from articles.formats import RENDERINGS
from articles.models import Article
from articles.paging import FirstPages
from articles.search import IndexFault, Look, Meant, begin, begin_if_complete, reworded, terms_of
from articles.search.conditions import All, Condition, Everything
from articles.search.query import Node, written
from articles.search.query.spoken import Names

from .chips import chips, groups
from .course import Part, course
from .found import FoundArticles, narrowed
from .left_out import left_out
from .narrowing import Box, boxes
from .ordering import Way, orders, views
from .reading import BY_WORDS, SHARE, SORTS, Ignored, read
from .said import phrases
from .stated import lists_of
from .ways_out import WayOut, spellings, ways_out
from .years import years

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import QueryDict

    from articles.facets import Asked
    from articles.models.article import ArticleQuerySet

LIST = "/articles"


@dataclass(frozen=True)
class Selection:
    """Terms and words that all hold, an order and a page. Equal to any that shows the same.

    `tree` is what is asked for in words; `asked` the same as the index is asked for it.
    """

    terms: tuple[Term, ...] = ()
    sort: str = SORTS[0]
    view: str = ""
    is_share: bool = False
    page: int = 1
    tree: Node | None = None
    asked: Condition | None = field(default=None, compare=False)
    names: Names = field(default_factory=dict, compare=False)
    said: tuple[str, ...] = field(default=(), compare=False)
    repaired: tuple[str, ...] = field(default=(), compare=False)
    ignored: tuple[Ignored, ...] = field(default=(), compare=False)
    usual: tuple[Asked, ...] = field(default=(), compare=False)
    is_usual: bool = field(default=True, compare=False)
    is_reworded: bool = field(default=False, compare=False)

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        reading = read(query)
        question = reading.question
        return cls(
            terms=tuple(reading.terms),
            sort=reading.sort,
            view=reading.view,
            is_share=reading.is_share,
            page=reading.page,
            tree=question.tree if question else None,
            asked=question.condition if question else None,
            names=question.names if question else {},
            said=tuple(question.several) if question else (),
            repaired=question.parsed.repairs if question else (),
            ignored=tuple(reading.ignored),
            usual=tuple(reading.given if reading.stays else reading.usual),
            is_usual=reading.is_usual,
            is_reworded=bool(question and question.moved),
        )

    # What it finds

    def articles(self) -> ArticleQuerySet | FoundArticles:
        """Public articles that every term holds for, in order; under words always by the index."""
        total = self.total
        look = self.look if self.tree else self.counted
        if look is None:
            return self._rows()
        rows = Article.objects.public()
        return FoundArticles(look, self.condition, self.sort, total, rows)

    def keys(self, start: int, stop: int) -> list[int]:
        """Of its articles from one place to another, in order."""
        articles = self.articles()
        if isinstance(articles, FoundArticles):
            return articles.keys(start, stop)
        return list(articles.values_list("pk", flat=True)[start:stop])

    @cached_property
    def look(self) -> Look:
        return begin()

    @property
    def condition(self) -> Condition:
        """All of it, for the index."""
        parts = [*(term.condition for term in self.terms), *([self.asked] if self.asked else [])]
        return All(tuple(parts)) if parts else Everything()

    @property
    def behind(self) -> int:
        """How many changes its answer does not know yet."""
        return self.look.behind if self.tree else 0

    def _rows(self) -> ArticleQuerySet:
        articles = narrowed(self.terms)
        return articles.oldest() if self.sort == "oldest" else articles.newest()

    @cached_property
    def total(self) -> int:
        if self.tree:
            return self.look.total(self.condition)
        try:
            return self.counted.total(self.condition) if self.counted else self._rows().count()
        except IndexFault:
            self.__dict__["counted"] = None
            return self._rows().count()

    def page_of(self, articles: ArticleQuerySet | FoundArticles) -> Page[Article]:
        """The page asked for of its articles, or the last one that there is to be seen."""
        return FirstPages(articles, total=self.total).get_page(self.page)

    @cached_property
    def pages(self) -> FirstPages:
        return FirstPages(self.articles(), total=self.total)

    @cached_property
    def counted(self) -> Look | None:
        """The index, if it knows all that the list shows; else the list is the database's own."""
        if self.tree is None:
            return begin_if_complete()
        try:
            return self.look
        except IndexFault:
            return None

    @cached_property
    def boxes(self) -> list[Box]:
        if not self.total or not self.counted:
            return []
        made = boxes(self, self.counted)  # years are counted with all else
        return [*made, *years(self, self.counted.counts(self.condition, "year")["year"])]

    @property
    def among(self) -> int:
        """All articles of the archive, where shares of them are shown."""
        return self.look.total(Everything()) if self.is_share else 0

    @cached_property
    def course(self) -> list[Part]:
        return course(self, self.counted) if self.total and self.counted else []

    @property
    def is_filtered(self) -> bool:
        return bool(self.terms or self.tree)

    # How it is said

    def in_words(self) -> str:
        """“38 articles that mention Turkey and Russia but not the United States”. Plain text."""
        count = f"{self.total:,} article{'s' * (self.total > 1)}" if self.total else "No article"
        return " ".join([count, *self._phrases(self.total)])

    @property
    def subject(self) -> str:
        """“Articles that mention Turkey”: the same however many there are."""
        return " ".join(["Articles", *self._phrases(2)])

    def _phrases(self, total: int) -> Iterator[str]:
        yield from phrases(self.tree, self.names)
        yield from (group.phrase(terms, total) for group, terms in groups(self.terms, PHRASES))

    @cached_property
    def chips(self) -> list[Chip]:
        return chips(self)

    @cached_property
    def left_out(self) -> list[Ignored]:
        """What was ignored, and a page that there is not."""
        return left_out(self, self.pages.num_pages)

    # Where it is

    def address(self) -> str:
        """Its query string, in the usual spelling and order, without a question mark."""
        return query_string([*(term.written for term in self.terms), *self._view()])

    @property
    def words(self) -> str:
        """What stands in the search field."""
        return written(self.tree) if self.tree else ""

    @property
    def usual_sort(self) -> str:
        return BY_WORDS if terms_of(self.asked) else SORTS[0]

    def _view(self) -> Iterator[Asked]:
        if self.tree:
            yield "q", self.words
        if self.sort != self.usual_sort:
            yield "sort", self.sort
        if self.view:
            yield "view", self.view
        if self.is_share:
            yield "norm", SHARE
        if self.page > 1:
            yield "page", str(self.page)

    def url(self, suffix: str = "/") -> str:
        """Its address under `/articles/`; with `.json` that of another rendering."""
        return _url(suffix, self.address())

    def usual_url(self) -> str:
        """What was given, in its usual spelling; what is left out stays, to be said again."""
        return _url("/", query_string(self.usual))

    @property
    def first_url(self) -> str:
        return self.on_page(1).url()

    @property
    def json_url(self) -> str:
        return self.url(".json")

    @property
    def feed_url(self) -> str:
        return self.bare.sorted_by(self.usual_sort).url(".atom")

    @property
    def json_feed_url(self) -> str:
        return self.bare.sorted_by(self.usual_sort).url(".feed.json")

    @property
    def files(self) -> list[tuple[str, str]]:
        """All of it as files: what each is called, and where it is."""
        return [(format_.LABEL, self.bare.url(suffix)) for suffix, format_ in RENDERINGS.items()]

    @property
    def bare(self) -> Selection:
        """Which articles in which order, and not how they are shown."""
        return self._like(view="", is_share=False)

    @property
    def months_url(self) -> str:
        return self.on_page(1).url("/months.csv")

    @property
    def next_url(self) -> str:
        return self.on_page(self.page + 1).url()

    @property
    def previous_url(self) -> str:
        return self.on_page(min(self.page, self.pages.num_pages) - 1).url()

    @property
    def statements(self) -> list[tuple[str, str]]:
        """Where the claims or relations stand that its words speak of."""
        return lists_of(self) if self.tree else []

    @property
    def orders(self) -> list[Way]:
        return orders(self)

    @property
    def views(self) -> list[Way]:
        return views(self)

    # What the form shows, and what it carries along

    @property
    def since(self) -> str:
        return self._one("from")

    @property
    def until(self) -> str:
        return self._one("to")

    def _one(self, parameter: str) -> str:
        return next((code for name, code in self.kept_and_shown if name == parameter), "")

    @property
    def kept(self) -> list[Asked]:
        shown = ("from", "to", "q")
        return [pair for pair in self.kept_and_shown if pair[0] not in shown]

    @property
    def kept_and_shown(self) -> list[Asked]:
        return [*(term.written for term in self.terms), *replace(self, page=1)._view()]

    # Others like it

    def of_terms(self, terms: Iterable[Term]) -> Selection:
        """Another choice of terms in the same order, from its first page."""
        return self._like(terms=tuple(dict.fromkeys(terms)))

    def without_words(self) -> Selection:
        return self.asking(None, None)

    def asking(self, tree: Node | None, asked: Condition | None) -> Selection:
        """With words instead of its own."""
        has_words = bool(terms_of(asked))
        sort = SORTS[0] if self.sort == BY_WORDS and not has_words else self.sort
        return self._like(tree=tree, asked=asked, sort=sort, view=self.view * has_words)

    @property
    def other_norm(self) -> Selection:
        """With shares of all articles instead of numbers, or the other way round."""
        return self._like(is_share=not self.is_share, page=self.page)

    def seen_as(self, view: str) -> Selection:
        """As a list, or as a concordance."""
        return self._like(view=view)

    def reworded(self, meant: Meant) -> Selection:
        """With some of its words spelled otherwise."""
        asked = reworded(self.asked, meant) if self.asked else None
        return self.asking(reworded(self.tree, meant) if self.tree else None, asked)

    def _like(self, **differing: Any) -> Selection:
        """Another, with what was left out and repaired of this one forgotten."""
        fresh: dict[str, Any] = {
            "page": 1,
            "ignored": (),
            "said": (),
            "repaired": (),
            "is_usual": True,
        }
        other = replace(self, **(fresh | differing))
        if bool(other.tree) == bool(self.tree):
            for asked in ("look", "counted"):
                if asked in self.__dict__:
                    other.__dict__[asked] = self.__dict__[asked]
        return other

    def with_value(self, value: Value) -> Selection:
        return self._and(Term(BY_PARAMETER[value.parameter], (value,)))

    def without(self, value: Value) -> Selection:
        """With this value taken away where it is wanted."""
        terms = (
            term.without(value) if value in term.values and not term.is_not else term
            for term in self.terms
        )
        return self.of_terms([term for term in terms if term])

    def excluding(self, value: Value) -> Selection:
        return self._and(Term(BY_PARAMETER[value.parameter], (value,), is_not=True))

    def _and(self, term: Term) -> Selection:
        return self.of_terms([*self.terms, term])

    def sorted_by(self, sort: str) -> Selection:
        return self._like(sort=sort)

    def on_page(self, number: int) -> Selection:
        return self._like(page=number)

    def ways_out(self) -> list[WayOut]:
        """Selections that differ in one thing and find something, for one that finds nothing."""
        return ways_out(self)

    @cached_property
    def spellings(self) -> list[WayOut]:
        """Words that may have been meant, for one that finds little. They are only offered."""
        return spellings(self)


def _url(suffix: str, query: str) -> str:
    return f"{LIST}{suffix}?{query}" if query else f"{LIST}{suffix}"


def query_string(pairs: Iterable[Asked]) -> str:
    return "&".join(map(_encoded, pairs))


@lru_cache(maxsize=4096)
def _encoded(pair: Asked) -> str:
    """One parameter. A page has a hundred links that differ from each other in one of them."""
    return urlencode([pair], safe=":,", errors="replace")
