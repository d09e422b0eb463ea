from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from articles.models.article import ArticleQuerySet
from articles.period import Period
from articles.search.conditions import Between, Condition

from .facet import Asked, Chip, Facet, Found, Term, Value


@dataclass(frozen=True)
class DateFacet(Facet):
    """`from` and `to`: articles whose day, month or year overlaps the time between."""

    can_be_excluded = False
    takes_one = True

    @property
    def missing(self) -> str:
        return "is not a date"

    def narrow(
        self, articles: ArticleQuerySet, values: Sequence[Value], is_not: bool
    ) -> ArticleQuerySet:
        period = values[0].row
        if self.parameter == "from":
            return articles.between(period.first, None)
        return articles.between(None, period.last)

    def condition(self, values: Sequence[Value]) -> Condition:
        period = values[0].row
        is_from = self.parameter == "from"
        return Between(period.first, None) if is_from else Between(None, period.last)

    @classmethod
    def find(cls, asked: Iterable[Asked]) -> Found:
        periods = {(parameter, given): Period.read(given) for parameter, given in asked}
        return {
            asked: cls.value_of(asked[0], period) for asked, period in periods.items() if period
        }

    @staticmethod
    def value_of(parameter: str, period: Period) -> Value:
        return Value(parameter, str(period), period.words, period.words, row=period)

    @classmethod
    def clashes(cls, terms: Sequence[Term]) -> dict[Term, str]:
        since, until = _since(terms), _until(terms)
        if not since or not until or since.row.first <= until.row.last:
            return {}
        reasons = {"from": "is after the end", "to": "is before the beginning"}
        return {term: reasons[term.facet.parameter] for term in terms}

    @classmethod
    def phrase(cls, terms: Sequence[Term], total: int) -> str:
        since, until = _since(terms), _until(terms)
        if since and until and since.code == until.code:
            return f"published {_on(since)}"
        if since and until:
            return f"published from {since.words} to {until.words}"
        return f"published since {since.words}" if since else f"published until {until.words}"

    @classmethod
    def chips(cls, terms: Sequence[Term], of: Sequence[Term]) -> list[Chip]:
        """One for both: taking away the dates takes both away."""
        since, until = _since(of), _until(of)
        if since and until and since.code != until.code:
            label = f"{since.words} to {until.words}"
        elif since and until:
            label = since.words
        else:
            label = f"Since {since.words}" if since else f"Until {until.words}"
        rest = tuple(term for term in terms if term not in of)
        return [Chip(label, "", False, "and", rest)]


def _on(value: Value) -> str:
    return f"{'on' if value.row.precision == 'day' else 'in'} {value.words}"


def _since(terms: Sequence[Term]) -> Any:
    return next((term.values[0] for term in terms if term.facet.parameter == "from"), None)


def _until(terms: Sequence[Term]) -> Any:
    return next((term.values[0] for term in terms if term.facet.parameter == "to"), None)
