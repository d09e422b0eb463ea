"""Why a change is not undone: what was done later to the rows that it wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .change import Change
from .natural_keys import Key

NAMED_MAX = 5  # so many obstacles are looked up in the log; one is enough to refuse


@dataclass(frozen=True)
class Obstacle:
    """Why a change is not undone, and the later change that is in the way, if the log has it."""

    what: str
    later: Change | None = None

    def __str__(self) -> str:
        if self.later is None:
            return self.what
        return f"{self.what}: change {self.later.number}"


class CannotUndo(Exception):
    def __init__(self, change: Change, obstacles: list[Obstacle]) -> None:
        said = " ".join(f"{obstacle}." for obstacle in obstacles[:NAMED_MAX])
        super().__init__(f"Change {change.number} cannot be undone. {said}")
        self.change, self.obstacles = change, obstacles


class Later:
    """The changes after one, asked for by the rows that they wrote."""

    def __init__(self, change: Change) -> None:
        self.changes = Change.objects.filter(number__gt=change.number).newest()
        self.asked = 0

    def of(
        self, key: Key, names: Iterable[str] = (), *, slugs: Iterable[Any] = ()
    ) -> Change | None:
        """The newest that wrote this row, or one of these fields of it.

        If there is none, the newest that wrote an entity with one of the slugs: what leads to an
        entity leads to another slug when that was renamed.
        """
        self.asked += 1
        if self.asked > NAMED_MAX:
            return None
        found = [self._newest(key, set(names))]
        found += [self._newest(Key("entity", (slug,)), set()) for slug in slugs if not found[0]]
        return next(filter(None, found), None)

    def _newest(self, key: Key, names: set[str]) -> Change | None:
        for change in self.changes.naming(*key.values).for_reading().iterator(chunk_size=20):
            for part in change.parts:
                fields = {*part.get("before", {}), *part.get("after", {})}
                if key in _keys(part) and (not names or names & fields):
                    return change
        return None

    @cached_property
    def by_row(self) -> Mapping[Key, Change]:
        """Those of the authority: entities and what belongs to them."""
        changes = self.changes.filter(article=None).order_by("number")
        return {key: change for change in changes for part in change.parts for key in _keys(part)}


def _keys(part: Mapping[str, Any]) -> set[Key]:
    return {Key.of(part), Key.before(part)}
