"""A time as an annotation holds it, in words and for a <time> element. Pure.

    in_words("2012-10")       # "October 2012"
    in_words("2012-W49")      # "the week of 3 December 2012"
    in_words("P1M15D")        # "1 month and 15 days"
    html_datetime("2012-10")  # "2012-10": HTML knows days, months, years and weeks

The notation is EDTF (ISO 8601-2): dates, intervals, seasons and qualifiers; beside it weeks and
durations of ISO 8601. What is not understood stays as it is written.
"""

from __future__ import annotations

import calendar
import datetime
import re

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_WEEK = re.compile(r"(?P<year>\d{4})-W(?P<week>\d\d)(?:-(?P<day>[1-7]))?")
_DECADE = re.compile(r"(\d{3})X")
_DURATION = re.compile(r"P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_QUALIFIERS = {"?": "perhaps ", "~": "about ", "%": "perhaps about "}
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_UNITS = ("year", "month", "week", "day")


def in_words(value: str) -> str:
    """The value as a reader would say it; the value itself where that is not known."""
    if value == "PAST":
        return "the past"
    if "/" in value:
        return _interval(*value.split("/", 1)) or value
    return _moment(value) or _duration(value) or value


def is_calendar(value: str) -> bool:
    """Whether the value is a day, week, month, season or year, or an interval of them."""
    if "/" in value:
        return bool(_interval(*value.split("/", 1)))
    return bool(_moment(value))


def is_duration(value: str) -> bool:
    return bool(_duration(value))


def html_datetime(value: str) -> str:
    """The value for <time datetime>; empty where HTML has no such form."""
    if _WEEK.fullmatch(value) and "-" not in value[5:]:
        return value if _moment(value) else ""
    match = _DATE.fullmatch(value)
    return value if match and _date(match) and not _is_season(match) else ""


def _interval(first: str, last: str) -> str:
    if first in ("", "..") and last in ("", ".."):
        return ""
    if last in ("", ".."):
        return f"{_moment(first)} or later" if _moment(first) else ""
    if first in ("", ".."):
        return f"{_moment(last)} or earlier" if _moment(last) else ""
    if _moment(first) and _moment(last):
        return f"{_moment(first)} to {_moment(last)}"
    return ""


def _moment(value: str) -> str:
    qualifier = _QUALIFIERS.get(value[-1:], "")
    plain = value[:-1] if qualifier else value
    if match := _DATE.fullmatch(plain):
        words = _date(match)
    elif match := _WEEK.fullmatch(plain):
        words = _week(match)
    elif match := _DECADE.fullmatch(plain):
        words = f"the {match[1]}0s"
    else:
        words = ""
    return qualifier + words if words else ""


def _is_season(match: re.Match[str]) -> bool:
    return int(match["month"] or 0) in _SEASONS


def _date(match: re.Match[str]) -> str:
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    if _is_season(match):
        return "" if day else f"{_SEASONS[month]} {year}"
    if match["month"] is None:
        return str(year) if year else ""
    try:
        datetime.date(year, month, day if match["day"] else 1)
    except ValueError:
        return ""
    return f"{day or ''} {calendar.month_name[month]} {year}".lstrip()


def _week(match: re.Match[str]) -> str:
    try:
        day = datetime.date.fromisocalendar(
            int(match["year"]), int(match["week"]), int(match["day"] or 1)
        )
    except ValueError:
        return ""
    words = f"{day.day} {calendar.month_name[day.month]} {day.year}"
    return words if match["day"] else f"the week of {words}"


def _duration(value: str) -> str:
    match = _DURATION.fullmatch(value)
    if not match:
        return ""
    parts = [
        f"{int(number)} {unit}{'' if int(number) == 1 else 's'}"
        for number, unit in zip(match.groups(), _UNITS, strict=True)
        if number
    ]
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
