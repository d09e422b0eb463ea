"""How many articles of a selection each month has, or each year where the months are too many."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.facets import BY_PARAMETER, Term, Value
from articles.period import Period

if TYPE_CHECKING:
    from articles.search import Look

    from .selection import Selection

MOST_MONTHS = 48
MOST_YEARS = 120


@dataclass(frozen=True)
class Part:
    """A month or a year; `url` narrows to it."""

    period: Period
    count: int
    url: str


def course(selection: Selection, look: Look) -> list[Part]:
    """From the first that has an article to the last, those between without any included.

    An article of which only the year is known is one of each of its months: a page of one month has
    it, too.
    """
    counted = look.counts(selection.condition, "month", "year")
    years, months = counted["year"], counted["month"]
    if not years:
        return []
    vague = dict(years)
    for month, count in months.items():
        vague[month // 12] -= count
    numbers = [*months, *(y * 12 + m for y, count in vague.items() if count for m in range(12))]
    first, last = _limits(selection)
    inside = [n for n in numbers if _period(n).last >= first and _period(n).first <= last]
    if inside and max(inside) - min(inside) < MOST_MONTHS:
        return [
            _part(selection, _period(n), months.get(n, 0) + vague.get(n // 12, 0))
            for n in range(min(inside), max(inside) + 1)
        ]
    span = range(max(min(years), max(years) - MOST_YEARS + 1), max(years) + 1)
    return [_part(selection, Period.of(year), years.get(year, 0)) for year in span]


def _period(month: int) -> Period:
    return Period.of(month // 12, month % 12 + 1)


def _limits(selection: Selection) -> tuple[datetime.date, datetime.date]:
    periods = {
        term.facet.parameter: term.values[0].row
        for term in selection.terms
        if term.facet.parameter in ("from", "to")
    }
    first = periods["from"].first if "from" in periods else datetime.date.min
    last = periods["to"].last if "to" in periods else datetime.date.max
    return first, last


def _part(selection: Selection, period: Period, count: int) -> Part:
    """What of it lies within the dates of the selection."""
    first, last = _limits(selection)
    since = str(period) if first <= period.first else first.isoformat()
    until = str(period) if last >= period.last else last.isoformat()
    rest = [term for term in selection.terms if term.facet.parameter not in ("from", "to")]
    dates = [_term("from", since), _term("to", until)]
    return Part(period, count, selection.of_terms([*rest, *dates]).url() if count else "")


def _term(parameter: str, written: str) -> Term:
    facet = BY_PARAMETER[parameter]
    value = facet.find([(parameter, written)])[parameter, written]
    assert isinstance(value, Value)  # noqa: S101  it was written from a date
    return Term(facet, (value,))
