"""Bars, meters, strips and heat, as inline SVG without a style attribute.

A chart is a list of links; the drawing is the picture of its text. Each function is a template tag
or filter, and a plain function for everyone else.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.markup import fill, joined
from articles.templatetags.printing import percent

register = template.Library()

MONTHS = list(calendar.month_abbr)[1:]
STRIP_WIDTH = 200
HEAT_STEPS = 5


@dataclass(frozen=True)
class Column:
    """One bar. `tick` is written below it; `is_out` bars are there but not chosen.

    With `among` its height is the share of that many.
    """

    label: str
    count: int
    url: str = ""
    tick: str = ""
    is_out: bool = False
    among: int = 0

    @property
    def height(self) -> float:
        return self.count / self.among if self.among else self.count


@register.simple_tag
def bars(
    columns: Sequence[Column], label: str, css: str = "", one: str = "article", many: str = ""
) -> SafeString:
    """A bar chart. `css` is a kind, for its color, and `low` for less height."""
    most = max((column.height for column in columns), default=0)
    peak = next((n for n, column in enumerate(columns) if column.height == most and most), None)
    return fill(
        '<ol class="bars {}" aria-label="{}" data-roving>{}</ol>',
        css,
        label,
        joined(
            fill(
                "<li{}>{}{}</li>",
                _class("out" * column.is_out, "max" * (number == peak)),
                _bar(column, most, one, many or f"{one}s"),
                _tick(column.tick),
            )
            for number, column in enumerate(columns)
        ),
    )


@register.simple_tag
def course(parts: Sequence, css: str = "low") -> SafeString:
    """A bar for each month or year of a selection, each the way to it."""
    columns = [
        Column(
            part.period.words,
            part.count,
            part.url,
            _when(part.period, number == 0),
            among=part.among,
        )
        for number, part in enumerate(parts)
    ]
    return bars(columns, "Articles by date", css)


def _when(period: Any, is_first: bool) -> str:
    """Written below the first bar, below each January, and below each tenth year."""
    year = period.first.year
    if period.precision == "month":
        return str(year) if is_first or period.first.month == 1 else ""
    return str(year) if is_first or year % 10 == 0 else ""


def _bar(column: Column, most: float, one: str, many: str) -> SafeString:
    height = max(1.5, round(100 * column.height / most, 1)) if column.count else 0
    drawing = fill(
        '<svg viewBox="0 0 1 100" preserveAspectRatio="none" aria-hidden="true">'
        '<path d="M0 100v-{0}h1v{0}z"/></svg>',
        f"{height:g}",
    )
    number = f"{column.count:,}"
    if column.among:
        number = f"{percent(column.count, column.among)}, {number} of {column.among:,}"
    return fill(
        '<a{} data-tip="{}: {}"><span class="vh">{}: {} {}</span>{}</a>',
        fill(' href="{}"', column.url) if column.url else "",
        column.label,
        number,
        column.label,
        number,
        one if (column.among or column.count) == 1 else many,
        drawing if column.count else "",
    )


def _tick(words: str) -> SafeString | str:
    return fill('<span aria-hidden="true">{}</span>', words) if words else ""


def _class(*names: str) -> SafeString | str:
    used = " ".join(filter(None, names))
    return fill(' class="{}"', used) if used else ""


@register.simple_tag
def meter(part: float, whole: float = 100) -> SafeString:
    """A share as a thin bar. Only a picture: the number must stand beside it."""
    share = min(100.0, 100 * part / whole) if whole else 0
    return fill(
        '<svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<path d="M0 0h{}v4H0z"/></svg>',
        f"{share:.3g}",
    )


@register.simple_tag
def strip(places: Iterable[int], length: int) -> SafeString:
    """Where something stands in a text of `length` characters: a tick for each place."""
    ticks = sorted({round(1 + place / length * (STRIP_WIDTH - 2)) for place in places if length})
    return fill(
        '<svg class="strip" viewBox="0 0 {} 5" preserveAspectRatio="none" aria-hidden="true">'
        '<path d="{}"/></svg>',
        STRIP_WIDTH,
        "".join(f"M{tick} 0v5" for tick in ticks),
    )


@register.simple_tag
def spark(counts: Sequence[int]) -> SafeString:
    """A small chart with its peak in full color: one picture, its text beside it."""
    most = max(counts, default=0)
    peak = counts.index(most) if most else None
    bar = {n: f"M{n} 20v-{20 * count / most:.1f}h.8V20z" for n, count in enumerate(counts) if count}
    return fill(
        '<svg class="spark" viewBox="0 0 {} 20" preserveAspectRatio="none" aria-hidden="true">'
        '<path d="{}"/><path d="{}"/></svg>',
        round(max(len(counts), 1) - 0.2, 1),
        "".join(path for n, path in bar.items() if n != peak),
        bar.get(peak, "") if peak is not None else "",
    )


@register.filter
def heat(count: int, most: int) -> int:
    """0 for none, else 1 to 5 by the share of the most: the class `heat-N`."""
    if count <= 0 or most <= 0:
        return 0
    return min(HEAT_STEPS, -(-HEAT_STEPS * count // most))


@register.inclusion_tag("_years.html")
def years(counts: Mapping[tuple[int, int], int]) -> dict:
    """Articles a month, a row a year: {(2012, 12): 92}. Years in between without articles too."""
    most = max(counts.values(), default=0)
    first = min((year for year, _ in counts), default=1)
    last = max((year for year, _ in counts), default=0)
    rows = []
    for year in range(first, last + 1):
        numbers = [counts.get((year, month), 0) for month in range(1, 13)]
        months = [
            {"month": month, "name": MONTHS[month - 1], "count": number}
            for month, number in enumerate(numbers, 1)
        ]
        rows.append({"year": year, "months": months, "total": sum(numbers)})
    return {"rows": rows, "most": most, "names": MONTHS}


@register.inclusion_tag("_month.html")
def month(year: int, number: int, counts: Mapping[int, int]) -> dict:
    """Articles a day of one month, as a calendar that begins its weeks on Monday: {1: 4, 12: 1}."""
    weeks = [
        [{"day": day, "count": counts.get(day, 0)} if day else None for day in week]
        for week in calendar.Calendar().monthdayscalendar(year, number)
    ]
    name = f"{calendar.month_name[number]} {year}"
    return {
        "year": year,
        "month": number,
        "name": name,
        "weeks": weeks,
        "most": max(counts.values(), default=0),
        "weekdays": list(zip(calendar.day_abbr, calendar.day_name, strict=True)),
    }
