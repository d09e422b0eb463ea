"""What was published in a year, in a month, on a day, and at a time that nobody knows.

    month = Month(Period.of(2012, 12))
    month.counts        # {1: 4, 12: 1}: articles of each day
    month.articles()    # those that are known only to be of that month
    month.before        # the nearest month before it that has articles, or None

Only public articles are counted, listed and linked. An article stands where it is known to belong:
one of “December 2012” is not among those of 1 December, though its address begins there.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Self

from django.db.models import Count
from django.urls import reverse

from articles.models import Article, DatePrecision
from articles.models.article import ArticleQuerySet
from articles.period import Period
from articles.search import Answers
from articles.search.conditions import Between

KNOWN_TO_THE_DAY = (DatePrecision.DAY,)
KNOWN_TO_THE_MONTH = (DatePrecision.DAY, DatePrecision.MONTH)


def dated(*precisions: str) -> ArticleQuerySet:
    articles = Article.objects.public().filter(is_undated=False)
    return articles.filter(date_precision__in=precisions) if precisions else articles


@dataclass(frozen=True)
class Stretch:
    """A part of the calendar, and the nearest of its like that have articles."""

    period: Period

    # What has to be known of a date to stand here or in a smaller part of it.
    known: ClassVar[tuple[str, ...]]
    precision: ClassVar[DatePrecision]

    def __str__(self) -> str:
        return self.period.words

    @property
    def within(self) -> ArticleQuerySet:
        """All that was published in it, however much is known of the day."""
        return dated(*self.known).filter(published_on__range=(self.period.first, self.period.last))

    @cached_property
    def total(self) -> int:
        return self.within.count()

    def articles(self) -> ArticleQuerySet:
        """Those of which no more is known than that they belong here."""
        return self.within.filter(date_precision=self.precision).newest().for_rows()

    def per_day(self, *precisions: str) -> dict[datetime.date, int]:
        """How many articles of these precisions begin on each day, in one query."""
        days = self.within.filter(date_precision__in=precisions)
        return dict(days.order_by().values_list("published_on").annotate(Count("pk")))

    @cached_property
    def before(self) -> Self | None:
        days = dated(*self.known).filter(published_on__lt=self.period.first)
        return self._at(days.order_by("is_undated", "-published_on"))

    @cached_property
    def after(self) -> Self | None:
        days = dated(*self.known).filter(published_on__gt=self.period.last)
        return self._at(days.order_by("is_undated", "published_on"))

    def _at(self, nearest: ArticleQuerySet) -> Self | None:
        day = nearest.values_list("published_on", flat=True).first()
        return type(self).on(day) if day else None

    @classmethod
    def on(cls, day: datetime.date) -> Self:
        """The one that a day is in."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        raise NotImplementedError


class Year(Stretch):
    known = tuple(DatePrecision.values)
    precision = DatePrecision.YEAR

    @classmethod
    def on(cls, day: datetime.date) -> Self:
        return cls(Period.of(day.year))

    @property
    def url(self) -> str:
        return reverse("article-year", args=[f"{self.period.first.year:04}"])

    @cached_property
    def total(self) -> int:
        return self._counts["year"].get(self.period.first.year, 0)

    @cached_property
    def counts(self) -> dict[tuple[int, int], int]:
        """Articles of each month, those included that are known only to the month."""
        year = self.period.first.year
        counts = {divmod(number, 12): count for number, count in self._counts["month"].items()}
        return {(of, month + 1): count for (of, month), count in counts.items() if of == year}

    @cached_property
    def _counts(self) -> dict[str, dict[int, int]]:
        whole = Between(self.period.first, self.period.last)
        return Answers.now().counts(whole, "year", "month")

    @property
    def months(self) -> list[Counted]:
        year = self.period.first.year
        return [
            Counted(Month(Period.of(year, month)), count)
            for (_, month), count in sorted(self.counts.items())
        ]


class Month(Stretch):
    known = KNOWN_TO_THE_MONTH
    precision = DatePrecision.MONTH

    @classmethod
    def on(cls, day: datetime.date) -> Self:
        return cls(Period.of(day.year, day.month))

    @property
    def url(self) -> str:
        first = self.period.first
        return reverse("article-month", args=[f"{first.year:04}", f"{first.month:02}"])

    @property
    def year(self) -> Year:
        return Year.on(self.period.first)

    @cached_property
    def counts(self) -> dict[int, int]:
        """Articles of each day, of those that are known to the day."""
        return {day.day: count for day, count in self.per_day(*KNOWN_TO_THE_DAY).items()}


class Day(Stretch):
    known = KNOWN_TO_THE_DAY
    precision = DatePrecision.DAY

    @classmethod
    def on(cls, day: datetime.date) -> Self:
        return cls(Period.of(day.year, day.month, day.day))

    @property
    def url(self) -> str:
        year, month, day = str(self.period).split("-")
        return reverse("article-day", args=[year, month, day])

    @property
    def month(self) -> Month:
        return Month.on(self.period.first)

    def articles(self) -> ArticleQuerySet:
        """By source, and under each source in the order of the day."""
        by_source = ("source__sort_key", "source__slug", "sort_time", "slug")
        return self.within.order_by(*by_source).for_rows()


@dataclass(frozen=True)
class Counted:
    stretch: Stretch
    count: int
