"""The claims or the relations of a selection: what its articles say and what is done in them.

    statements = Statements(selection, Claim)
    statements.rows, statements.total, statements.page     # as the list shows them
    statements.boxes                                       # ways to narrow them

Of the articles that the selection finds, these are all statements; where it speaks of statements
(`said-by:lavrov via:itar-tass`, `event:accuse`), those that are meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from articles.facets import Chip
from articles.models import Article, Claim, Relation
from articles.paging import FirstPages
from articles.search.conditions import All, Has, Stated
from articles.search.query import Statement, walk

from .found import narrowed
from .left_out import left_out
from .narrowing import Box
from .narrowing_statements import boxes
from .ordering import LABELS, Way
from .reading import Link

if TYPE_CHECKING:
    from django.core.paginator import Page

    from .reading import Ignored
    from .selection import Selection

NOUNS: tuple[type[Claim] | type[Relation], ...] = (Claim, Relation)
# Of so many articles the statements are looked through, under words: of the newest.
MOST_READ = 10_000
OLDEST = "oldest"
# So many are counted by their parts, those that were added last: numbers are for finding a way.
MOST_COUNTED = 5_000


@dataclass(frozen=True)
class Statements:
    selection: Selection
    model: type[Claim] | type[Relation]

    @property
    def noun(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def path(self) -> str:
        return reverse(f"{self.noun}-list")

    @property
    def parts(self) -> Mapping[str, str]:
        """What a query calls their parts, and the columns that hold them."""
        return self.model.objects.all().parts

    @cached_property
    def found(self) -> Any:
        """All of them, in no order."""
        statements: Any = self.model.objects.public()
        if self.wanted:
            statements = statements.stating(*self.wanted)
        if self.selection.terms or not self._is_about_one_statement:
            statements = statements.in_articles(self._articles)
        return statements

    @property
    def rows(self) -> Any:
        statements = self.found.for_reading()
        return statements.by_oldest_article() if self.is_oldest else statements.by_newest_article()

    @property
    def is_oldest(self) -> bool:
        return self.selection.sort == OLDEST

    @cached_property
    def total(self) -> int:
        total: int = self.found.count()
        return total

    @cached_property
    def page(self) -> Page[Any]:
        return FirstPages(self.rows, total=self.total).get_page(self.selection.page)

    @property
    def left_out(self) -> list[Ignored]:
        """What was ignored, and a page that there is not; its links stay on this list."""
        return [
            replace(one, links=tuple(Link(label, self._here(url)) for label, url in one.links))
            for one in left_out(self.selection, self.page.paginator.num_pages)
        ]

    @cached_property
    def wanted(self) -> list[Mapping[str, Any]]:
        """The parts of each statement of this noun that the words of the selection ask for."""
        # All, Any and Not of a condition are those of the tree.
        asked: Any = self.selection.asked
        nodes = (node for node, is_wanted in walk(asked) if is_wanted)
        return [
            dict(node.parts)
            for node in nodes
            if isinstance(node, Stated) and self.is_of_this_noun(node)
        ]

    def is_of_this_noun(self, node: Any) -> bool:
        """Whether a term of the query, or what it was looked up as, speaks of these statements."""
        if isinstance(node, Stated):
            return {name for name, _ in node.parts} <= set(self.parts)
        return isinstance(node, Statement) and {part.key for part in node.parts} <= set(self.parts)

    @property
    def _is_about_one_statement(self) -> bool:
        """Whether nothing else is asked for: then no other article can have it."""
        asked = self.selection.asked
        return asked is None or (isinstance(asked, Stated) and bool(self.wanted))

    # Its articles

    @cached_property
    def _found_articles(self) -> Any:
        condition = All((self.selection.condition, Has(f"{self.noun}s")))
        return self.selection.look.find(condition, limit=MOST_READ)

    @property
    def _articles(self) -> Any:
        if self._is_about_one_statement:
            return narrowed(self.selection.terms)
        return Article.objects.public().filter(pk__in=self._found_articles.pks)

    most_read = MOST_READ

    @property
    def unread(self) -> int:
        """How many articles there are beyond those whose statements are looked through."""
        if self._is_about_one_statement:
            return 0
        total: int = self._found_articles.total
        return max(total - MOST_READ, 0)

    @cached_property
    def counted(self) -> list[int]:
        """The keys of those that are counted by their parts."""
        found = self.found
        if not self.selection.is_filtered:
            # Of all, look at the newest alone: the database would go through each for its article.
            keys = self.model.objects.order_by("-pk").values_list("pk", flat=True)
            found = found.filter(pk__in=list(keys[:MOST_COUNTED]))
        return list(found.order_by("-pk").values_list("pk", flat=True)[:MOST_COUNTED])

    @property
    def counts_all(self) -> bool:
        return self.total <= MOST_COUNTED

    most_counted = MOST_COUNTED

    @cached_property
    def boxes(self) -> list[Box]:
        return boxes(self) if self.total else []

    # Its addresses

    def url_of(self, selection: Selection, suffix: str = "/") -> str:
        query = selection.address()
        path = f"{self.path.rstrip('/')}{suffix}"
        return f"{path}?{query}" if query else path

    @property
    def chips(self) -> list[Chip]:
        chips = self.selection.chips
        return [replace(chip, remove_url=self._here(chip.remove_url)) for chip in chips]

    def _here(self, url: str) -> str:
        """The address of the same selection on this list."""
        query = url.partition("?")[2]
        return f"{self.path}?{query}" if query else self.path

    @property
    def orders(self) -> list[Way]:
        """By date alone, under words too: a statement is not relevant by how often it has them."""
        newest = self.selection.sorted_by(self.selection.usual_sort)
        oldest = self.selection.sorted_by(OLDEST)
        return [
            Way(LABELS["newest"], self.url_of(newest), not self.is_oldest),
            Way(LABELS[OLDEST], self.url_of(oldest), self.is_oldest),
        ]

    @property
    def json_url(self) -> str:
        return self.url_of(self.selection, ".json")

    @property
    def files(self) -> list[tuple[str, str]]:
        whole = self.selection.bare
        return [
            ("CSV", self.url_of(whole, ".csv")),
            ("JSON Lines", self.url_of(whole, ".jsonl")),
            ("This page as JSON", self.json_url),
        ]


def lists_of(selection: Selection) -> list[tuple[str, str]]:
    """The lists of the statements that the words of a selection speak of: a noun and an address."""
    lists = [Statements(selection, model) for model in NOUNS]
    return [(f"{one.noun}s", one.url_of(selection.bare)) for one in lists if one.wanted]
