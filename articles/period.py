"""A day, a month or a year, as an address names it: `2012-11-03`, `2012-11`, `2012`."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class Period:
    """`first` and `last` are its days. A period is equal to another when it is written the same."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def read(cls, written: str) -> Period | None:
        """None for what is no day, month or year of the calendar."""
        match = _WRITTEN.fullmatch(written)
        if not match:
            return None
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            return cls.of(year or 0, month, day)
        except ValueError:
            return None

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> Period:
        """Raises ValueError for the 30th of February, the 13th month and the year 0."""
        first = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
        if month is None:
            return cls(first, datetime.date(year, 12, 31))
        if day is None:
            return cls(first, first.replace(day=calendar.monthrange(year, month)[1]))
        return cls(first, first)

    @property
    def precision(self) -> str:
        if self.first == self.last:
            return "day"
        return "month" if self.first.month == self.last.month else "year"

    def __str__(self) -> str:
        return self.first.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]

    @property
    def words(self) -> str:
        """“3 November 2012”, “November 2012”, “2012”."""
        month = f"{self.first:%B} {self.first.year}"
        return {"year": str(self.first.year), "month": month}.get(
            self.precision, f"{self.first.day} {month}"
        )
