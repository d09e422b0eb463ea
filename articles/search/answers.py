"""What pages ask that show numbers of articles: the index answers, or else the database.

answers = Answers.now()
answers.counts(Tagged((turkey.pk,)), "country", "month")    # {"country": {russia.pk: 12}, ...}
answers.first(FromSource((paper.pk,)), 10)                  # the keys of the newest
answers.total(Everything())
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from articles.models import Article

from .conditions import Condition
from .faults import IndexFault
from .looking import NEWEST, OLDEST, Look, begin_if_complete
from .rows import Rows

Answer = TypeVar("Answer")


@dataclass
class Answers:
    """Public articles as of one moment. Both ways give the same; without an index it takes longer.

    The database understands Everything, Tagged, FromSource, Between, Alike and All.
    """

    index: Look | None

    @classmethod
    def now(cls) -> Self:
        return cls(begin_if_complete())

    def first(self, condition: Condition, limit: int, sort: str = NEWEST) -> list[int]:
        """The keys of the first of its articles."""
        return self._ask(lambda asked: asked.first(condition, limit, sort))

    def ends(self, condition: Condition) -> list[tuple[datetime.date, str]]:
        """The first and the last date of its articles, each with what is known of it."""
        pks = {pk for sort in (OLDEST, NEWEST) for pk in self.first(condition, 1, sort)}
        dated = Article.objects.filter(pk__in=pks, is_undated=False).oldest()
        days: list[Any] = list(dated.values_list("published_on", "date_precision"))
        return [*days[:1], *days[-1:]]

    def total(self, condition: Condition) -> int:
        return self._ask(lambda asked: asked.total(condition))

    def counts(self, condition: Condition, *fields: str) -> dict[str, dict[Any, int]]:
        """For each field its values with their numbers of articles, the most first."""
        return self._ask(lambda asked: asked.counts(condition, *fields))

    def numbers_of(self, entities: Sequence[int], most: int | None = None) -> dict[int, int]:
        """How many articles each of these entities has; those with more than `most` left out."""
        return self._ask(lambda asked: asked.numbers_of(entities, most))

    def months_of(self, entities: Sequence[int]) -> dict[int, dict[int, int]]:
        """Of each of these entities, its articles by month."""
        return self._ask(lambda asked: asked.months_of(entities))

    def _ask(self, question: Callable[[Look | Rows], Answer]) -> Answer:
        if self.index is not None:
            try:
                return question(self.index)
            except IndexFault:
                self.index = None
        return question(Rows())
