"""For a reader whose selection finds nothing, or little: others that do, with their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from articles.facets import Term
from articles.naming import in_a_row
from articles.search import terms_of
from articles.search.conditions import All, Any, Condition, Not
from articles.search.query import Node, conjuncts, in_words
from articles.search.query.tree import all_of, any_of

from .meant import meant

if TYPE_CHECKING:
    from .selection import Selection

# So many selections are counted, and of one sort so many.
MOST_TRIED = 16
MOST_OF_A_SORT = 8
# With fewer articles than this, other spellings are tried.
ENOUGH = 3

Ways = Iterator[tuple[str, "Selection"]]


@dataclass(frozen=True)
class WayOut:
    """Another selection that does find something, or more."""

    label: str
    url: str
    count: int


def ways_out(selection: Selection) -> list[WayOut]:
    sorts = (_other_filters(selection), _other_words(selection), meant(selection))
    tried = chain.from_iterable(islice(ways, MOST_OF_A_SORT) for ways in sorts)
    ways = _counted(islice(tried, MOST_TRIED), 0)
    return ways or _counted(islice(_one_by_one(selection), MOST_OF_A_SORT), 0)


def spellings(selection: Selection) -> list[WayOut]:
    """Beside articles that are few; what finds enough is not asked for more."""
    if not selection.tree or not 0 < selection.total < ENOUGH:
        return []
    return _counted(islice(meant(selection), MOST_OF_A_SORT), selection.total)


def _counted(tried: Ways, least: int) -> list[WayOut]:
    ways = [WayOut(label, other.url(), other.total) for label, other in tried]
    return [way for way in ways if way.count > least]


# Filters


def _other_filters(selection: Selection) -> Ways:
    if selection.tree and selection.terms:
        yield (
            f"Without the words {in_words(selection.tree, selection.names)}",
            selection.without_words(),
        )
    if len(selection.chips) > 1:
        for chip in selection.chips:
            if chip.terms != selection.terms:
                without = f"Without the filter “{'not ' * chip.is_not}{chip.label}”"
                yield without, selection.of_terms(chip.terms)
    for facet in dict.fromkeys(term.facet for term in selection.terms):
        every = [term for term in selection.terms if term.facet == facet and not term.is_not]
        if len(every) > 1 and not facet.takes_one:
            values = tuple(value for term in every for value in term.values)
            rest = [term for term in selection.terms if term not in every]
            either = in_a_row([value.words for value in values], "or")
            label = f"{either[0].upper()}{either[1:]}, instead of {_all(len(every))}"
            yield label, selection.of_terms([Term(facet, values), *rest])


# Words


def _other_words(selection: Selection) -> Ways:
    """Without each of what is asked for, and with any of the words instead of all."""
    # Both say the same, part by part.
    parts = list(zip(conjuncts(selection.tree), _parts(selection.asked), strict=True))
    if len(parts) < 2:
        return
    for part in parts:
        match part[0]:
            case Not(of):
                label = f"With {in_words(of, selection.names)}, too"
            case tree:
                label = f"Without {in_words(tree, selection.names)}"
        yield label, _with(selection, [other for other in parts if other is not part])
    words = [part for part in parts if not isinstance(part[0], Not) and terms_of(part[0])]
    if len(words) > 1:
        rest = [part for part in parts if part not in words]
        either = any_of([tree for tree, _ in words])
        asked = Any(tuple(condition for _, condition in words))
        if either:
            label = f"Any of the words, instead of {_all(len(words))}"
            yield label, _with(selection, [(either, asked), *rest])


def _one_by_one(selection: Selection) -> Ways:
    """Where no one change is enough: each word and each filter by itself."""
    parts = list(zip(conjuncts(selection.tree), _parts(selection.asked), strict=True))
    bare = selection.of_terms([])
    if len(parts) + len(selection.terms) > 1:
        for tree, asked in parts:
            if not isinstance(tree, Not):
                yield f"Only {in_words(tree, selection.names)}", bare.asking(tree, asked)
        for term in selection.terms:
            if not term.is_not:
                yield f"Only the filter “{term.words}”", bare.without_words().of_terms([term])


def _parts(asked: Condition | None) -> tuple[Condition, ...]:
    if asked is None:
        return ()
    return asked.of if isinstance(asked, All) else (asked,)


def _with(selection: Selection, parts: list[tuple[Node, Condition]]) -> Selection:
    tree = all_of([tree for tree, _ in parts])
    return selection.asking(tree, All(tuple(asked for _, asked in parts)))


def _all(number: int) -> str:
    return "both" if number == 2 else "all"
