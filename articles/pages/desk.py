"""An editor's day: what she did on it, what she has begun, and what waits for somebody.

desk = Desk.of(user, "2012-12-01")    # without a day: today, in the archive's time zone
desk.done                             # by article, entity and source, the latest first
desk.drafts, desk.others_drafts
desk.suggested, desk.orphaned, desk.unreviewed   # how many annotations wait
desk.days                             # her latest days, with the number of changes
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.dateparse import parse_date

from articles.models import Article, Change

from .plain_words import describe, known_in
from .waiting import ORPHANED, SUGGESTED, UNREVIEWED, Waiting

MOST = 60  # changes of a day that are told
PHRASES = 4
DAYS, LOOKED_BACK = 7, datetime.timedelta(days=90)
DRAFTS = 8


class Deed(NamedTuple):
    change: Change
    phrases: list[str]
    more: int


class Work(NamedTuple):
    """What was done to one article, entity or source; `row` is None for what is of no one row."""

    row: models.Model | None
    deeds: list[Deed]


@dataclass(frozen=True)
class Desk:
    user: User
    day: datetime.date
    today: datetime.date

    @classmethod
    def of(cls, user: User, written: str = "") -> Desk:
        """What is no day of the calendar, or has not come yet, is today."""
        today = timezone.localdate()
        try:
            day = parse_date(written) or today
        except ValueError:
            day = today
        return cls(user, min(max(day, datetime.date(1900, 1, 1)), today), today)

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @cached_property
    def _changes(self) -> models.QuerySet[Change]:
        midnight = datetime.datetime.combine(self.day, datetime.time())
        start = timezone.make_aware(midnight)
        end = timezone.make_aware(midnight + datetime.timedelta(days=1))
        return Change.objects.filter(by=self.user, at__gte=start, at__lt=end)

    @cached_property
    def count(self) -> int:
        return self._changes.count()

    @property
    def untold(self) -> int:
        return max(0, self.count - MOST)

    @cached_property
    def done(self) -> list[Work]:
        changes = list(self._changes.newest().for_reading().defer("article__text")[:MOST])
        known = known_in(changes, for_readers=False)
        by_row: dict[Any, Work] = {}
        for change in changes:
            row = change.article or change.entity or change.source
            phrases = describe(change, known)
            deed = Deed(change, phrases[:PHRASES], max(0, len(phrases) - PHRASES))
            by_row.setdefault(row, Work(row, [])).deeds.append(deed)
        return list(by_row.values())

    @cached_property
    def _made(self) -> models.QuerySet:
        return Change.objects.filter(by=self.user).adding_articles().order_by().values("article")

    @cached_property
    def drafts(self) -> list[Article]:
        return self._latest_drafts(Article.objects.filter(pk__in=self._made))

    @cached_property
    def others_drafts(self) -> list[Article]:
        return self._latest_drafts(Article.objects.exclude(pk__in=self._made))

    def _latest_drafts(self, articles: Any) -> list[Article]:
        drafts = articles.drafts().lately_added().select_related("source").defer("text")
        return list(drafts[:DRAFTS])

    @cached_property
    def suggested(self) -> Waiting:
        return SUGGESTED.waiting

    @cached_property
    def orphaned(self) -> Waiting:
        return ORPHANED.waiting

    @cached_property
    def unreviewed(self) -> Waiting:
        return UNREVIEWED.waiting

    @cached_property
    def days(self) -> list[tuple[datetime.date, int]]:
        lately = Change.objects.filter(by=self.user, at__gte=timezone.now() - LOOKED_BACK)
        by_day = lately.order_by().annotate(day=TruncDate("at")).values_list("day")
        return list(by_day.annotate(count=models.Count("pk")).order_by("-day")[:DAYS])
