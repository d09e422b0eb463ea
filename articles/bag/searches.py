from __future__ import annotations

from articles.models import SavedSearch

from .table import Table

FILE = "searches.jsonl"
ABOUT = "Searches that people have saved, each of one person."

table = Table(SavedSearch)
records, restore = table.records, table.restore
