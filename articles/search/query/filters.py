"""Terms with a key: `country:SY@subject`, `date:2012-11..2012-12`, `has:notes`, `event:accuse`."""

from __future__ import annotations

import re

from articles.models import Kind, Role
from articles.models.plover import Category
from articles.naming import in_a_row
from articles.period import Period
from articles.text import NAME_MAX

from .lexing import Token
from .tree import CLAIM_KEYS, ENTITY_KEYS, RELATION_KEYS, Filter, Node, Statement, any_of

CONTENTS = ("notes", "mentions", "relations", "claims")
HAS = (*CONTENTS, "date", *Kind.values)
# As readers may write them, and as addresses do.
OTHER_KEYS = {
    "organisation": "organization",
    "language": "lang",
    "headline": "title",
    "without": "no",
}
DATE_KEYS = ("date", "before", "after", "from", "to")
KEYS = frozenset(
    (
        *ENTITY_KEYS,
        *RELATION_KEYS,
        *CLAIM_KEYS,
        *DATE_KEYS,
        *("title", "has", "no", "source", "lang"),
        *OTHER_KEYS,
    )
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class Repairs(list[str]):
    """What was changed, each said once."""

    def say(self, sentence: str) -> None:
        if sentence not in self:
            self.append(sentence)


def filter_of(token: Token, repairs: Repairs) -> Node | None:
    key = token.key
    if token.distance is not None:
        repairs.say("“~” belongs to words in quotation marks.")
    values = [token.text] if token.is_quoted else list(filter(None, token.text.split(",")))
    if not any(value.strip(" @") for value in values):
        repairs.say(f"“{key}:” was followed by no value, and is left out.")
        return None
    found = [_one(key, value, token, repairs) for value in values]
    return any_of([node for node in found if node])


def _one(key: str, value: str, token: Token, repairs: Repairs) -> Node | None:
    if key in ENTITY_KEYS:
        return _entity(key, value, token, repairs)
    if token.role is not None:
        repairs.say("A role (@) belongs to a country, person or other entity.")
    value = value.strip()[:NAME_MAX].rstrip()
    if key in RELATION_KEYS or key in CLAIM_KEYS:
        return Statement((Filter(key, value),))
    if key in DATE_KEYS:
        return _date(key, value, repairs)
    if key in ("has", "no"):
        return _known(key, value.lower(), value.lower() in HAS, in_a_row(HAS, "or"), repairs)
    if key == "lang":
        is_tag = bool(_LANGUAGE.fullmatch(value)) and len(value) <= 35
        return _known(key, value.lower(), is_tag, "a language tag, such as en or pt-BR", repairs)
    return Filter(key, value)


def _entity(key: str, value: str, token: Token, repairs: Repairs) -> Node | None:
    role = token.role
    if not token.is_quoted and "@" in value:
        value, _, role = value.partition("@")
        role = role.lower()
    value = value.strip()[:NAME_MAX].rstrip()
    if not value:
        repairs.say(f"“{key}:” was followed by no value, and is left out.")
        return None
    if role is not None and role not in Role.values:
        repairs.say(f"“@{role[:20]}” is none of the roles {in_a_row(Role.values, 'or')}.")
        role = None
    if key == "event" and not role and value.upper() in Category.values:
        return Statement((Filter(key, value.lower()),))
    return Filter(key, value, role or "")


def _known(key: str, value: str, is_known: bool, wanted: str, repairs: Repairs) -> Filter | None:
    if is_known:
        return Filter(key, value)
    repairs.say(f"“{key}:{value[:60]}” is left out: it takes {wanted}.")
    return None


def _date(key: str, value: str, repairs: Repairs) -> Filter | None:
    """`from` and `to`, as in an address, are dates without the other end."""
    if key in ("from", "to"):
        value = f"{value}.." if key == "from" else f"..{value}"
    first, dots, last = value.partition("..") if key in ("date", "from", "to") else (value, "", "")
    periods = [Period.read(part) for part in (first, last) if part]
    if not periods or None in periods:
        shown = value.strip(".")[:60]
        repairs.say(f"“{key}:{shown}” is left out: that is no date such as 2012-11-03 or 2012-11.")
        return None
    if first and last and periods[0].first > periods[1].last:  # type: ignore[union-attr]
        repairs.say("The dates were in the wrong order.")
        first, last = last, first
    return Filter("date" if dots else key, f"{first}{dots}{last}")
