"""The annotations of article records, written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from articles.formats.here import NOWHERE, Here
from articles.formats.json_text import one_array
from articles.models import Kind

from .terms import CONTEXT, MOTIVATIONS, OWN, OWN_CONTEXT, PARTS, Json

NAME = "web-annotation"
LABEL = "Annotations as JSON-LD"
SUFFIXES = (".annotations.jsonld",)
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
IS_WHOLE = True


def write(records: Iterable[Json], here: Here = NOWHERE) -> Iterator[bytes]:
    yield from page(row for record in records for row in rows(record, here))


def page(rows: Iterable[str]) -> Iterator[bytes]:
    beginning = f'{{"@context":{_written([CONTEXT, OWN_CONTEXT])},"type":"AnnotationPage","items":['
    yield from one_array(beginning, rows, "]}")


def rows(record: Json, here: Here = NOWHERE) -> Iterator[str]:
    """The annotations of one article, a line each."""
    return map(_written, annotations_of(record, here))


def write_one(record: Json, uid: UUID, here: Here = NOWHERE) -> Iterator[bytes]:
    """A single annotation of an article."""
    (at,) = (n for n, row in enumerate(record["annotations"]) if row["id"] == str(uid))
    row = list(annotations_of(record, here))[at]
    yield _written({"@context": [CONTEXT, OWN_CONTEXT], **row}).encode() + b"\n"


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def annotations_of(record: Json, here: Here) -> Iterator[Json]:
    """Of one article. What a claim or relation says stands with the words that it rests on."""
    entities = {one["slug"]: one for one in (*record["entities"], *record["untagged"])}
    statements: defaultdict[str, list[Json]] = defaultdict(list)
    for part, type_ in PARTS.items():
        for row in record[part]:
            statements[row["evidence"]].append({"type": type_, "archive:record": row})
    for row in record["annotations"]:
        entity = entities.get(row["entity"])
        body = [*_said(row, entity, here), *statements[row["id"]]]
        yield _without_nothing(
            {
                "id": _address(f"annotations/{row['id']}/", here) or f"urn:uuid:{row['id']}",
                "type": "Annotation",
                "motivation": MOTIVATIONS[row["kind"]],
                "created": row.get("created_at"),
                "creator": _person(row.get("created_by")),
                "archive:state": row["state"],
                "archive:kind": row["kind"],
                "body": body,
                "target": _target(row, record, here),
            }
        )


def _person(username: str | None) -> Json | None:
    return {"type": "Person", "nickname": username} if username else None


def _said(row: Json, entity: Json | None, here: Here) -> Iterator[Json]:
    if entity:
        kind = Kind(entity["kind"])
        wikidata = entity["wikidata"] and f"http://www.wikidata.org/entity/{entity['wikidata']}"
        address = _address(f"{kind.plural}/{entity['slug']}/", here)
        yield _without_nothing(
            {
                "type": "SpecificResource",
                "purpose": "identifying",
                "source": address or wikidata or f"{OWN}{kind}:{entity['slug']}",
                "archive:entity": entity["slug"],
                "archive:name": entity["name"],
                "archive:wikidata": entity["wikidata"],
                "archive:form": row["form"],
                "archive:role": entity.get("role"),
            }
        )
    if row["note"]:
        yield _text(row["note"], "commenting")
    if row["value"]:
        yield _text(row["value"], "describing")


def _text(value: str, purpose: str) -> Json:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _target(row: Json, record: Json, here: Here) -> Json:
    quote = {name: row[name] for name in ("exact", "prefix", "suffix")}
    selectors = [{"type": "TextQuoteSelector", **quote}]
    if not row["orphaned"]:
        place = {"start": row["start"], "end": row["end"]}
        selectors.append({"type": "TextPositionSelector", **place})
    return {
        "type": "SpecificResource",
        "source": here.address(record) or f"{OWN}article:{record['slug']}",
        "selector": selectors,
        "archive:field": row["field"],
        "archive:revision": row["made_on"],
    }


def _address(path: str, here: Here) -> str:
    return here.origin and f"{here.origin}/{path}"


def _without_nothing(row: Json) -> Json:
    return {name: value for name, value in row.items() if value not in (None, "", [])}
