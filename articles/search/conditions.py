"""What is asked of the index: the words of a query, and its filters with everything looked up.

    All((Word("gas"), Tagged((turkey.pk,)), Not(Tagged((syria.pk,)))))

Words, phrases, All, Any and Not are the query language's own.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from .query.tree import All, Any, Near, Not, Phrase, Prefix, Word


@dataclass(frozen=True)
class Everything:
    pass


@dataclass(frozen=True)
class Nothing:
    pass


@dataclass(frozen=True)
class These:
    """One of the articles with these keys."""

    pks: tuple[int, ...]


@dataclass(frozen=True)
class Tagged:
    """With at least one of these entities, in a role or in any."""

    entities: tuple[int, ...]
    role: str = ""


@dataclass(frozen=True)
class FromSource:
    sources: tuple[int, ...]


@dataclass(frozen=True)
class InLanguage:
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Between:
    """Its day, month or year overlaps the time between; the undated never do."""

    first: datetime.date | None
    last: datetime.date | None


@dataclass(frozen=True)
class Has:
    """Notes, mentions, relations or claims; a date; or an entity of a kind."""

    what: str


@dataclass(frozen=True)
class Stated:
    """One claim or relation that has one value of each of these parts."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Alike:
    """With at least one of these entities; the heavier those that it has, the more relevant."""

    weights: tuple[tuple[int, int], ...]


Plain = Everything | Nothing | Tagged | FromSource | InLanguage | Between | Has | Stated | Alike
Condition = Plain | These | Word | Phrase | Near | Prefix | All | Any | Not

__all__ = [
    "Alike",
    "All",
    "Any",
    "Between",
    "Condition",
    "Everything",
    "FromSource",
    "Has",
    "InLanguage",
    "Near",
    "Not",
    "Nothing",
    "Phrase",
    "Plain",
    "Prefix",
    "Stated",
    "Tagged",
    "These",
    "Word",
]
