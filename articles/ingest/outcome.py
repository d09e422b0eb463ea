"""What became of a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Did(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    LEFT_OUT = "left out"


@dataclass
class Outcome:
    place: str
    did: Did = Did.FAILED
    slug: str = ""
    headline: str = ""
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    dropped: Mapping[str, int] = field(default_factory=dict)
    why: str = ""  # it was left out

    @property
    def where(self) -> str:
        return f"line {self.place}" if self.place.isdecimal() else self.place
