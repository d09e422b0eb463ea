"""What a record alone does not say: which archive it is in, under what address, from what paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Here:
    """An archive, as what leaves it names it. `sources` are names by slug.

    `origin` is its own, such as https://archive.example; without one no address is given.
    """

    archive: str = ""
    origin: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)

    def source(self, record: dict[str, Any]) -> str:
        return self.sources.get(record["source"], record["source"])

    def address(self, record: dict[str, Any]) -> str:
        """Of the article in this archive."""
        day = record["published_on"]
        period = day.replace("-", "/") if day else "undated"
        return self.origin and f"{self.origin}/articles/{period}/{record['slug']}/"

    def address_or_original(self, record: dict[str, Any]) -> str:
        return self.address(record) or original(record)

    def note(self, record: dict[str, Any]) -> str:
        """Where the article was printed, if the address given is this archive's."""
        return f"Original: {original(record)}" if self.origin and original(record) else ""


NOWHERE = Here()


def original(record: dict[str, Any]) -> str:
    """Its address at the paper, if it is one of the web, whatever way it came into the database."""
    url: str = record["url"]
    return url if url.startswith(("https://", "http://")) else ""


def date_parts(record: dict[str, Any]) -> list[str]:
    """What is known of its date: year, month and day, the first two, the year, or nothing."""
    if not record["published_on"]:
        return []
    known = {"year": 1, "month": 2}.get(record["date_precision"], 3)
    parts: list[str] = record["published_on"].split("-")
    return parts[:known]


def known_date(record: dict[str, Any]) -> str:
    """2012-12-01, 2012-12, 2012 or nothing."""
    return "-".join(date_parts(record))


def known_language(record: dict[str, Any]) -> str:
    return "" if record["language"] == "und" else record["language"]
