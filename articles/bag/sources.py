from __future__ import annotations

from articles.models import Source
from articles.models.source import known_time_zone

from .table import Table

FILE = "sources.jsonl"
ABOUT = "Who published the articles."


def check(source: Source) -> None:
    known_time_zone(source.time_zone)


table = Table(Source, left_out=("folded", "sort_key"), check=check)
records, restore = table.records, table.restore
