from __future__ import annotations

from articles.models import Redirect

from .table import Table

FILE = "redirects.jsonl"
ABOUT = "Addresses that articles, entities and sources had before."

table = Table(Redirect)
records, restore = table.records, table.restore
