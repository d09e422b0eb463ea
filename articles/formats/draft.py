"""What a format's `read` yields: drafts of articles, and in their place faults and what is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Draft:
    """An article record (see `articles.serialize`) as it was read, not yet checked.

    `place` is where in the file it stands: a line's number, or words such as "article 3".
    `dropped` counts what was there and is not in the record: {"images": 3}. The words of what
    `is_summary` are no news of an article that the archive has: it may have all of them.
    """

    record: dict[str, Any]
    place: str
    warnings: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    is_summary: bool = False


@dataclass(frozen=True)
class Fault:
    """What could not be read as a record. The rest of the file goes on behind it."""

    message: str
    place: str


@dataclass(frozen=True)
class LeftOut:
    """What is no article and was never meant to be one, such as an image among pages."""

    why: str
    place: str


Read: TypeAlias = Draft | Fault | LeftOut
