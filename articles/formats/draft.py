"""What a format's `read` yields: the draft of an article, or a fault in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Draft:
    """An article record (see `articles.serialize`) as it was read, not yet checked.

    `place` is where in the file it stands: a line's number, or words such as "article 3".
    """

    record: dict[str, Any]
    place: str


@dataclass(frozen=True)
class Fault:
    """What could not be read as a record. The rest of the file goes on behind it."""

    message: str
    place: str
