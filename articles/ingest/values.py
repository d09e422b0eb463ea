"""What may stand in each field of an article record.

A reader for each returns the value as the archive keeps it, or raises `Refused` in words that go on
from the field's name. None, for what has no empty value, is as if the field were not there.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import models

from articles.models import (
    AnnotationKind,
    Certainty,
    ClaimMode,
    DatePrecision,
    Field,
    Kind,
    MentionForm,
    RelationKind,
    RelationStatus,
    Role,
    State,
    Status,
)
from articles.models.fields import WebAddressField
from articles.models.plover import CONTEXTS, Category
from articles.text import (
    HEADLINE_MAX,
    LINE_MAX,
    NAME_MAX,
    NOTE_MAX,
    QUOTE_MAX,
    SLUG_MAX,
    TEXT_MAX,
    URL_MAX,
    ascii_slug,
    clean_line,
    clean_quote,
    clean_text,
)

Reader = Callable[[Any], Any]


class Refused(ValueError):
    pass


class EntityReference(NamedTuple):
    """An entity as a record names it: by any word (name, alias or slug), or by its facts."""

    word: str = ""
    slug: str = ""
    name: str = ""
    kind: str = ""
    iso2: str = ""
    wikidata: str = ""

    def __str__(self) -> str:
        return self.word or self.name or self.slug or self.iso2 or self.wikidata


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise Refused("must be text")
    return value


def _at_most(limit: int, text: str) -> str:
    if len(text) > limit:
        raise Refused(f"is longer than {limit:,} characters")
    return text


def line(limit: int, *, needed: bool = False) -> Reader:
    def read(value: Any) -> str:
        text = "" if value is None else _at_most(limit, clean_line(_string(value)))
        if needed and not text:
            raise Refused("is missing")
        return text

    return read


def prose(limit: int, *, needed: bool = False) -> Reader:
    def read(value: Any) -> str:
        text = "" if value is None else _at_most(limit, clean_text(_string(value)))
        if needed and not text:
            raise Refused("is missing")
        return text

    return read


def quote(limit: int) -> Reader:
    return lambda value: "" if value is None else _at_most(limit, clean_quote(_string(value)))


def raw(value: Any) -> str:
    """As it came: offsets are of this, and the words are cleaned with a map of what moved."""
    # Cleaning costs time, and cannot make ten times what is allowed into something that is.
    return _at_most(10 * TEXT_MAX, _string(value))


def one_of(choices: type[models.TextChoices], *, or_none: bool = False) -> Reader:
    known = tuple(choices.values)  # asked for each time, it would be made anew each time

    def read(value: Any) -> str | None:
        if value is None or (or_none and value == ""):
            return "" if or_none else None
        if not isinstance(value, str) or value not in known:
            raise Refused(f"must be one of {', '.join(known)}")
        return value

    return read


_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_of_slug = line(SLUG_MAX)


def slug(value: Any) -> str:
    """As ours are: others have been seen with capitals, and cut behind a hyphen."""
    text = _of_slug(value)
    return text if not text or _SLUG.fullmatch(text) else ascii_slug(text, "")


def address(value: Any) -> str:
    text = line(URL_MAX)(value)
    if text and not re.fullmatch(WebAddressField.pattern, text):
        raise Refused("must be an http:// or https:// address without a user name")
    return text


def language(value: Any) -> str:
    text = line(35)(value)
    if text and not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", text):
        raise Refused("must be a BCP 47 tag, such as en or pt-BR")
    return text or "und"


def day(value: Any) -> tuple[datetime.date | None, DatePrecision | None]:
    """A date, or a month or year, with the precision that follows from how it is written."""
    text = line(LINE_MAX)(value)
    if not text:
        return None, None
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if not match or text < "1000":
        raise Refused(f"must be a date such as 2012-12-01, 2012-12 or 2012, not “{text[:80]}”")
    year, month, day_of_month = match.groups()
    try:
        date = datetime.date(int(year), int(month or 1), int(day_of_month or 1))
    except ValueError:
        raise Refused(f"is no day of the calendar: {text}") from None
    if day_of_month:
        return date, None  # a month's or year's first day is written in full, too
    return date, DatePrecision.MONTH if month else DatePrecision.YEAR


def moment(value: Any) -> datetime.datetime | None:
    text = line(LINE_MAX)(value)
    if not text:
        return None
    shape = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z|[+-][0-9:]+)?"
    try:
        if not re.fullmatch(shape, text):
            raise ValueError
        value = datetime.datetime.fromisoformat(text)
        if value.tzinfo is None:
            raise Refused("has no time zone: end it with Z or an offset such as +03:00")
        return value.astimezone(datetime.UTC)
    except Refused:
        raise
    except (ValueError, OverflowError):
        raise Refused("must be a moment such as 2012-12-01T10:30:00Z") from None


def checksum(value: Any) -> str:
    text = line(64)(value).lower()
    if text and not re.fullmatch(r"[0-9a-f]{64}", text):
        raise Refused("must be 64 hexadecimal digits")
    return text


def uid(value: Any) -> uuid.UUID | None:
    text = line(LINE_MAX)(value)
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise Refused("must be a UUID") from None


def number(least: int, most: int) -> Reader:
    def read(value: Any) -> int | None:
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Refused(f"must be a whole number from {least:,} to {most:,}")
        return value

    return read


def yes_or_no(value: Any) -> bool | None:
    if not isinstance(value, bool | None):
        raise Refused("must be true or false")
    return value


def rows(value: Any) -> list[Any] | None:
    if not isinstance(value, list | None):
        raise Refused("must be a list")
    return value


def contexts(value: Any) -> list[str]:
    words = [_string(word) for word in rows(value) or []]
    if unknown := sorted(set(words) - set(CONTEXTS)):
        raise Refused(f"has no context {', '.join(unknown)[:200]}")
    return words


_word = line(NAME_MAX, needed=True)
_name, _code = line(NAME_MAX), line(LINE_MAX)
_kind = one_of(Kind, or_none=True)


def entity(value: Any) -> EntityReference | None:
    if value in (None, "", {}):
        return None
    if isinstance(value, str):
        return EntityReference(word=_word(value))
    if not isinstance(value, dict):
        raise Refused("must be a name, a slug or an object")
    facts = [value.get(name) for name in ("slug", "name", "kind", "iso2", "wikidata")]
    if all(fact is None or isinstance(fact, str) for fact in facts):
        return _remembered(*facts)
    return _reference(*facts)


def _reference(*facts: Any) -> EntityReference:
    of_slug, name, kind, iso2, wikidata = facts
    reference = EntityReference(
        slug=slug(of_slug),
        name=_name(name),
        kind=_kind(kind),
        iso2=_code(iso2).upper(),
        wikidata=_code(wikidata),
    )
    if reference.wikidata and not re.fullmatch(r"Q[1-9][0-9]{0,18}", reference.wikidata):
        raise Refused("has a Wikidata id that is none: Q and digits")
    if not str(reference):
        raise Refused("has no name, slug or code")
    if reference.iso2 and not re.fullmatch(r"[A-Z]{2}", reference.iso2):
        raise Refused("has an ISO code that is not two letters")
    return reference


_remembered = lru_cache(10_000)(_reference)  # the same entities come again and again


def entities(value: Any) -> list[EntityReference]:
    return [reference for row in rows(value) or [] if (reference := entity(row))]


ARTICLE: dict[str, Reader] = {
    "slug": slug,
    "headline": line(HEADLINE_MAX, needed=True),
    "source": line(NAME_MAX),
    "byline": line(LINE_MAX),
    "dateline": line(LINE_MAX),
    "section": line(LINE_MAX),
    "published_on": day,
    "date_precision": one_of(DatePrecision),
    "published_at": moment,
    "embargo_until": moment,
    "language": language,
    "url": address,
    "rights": prose(NOTE_MAX),
    "status": one_of(Status),
    "text": raw,
    "sha256": checksum,
    "entities": rows,
    "untagged": rows,
    "annotations": rows,
    "claims": rows,
    "relations": rows,
    "revisions": rows,
}
TAG: dict[str, Reader] = {
    "role": one_of(Role),
    "salience": number(1, 3),
    "by_hand": yes_or_no,
}
ANNOTATION: dict[str, Reader] = {
    "id": uid,
    "kind": one_of(AnnotationKind),
    "state": one_of(State),
    "orphaned": yes_or_no,
    "entity": entity,
    "form": one_of(MentionForm, or_none=True),
    "field": one_of(Field),
    "exact": quote(QUOTE_MAX),
    "prefix": quote(LINE_MAX),
    "suffix": quote(LINE_MAX),
    "start": number(0, 10 * TEXT_MAX),
    "end": number(0, 10 * TEXT_MAX),
    "made_on": number(1, 1_000_000),
    "note": prose(NOTE_MAX),
    "value": line(LINE_MAX),
    "created_at": moment,
    "created_by": line(LINE_MAX),
}
CLAIM: dict[str, Reader] = {
    "id": uid,
    "evidence": uid,
    "cue": uid,
    "speakers": entities,
    "mode": one_of(ClaimMode),
    "via": entity,
    "via_inherited": yes_or_no,
    "about": entities,
    "note": prose(NOTE_MAX),
}
RELATION: dict[str, Reader] = {
    "id": uid,
    "kind": one_of(RelationKind),
    "evidence": uid,
    "actors": entities,
    "action": line(LINE_MAX, needed=True),
    "targets": entities,
    "category": one_of(Category, or_none=True),
    "mode": line(40),
    "contexts": contexts,
    "state": line(LINE_MAX),
    "status": one_of(RelationStatus),
    "time": line(LINE_MAX),
    "certainty": one_of(Certainty),
    "claim": uid,
    "note": prose(NOTE_MAX),
}
REVISION: dict[str, Reader] = {
    "number": number(1, 1_000_000),
    "headline": line(HEADLINE_MAX, needed=True),
    "text": prose(TEXT_MAX, needed=True),
    "sha256": checksum,
    "reason": prose(NOTE_MAX),
    "notice": prose(NOTE_MAX),
    "made_at": moment,
    "made_by": line(LINE_MAX),
}
