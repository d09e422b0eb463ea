"""Where a list goes on: behind which row, and how many rows came before.

    step = following(Claim.objects.public(), "uid", Cursor.read(given), limit)
    step.rows, step.after       # the next rows, and the cursor behind them if there are more

A cursor names a row, not a number of rows: what is added or taken away meanwhile moves nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models

from .problems import Problem

LONGEST = 1000
MOST_ROWS = 10**9


@dataclass(frozen=True)
class Cursor:
    """`key` is what the row is known and sorted by; `count` is how many came up to it."""

    count: int = 0
    key: tuple[str, ...] = ()

    @classmethod
    def read(cls, given: str | None) -> Self | None:
        if not given:
            return None
        try:
            padded = given[:LONGEST].encode() + b"=" * (-len(given) % 4)
            count, *key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (ValueError, TypeError, binascii.Error, RecursionError):
            raise not_ours() from None
        is_ours = type(count) is int and 0 < count < MOST_ROWS and key
        if not is_ours or not all(isinstance(one, str) and one.isprintable() for one in key):
            raise not_ours()
        return cls(count, tuple(key))

    def __str__(self) -> str:
        written = json.dumps([self.count, *self.key], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(written).decode().rstrip("=")


def not_ours() -> Problem:
    detail = "cursor: it is none that the archive gave. Begin without one."
    return Problem(422, detail, errors=[{"field": "cursor", "message": "is none of ours"}])


class Step(NamedTuple):
    rows: Sequence[Any]
    after: Cursor | None


def following(
    rows: models.QuerySet, by: str, cursor: Cursor | None, limit: int, *, newest: bool = False
) -> Step:
    """The next rows in the order of a field that no two have alike; `newest`: the other way."""
    if cursor:
        try:
            rows = rows.filter(**{f"{by}__{'lt' if newest else 'gt'}": cursor.key[0]})
        except (ValidationError, ValueError):
            raise not_ours() from None
    found = list(rows.order_by(f"-{by}" if newest else by)[: limit + 1])
    count = (cursor.count if cursor else 0) + limit
    is_end = len(found) <= limit
    after = None if is_end else Cursor(count, (str(getattr(found[limit - 1], by)),))
    return Step(found[:limit], after)
