"""Dates as files have them, read by strict patterns: right, or left as they are for the ingest to
refuse. What could be two days is neither.

    dated("2016-11-23T15:02:00-05:00")         # the day there, and the moment
    dated("Wed, 23 Nov 2016 15:02:00 EST")     # as mail and RSS have it
    dated("Wed Nov 23, 2016 | 3:02pm EST")     # as it is printed: the day
    dated("01/02/2012")                        # {"published_on": "01/02/2012"}
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from articles.pasting.dates import DAY, MONTHS
from articles.pasting.head import date_line

_ISO = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})(?P<time>[T ].+)?)?)?"
)
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<time>T.+)?")
_TIME = re.compile(
    r"[Tt ]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r"\s?(Z|z|GMT|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
_MAIL = re.compile(  # RFC 822 and RFC 2822
    rf"(?:[a-z]{{3,9}},?\s+)?(?P<day>[0-9]{{1,2}})[\s-](?P<name>[a-z]{{3,9}})\.?[\s-]"
    rf"(?P<year>[0-9]{{4}}|[0-9]{{2}})(?:\s+{_CLOCK}(?:\s*(?P<zone>[a-z]{{1,5}}|[+-][0-9]{{4}}))?)?",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    rf"[a-z]{{3}}\s+(?P<name>[a-z]{{3}})\s+(?P<day>[0-9]{{1,2}})\s+{_CLOCK}"
    r"(?:\s+(?P<zone>[a-z]{1,5}|[+-][0-9]{4}))?\s+(?P<year>[0-9]{4})",
    re.IGNORECASE,
)
# Those that RFC 822 defines. Others mean different things in different countries.
_ZONES = {"UT": 0, "GMT": 0, "UTC": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5}
_ZONES |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7}


def dated(words: str) -> dict[str, Any]:
    """`published_on` of a record, and `published_at` where the moment is given with its zone."""
    return day_in(words) or ({"published_on": words} if words.strip() else {})


def day_in(words: str) -> dict[str, Any] | None:
    """As `dated`, and None for what is not understood."""
    words = " ".join(words.split())
    try:
        return _iso(words) or _written(words) or _printed(words)
    except (ValueError, OverflowError):  # no day of the calendar
        return None


def _iso(words: str) -> dict[str, Any] | None:
    match = _ISO.fullmatch(words) or _COMPACT.fullmatch(words)
    if match is None:
        return None
    parts = [part for part in match.group("year", "month", "day") if part]
    datetime.date(*map(int, [*parts, "1", "1"][:3]))
    found = {"published_on": "-".join(parts)}
    if not match["time"]:
        return found
    time = _TIME.fullmatch(match["time"])
    if time is None:
        return None
    hour, minute, second, fraction, zone = time.groups()
    year, month, day = map(int, parts)
    clock = int(hour), int(minute), int(second or 0)
    moment = datetime.datetime(year, month, day, *clock, tzinfo=_zone(zone))
    moment += datetime.timedelta(microseconds=int(f"{fraction or 0:0<6}"[:6]))
    return found | _at(moment, is_zoned=bool(zone))


def _written(words: str) -> dict[str, Any] | None:
    match = _MAIL.fullmatch(words) or _ASCTIME.fullmatch(words)
    month = match and MONTHS.get(match["name"].lower()[:3])
    if not match or not month or match["name"].lower() not in MONTHS:
        return None
    year = int(match["year"])
    if len(match["year"]) == 2:  # RFC 2822, section 4.3
        year += 2000 if year < 50 else 1900
    hour, minute, second = [*map(int, (match["clock"] or "0:0").split(":")), 0][:3]
    zone = _zone(match["zone"])
    day = datetime.datetime(year, month, int(match["day"]), tzinfo=zone)
    moment = day.replace(hour=hour, minute=minute, second=min(second, 59))
    if not _is_its_weekday(words, moment.date()):
        return None
    found = {"published_on": moment.date().isoformat()}
    return found | _at(moment, is_zoned=_knows(match["zone"]) and bool(match["clock"]))


def _printed(words: str) -> dict[str, Any] | None:
    line = date_line(words)
    if line is None or line.is_update or [len(one.readings) for one in line.dates] != [1]:
        return None
    day, precision = line.dates[0].readings[0]
    if precision == DAY and _is_its_weekday(words, day):
        return {"published_on": day.isoformat()}
    return {"published_on": day.isoformat()[:7]} if precision != DAY else None


def _is_its_weekday(words: str, day: datetime.date) -> bool:
    """A date whose weekday is another's is wrong in one of the two: nobody knows in which."""
    named = re.search(rf"\b({'|'.join(_WEEKDAYS)})[a-z]*\b", words, re.IGNORECASE)
    return named is None or _WEEKDAYS[day.weekday()] == named[1].lower()


def _knows(zone: str | None) -> bool:
    return zone is not None and (zone.upper() in _ZONES or zone[0] in "+-")


def _zone(zone: str | None) -> datetime.timezone:
    if not zone or zone.upper() in _ZONES or zone[0] not in "+-":
        return datetime.timezone(datetime.timedelta(hours=_ZONES.get((zone or "Z").upper(), 0)))
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return datetime.timezone(-offset if zone[0] == "-" else offset)


def _at(moment: datetime.datetime, *, is_zoned: bool) -> dict[str, str]:
    if not is_zoned:
        return {}
    at = moment.astimezone(datetime.UTC).isoformat()
    return {"published_at": at.replace("+00:00", "Z")}
