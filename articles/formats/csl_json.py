"""CSL-JSON, for citation processors: an `article-newspaper` an article, all in one list.

After the schema of CSL 1.0.2 (csl-data.json).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .here import NOWHERE, Here, date_parts, known_language
from .json_text import one_array

NAME = "csl-json"
LABEL = "CSL-JSON"
SUFFIXES = (".csl.json",)
MEDIA_TYPE = "application/vnd.citationstyles.csl+json"


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    items = (json.dumps(_item(record, here), ensure_ascii=False) for record in records)
    yield from one_array("[", items, "]")


def _item(record: dict[str, Any], here: Here) -> dict[str, Any]:
    date = [int(part) for part in date_parts(record)]
    item = {
        "id": record["slug"],
        "type": "article-newspaper",
        "title": record["headline"],
        "author": [{"literal": record["byline"]}] if record["byline"] else [],
        "container-title": here.source(record),
        "section": record["section"],
        "issued": {"date-parts": [date]} if date else {},
        "language": known_language(record),
        "URL": here.address_or_original(record),
        "source": here.archive,
        "keyword": ", ".join(entity["name"] for entity in record["entities"]),
        "note": here.note(record),
    }
    return {name: value for name, value in item.items() if value}
