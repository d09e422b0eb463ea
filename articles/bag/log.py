"""The log of changes, under the numbers that it had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Max

from articles.formats import Draft
from articles.models import Archive, Change
from articles.models.natural_keys import FIELDS, model_named

from .table import Table, in_chunks

FILE = "changes.jsonl"
ABOUT = "Each act of a person on the archive: when, who, what was before and after."
KEYS_MOST = 2**53

DID = {"created", "changed", "removed"}


def check(change: Change) -> None:
    parts = change.parts
    if not isinstance(parts, list) or not all(map(_is_part, parts)):
        raise ValueError("its parts are not those of a change")


def _is_part(part: Any) -> bool:
    return (
        isinstance(part, dict)
        and part.get("model") in FIELDS
        and part.get("did") in DID
        and isinstance(part.get("key"), list)
        and len(part["key"]) == len(FIELDS[part["model"]])
        and all(isinstance(part.get(name, {}), dict) for name in ("before", "after", "row"))
        and isinstance(part.get("changes", []), list)
    )


table = Table(Change, check=check)
records = table.records


def restore(drafts: Iterable[Draft]) -> None:
    highest: Counter[str] = Counter()
    for some in in_chunks(drafts):
        changes = table.rows(some)
        Change._base_manager.bulk_create(changes)
        for part in (part for change in changes for part in change.parts):
            key = part.get("row", {}).get("id")
            if isinstance(key, int) and key < KEYS_MOST:
                highest[part["model"]] = max(highest[part["model"]], key)
    last = Change.objects.aggregate(last=Max("number"))["last"] or 0
    Archive.objects.filter(pk=1, last_change__lt=last).update(last_change=last)
    if connection.vendor == "postgresql":
        _keep_free(highest)


def _keep_free(highest: dict[str, int]) -> None:
    """Rows that were removed come back under their old keys: no new row may meet them there."""
    with connection.cursor() as cursor:
        for name, key in highest.items():
            table_name = model_named(name)._meta.db_table
            cursor.execute(
                "SELECT setval(of, greatest(nextval(of), %s)) "
                "FROM pg_get_serial_sequence(%s, 'id') AS of",
                [key, table_name],
            )
