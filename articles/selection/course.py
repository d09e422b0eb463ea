"""How many articles of a selection each month has, or each year where the months are too many."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from articles.facets import BY_PARAMETER, DateFacet, Term
from articles.period import Period
from articles.search.conditions import All, Condition, Everything

if TYPE_CHECKING:
    from .selection import Selection

MOST_MONTHS = 48
MOST_YEARS = 120


class Counting(Protocol):
    """The index, or whatever else can say how many articles of each value there are."""

    def counts(self, condition: Condition, *fields: str) -> dict[str, dict[Any, int]]: ...


@dataclass(frozen=True)
class Part:
    """A month or a year; `url` narrows to it. `among` are all articles of it, where it is known."""

    period: Period
    count: int
    url: str = ""
    among: int = 0


@dataclass(frozen=True)
class Dated:
    """Numbers of articles by year, and by month of those of which it is known.

    An article of which only the year is known is one of each of its months: a page of one month has
    it, too.
    """

    years: Mapping[int, int]
    months: Mapping[int, int]

    @classmethod
    def of(cls, condition: Condition, counting: Counting) -> Dated:
        counted = counting.counts(condition, "year", "month")
        return cls(counted["year"], counted["month"])

    @cached_property
    def _vague(self) -> dict[int, int]:
        vague = dict(self.years)
        for month, count in self.months.items():
            vague[month // 12] -= count
        return {year: count for year, count in vague.items() if count}

    def within(self, period: Period) -> int:
        year, month = period.first.year, period.first.month
        if period.precision == "year":
            return self.years.get(year, 0)
        return self.months.get(year * 12 + month - 1, 0) + self._vague.get(year, 0)

    def span(self, first: datetime.date, last: datetime.date) -> list[Period]:
        """The months from the first that has an article to the last, within these days."""
        numbers = self.between(first, last)
        return [_month(number) for number in numbers]

    def between(self, first: datetime.date, last: datetime.date) -> range:
        """The same months as numbers: years times twelve."""
        vague = (year * 12 + month for year in self._vague for month in range(12))
        begin, end = _number(first), _number(last)
        inside = [n for n in (*self.months, *vague) if begin <= n <= end]
        return range(min(inside), max(inside) + 1) if inside else range(0)

    def years_between(self) -> list[Period]:
        last = max(self.years)
        return [
            Period.of(year) for year in range(max(min(self.years), last - MOST_YEARS + 1), last + 1)
        ]


def course(selection: Selection, counting: Counting) -> list[Part]:
    """From the first month that has an article to the last, those between without any included."""
    dated = Dated.of(selection.condition, counting)
    if not dated.years:
        return []
    months = dated.between(*_limits(selection))
    is_short = 0 < len(months) <= MOST_MONTHS
    periods = list(map(_month, months)) if is_short else dated.years_between()
    every = _every(selection, counting) if selection.is_share else None
    return [
        Part(period, count, within(selection, period) if count else "", among)
        for period in periods
        for count, among in [(dated.within(period), every.within(period) if every else 0)]
    ]


def months(selection: Selection) -> Iterator[tuple[str, ...]]:
    """A row for each month, however many, with all articles of the archive beside; headings first.

    The share of a month without an article is left empty.
    """
    dated, every = Dated.of(selection.condition, selection.look), _every(selection, selection.look)
    yield "month", "articles", "all_articles", "share"
    for month in dated.span(*_limits(selection)):
        count, among = dated.within(month), every.within(month)
        yield str(month), str(count), str(among), f"{count / among:.6f}" if among else ""


def _every(selection: Selection, counting: Counting) -> Dated:
    """All articles of the archive within the dates of the selection."""
    dates = tuple(term.condition for term in _dates(selection))
    return Dated.of(All(dates) if dates else Everything(), counting)


def _dates(selection: Selection) -> Iterable[Term]:
    return (term for term in selection.terms if term.facet.parameter in ("from", "to"))


def _limits(selection: Selection) -> tuple[datetime.date, datetime.date]:
    periods = {term.facet.parameter: term.values[0].row for term in _dates(selection)}
    first = periods["from"].first if "from" in periods else datetime.date.min
    last = periods["to"].last if "to" in periods else datetime.date.max
    return first, last


def _month(number: int) -> Period:
    return Period.of(number // 12, number % 12 + 1)


def _number(day: datetime.date) -> int:
    return day.year * 12 + day.month - 1


def within(selection: Selection, period: Period) -> str:
    """The address of what of it lies in this period, and within its own dates."""
    first, last = _limits(selection)
    since = period if first <= period.first else Period(first, first)
    until = period if last >= period.last else Period(last, last)
    rest = [term for term in selection.terms if term.facet.parameter not in ("from", "to")]
    return selection.of_terms([*rest, _term("from", since), _term("to", until)]).url()


def _term(parameter: str, period: Period) -> Term:
    return Term(BY_PARAMETER[parameter], (DateFacet.value_of(parameter, period),))
