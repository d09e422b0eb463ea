"""Dates and numbers as they are printed."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.markup import fill

register = template.Library()


@register.filter
def day_words(day: datetime.date | None, precision: str = "day") -> str:
    """“1 December 2012”, “December 2012”, “2012”, “undated”: only what is known."""
    if day is None:
        return "undated"
    month = f"{day:%B} {day.year}"
    return {"year": str(day.year), "month": month}.get(precision, f"{day.day} {month}")


@register.filter
def printed(article: Any) -> SafeString:
    """The date of an article as a <time>."""
    day, precision = article.published_on, article.date_precision
    if day is None:
        return fill("<span>undated</span>")
    known = day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
    return fill('<time datetime="{}">{}</time>', known, day_words(day, precision))


@register.filter
def thousands(number: int) -> str:
    return f"{number:,}"


@register.filter
def tenths(number: float) -> str:
    """2.6; what is 10 or more without them."""
    return f"{number:.1f}" if number < 9.95 else f"{number:,.0f}"


@register.filter
def percent(part: int, whole: int) -> str:
    """“34%”, “6.5%”, “0.04%”: two digits that say something."""
    share = 100 * part / whole if whole else 0
    if share >= 10 or not share:
        return f"{share:.0f}%"
    if share < 0.01:
        return "under 0.01%"
    return f"{share:.1f}%" if share >= 1 else f"{share:.2f}%"


@register.filter
def number_of(counts: Mapping[int, int], row: Any) -> int:
    """How many articles a row has by these counts."""
    return counts.get(row.pk, 0)
