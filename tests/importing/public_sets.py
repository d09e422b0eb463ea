"""Two public sets of annotated news as article records, for `import_articles`.

    python -m tests.importing.public_sets FOLDER > sets.jsonl

FOLDER holds `gum_news.jsonl`, Wikinews of the GUM corpus, and `re3d_open.jsonl`, press texts on the
war in Syria and Iraq (Dstl), with the names of countries in `countries_facts.jsonl`. What people
marked there comes in as suggested: mentions of what has a name, times as times, and amounts and
their like as notes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from articles.text import fold

Json = dict[str, Any]

KINDS = {"Organisation": "organization", "Location": "place", "Nationality": "group"} | {
    kind: kind for kind in ("person", "organization", "place", "event")
}
TIMES = ("Temporal",)
AMOUNTS = ("Quantity", "Money", "DocumentReference", "CommsIdentifier")
NAME_MOST = 200


def records(folder: Path) -> Iterator[Json]:
    countries = set(_countries(folder / "countries_facts.jsonl"))
    for name in ("gum_news", "re3d_open"):
        for row in _lines(folder / f"{name}.jsonl"):
            yield {
                "slug": re.sub(r"[^a-z0-9]+", "-", row["id"].lower()),
                "headline": row["headline"],
                "source": row["source"],
                "published_on": row["published"],
                "language": "en",
                "url": row["url"],
                "rights": row["licence"],
                "status": "published",
                "text": row["body"],
                "annotations": list(_annotations(row["mentions"], countries)),
            }


def _annotations(mentions: list[Json], countries: set[str]) -> Iterator[Json]:
    seen = set()
    for mention in mentions:
        kind, name = mention["type"], _name(mention)
        place = {"start": mention["start"], "end": mention["end"], "exact": mention["text"]}
        row = place | {"state": "suggested"}
        if (*place.values(), fold(name)) in seen:
            continue
        seen.add((*place.values(), fold(name)))
        if kind in TIMES:
            yield row | {"kind": "time"}
        elif kind in AMOUNTS or len(name) > NAME_MOST or not fold(name):
            yield row | {"kind": "note", "note": f"{kind}."}
        else:
            kind = "country" if fold(name) in countries else KINDS.get(kind, "topic")
            yield row | {"kind": "mention", "entity": {"name": name, "kind": kind}}


def _name(mention: Json) -> str:
    """The title of the linked article of the encyclopedia, or the words themselves."""
    address = mention["wikidata_or_wikipedia"] or ""
    title = unquote(address.rpartition("/wiki/")[2]).replace("_", " ")
    return title or " ".join(mention.get("core_text", mention["text"]).split())


def _countries(file: Path) -> Iterator[str]:
    for row in _lines(file):
        if row.get("iso2"):
            yield fold(row["name"])


def _lines(file: Path) -> Iterator[Json]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    for record in records(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
