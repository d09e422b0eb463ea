from __future__ import annotations

from articles.models import FrozenSet
from articles.models.frozen_set import checksum

from .table import Table

FILE = "sets.jsonl"
ABOUT = "Results as they were cited: which articles, in which revision, in which order."


def check(kept: FrozenSet) -> None:
    if checksum(kept.lines) != kept.sha256 or len(kept.lines) != kept.total:
        raise ValueError("its lines are not those of its address")


table = Table(FrozenSet, check=check)
records, restore = table.records, table.restore
