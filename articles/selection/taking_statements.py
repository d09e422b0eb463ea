"""The claims or relations of a selection, to be taken home: in their order, as many as one may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from articles.serialize import statement_record

if TYPE_CHECKING:
    from .stated import Statements

CHUNK = 200


@dataclass(frozen=True)
class TakenStatements:
    """The first of them. Which they are is settled before the first is read."""

    statements: Statements
    most: int

    @property
    def total(self) -> int:
        return self.statements.total

    @property
    def is_cut(self) -> bool:
        return self.total > self.most

    @property
    def name(self) -> str:
        """Of a file: it says which part there is of many."""
        return f"{self.statements.noun}s" + (f"-first-{self.most}" if self.is_cut else "")

    def records(self) -> Iterator[dict[str, Any]]:
        keys = list(self.statements.rows.values_list("pk", flat=True)[: self.most])
        chunks = (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
        return chain.from_iterable(map(self._records, chunks))

    def _records(self, keys: list[int]) -> list[dict[str, Any]]:
        """What is hidden meanwhile is passed over."""
        found = self.statements.model.objects.public().for_record().in_bulk(keys)
        return [statement_record(found[key]) for key in keys if key in found]
