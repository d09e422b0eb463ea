"""The years of a selection as a facet: each narrows to it, and each can be left out.

Addresses have no parameter for “not in this year”: the query language has, `-date:2012`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from articles.period import Period
from articles.search.conditions import All, Between, Not
from articles.search.query import conjuncts
from articles.search.query.tree import Filter, all_of
from articles.search.query.tree import Not as NotNode

from .course import within
from .narrowing import SHOWN, Box, Choice

if TYPE_CHECKING:
    from .selection import Selection


def years(selection: Selection, counts: Mapping[int, int]) -> list[Box]:
    """One box, or none where there are no years to choose from. The chart has all of them."""
    chosen = _chosen(selection)
    if len(counts) < 2 and chosen is None:
        return []
    most = sorted(counts, key=lambda year: (-counts[year], -year))[:SHOWN]
    choices = [_choice(selection, year, counts[year], is_chosen=year == chosen) for year in most]
    return [Box("year", "Years", choices, len(counts), int(chosen is not None))]


def _chosen(selection: Selection) -> int | None:
    """The year that `from` and `to` are, both."""
    dates = [term.values[0] for term in selection.terms if term.facet.parameter in ("from", "to")]
    codes = {value.code for value in dates}
    is_year = len(dates) == 2 and len(codes) == 1 and dates[0].row.precision == "year"
    return int(dates[0].code) if is_year else None


def _choice(selection: Selection, year: int, count: int, *, is_chosen: bool) -> Choice:
    period = Period.of(year)
    if is_chosen:
        rest = [term for term in selection.terms if term.facet.parameter not in ("from", "to")]
        url, not_url = selection.of_terms(rest).url(), ""
    else:
        url, not_url = within(selection, period), _without(selection, period)
    words = period.words
    return Choice(words, words, "", count, url, not_url, is_chosen, selection.among)


def _without(selection: Selection, period: Period) -> str:
    tree = all_of([*conjuncts(selection.tree), NotNode(Filter("date", str(period)))])
    condition = Not(Between(period.first, period.last))
    asked = All((selection.asked, condition)) if selection.asked else condition
    return selection.asking(tree, asked).url()
