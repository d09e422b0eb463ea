from __future__ import annotations

import calendar
import datetime

from django.db import models


class DatePrecision(models.TextChoices):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"

    def period(self, day: datetime.date) -> tuple[datetime.date, datetime.date]:
        """First and last day of the day, month or year that `day` stands for."""
        if self == DatePrecision.DAY:
            return day, day
        if self == DatePrecision.MONTH:
            last = calendar.monthrange(day.year, day.month)[1]
            return day.replace(day=1), day.replace(day=last)
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
