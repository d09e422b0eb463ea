"""ninjs 3, as news agencies send their texts (iptc.org/std/ninjs): an item a line.

A file may also be one item, or a list of them. Pictures, events and plans are left out. Whom others
name in an item is counted, not tagged: their codes mean nothing here. What ninjs has no property
for (a date that is a month, a section) stands in `altIds` of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

from articles.models import Kind
from articles.text import word_count

from . import strict_json
from .blocks import Words, words_of_html
from .dated import dated
from .draft import Draft, Fault, LeftOut, Read
from .here import NOWHERE, Here, known_date, known_language, original

NAME = "ninjs"
LABEL = "ninjs"
SUFFIXES = (".ninjs.json", ".ninjs.jsonl", ".ninjs")
MEDIA_TYPE = "application/json; charset=utf-8"

SIZE_MAX = 64 * 1024 * 1024  # of a line, or of a file that is one list
STANDARD = {"name": "ninjs", "version": "3.1"}
STANDARD["schema"] = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
_ITS_PROPERTIES = (
    "uri type representationType profile version firstCreated versionCreated contentCreated"
    " embargoedUntil pubStatus urgency copyrightHolder copyrightNotice usageTerms edNote language"
    " descriptions bodies headlines people organisations places subjects events eventDetails"
    " plannedCoverage objects infoSources title by slugline located renditions associations altIds"
    " trustIndicators standard genres expires rightsInfo digitalSourceType $schema"
)
PROPERTIES = frozenset(_ITS_PROPERTIES.split())
STATUS = {"published": "usable", "draft": "withheld", "withdrawn": "canceled"}
LISTS = {
    Kind.PERSON: "people",
    Kind.ORGANIZATION: "organisations",
    Kind.GROUP: "organisations",
    Kind.COUNTRY: "places",
    Kind.PLACE: "places",
    Kind.FACILITY: "places",
    Kind.EVENT: "events",
    Kind.TOPIC: "subjects",
}
OWN = ("slug", "url", "section", "published_on", "source")  # of a record, in altIds
DROPPED = {
    **dict.fromkeys(("people", "organisations", "places", "events", "subjects"), "names"),
    "renditions": "renditions",
    "associations": "associated items",
}


def read(stream: BinaryIO) -> Iterator[Read]:
    first = stream.readline(SIZE_MAX)
    if _is_item(first):
        lines = chain([first], iter(lambda: stream.readline(SIZE_MAX), b""))
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _of_json(line, str(number))
        return
    raw = first + stream.read(SIZE_MAX)
    try:
        items = strict_json.loads(raw.removeprefix(b"\xef\xbb\xbf")) if raw.strip() else []
    except strict_json.JsonFault as fault:
        yield Fault(f"the file {fault}", "1")
        return
    for number, item in enumerate(items if isinstance(items, list) else [items], 1):
        yield _read(item, f"item {number}")


def _is_item(line: bytes) -> bool:
    try:
        return isinstance(strict_json.loads(line), dict)
    except strict_json.JsonFault:
        return False


def _of_json(line: bytes, place: str) -> Read:
    try:
        return _read(strict_json.loads(line), place)
    except strict_json.JsonFault as fault:
        return Fault(f"the line {fault}", place)


def _read(item: Any, place: str) -> Read:
    if fault := _fault_of(item):
        return Fault(fault, place)
    if item.get("type", "text") not in ("text", "composite"):
        return LeftOut(f"it is of type {str(item['type'])[:40]}", place)
    body = _words(item.get("bodies"), ("text/html", "application/xhtml+xml", "text/plain"))
    if not body.text:
        return LeftOut("it has no text", place)
    own = {one["role"]: one.get("value") for one in _rows(item, "altIds") if one.get("role") in OWN}
    tags = [tag for name in dict.fromkeys(LISTS.values()) for tag in _tags(_rows(item, name))]
    said = {
        "headline": _words(item.get("headlines"), ("text/plain",)).text or item.get("title"),
        "text": body.text,
        "byline": item.get("by"),
        "dateline": item.get("located"),
        "language": item.get("language"),
        "rights": item.get("copyrightNotice"),
        "embargo_until": item.get("embargoedUntil"),
        "source": own.get("source") or _source(item),
        "url": own.get("url") or _address(item),
        "slug": own.get("slug"),
        "section": own.get("section"),
        "status": next(
            (ours for ours, theirs in STATUS.items() if theirs == item.get("pubStatus")), ""
        ),
        "entities": tags,
    }
    created = item.get("contentCreated") or item.get("firstCreated") or item.get("versionCreated")
    date = dated(created or "") | (
        {"published_on": own["published_on"]} if "published_on" in own else {}
    )
    record = {name: value for name, value in said.items() if value} | date
    return Draft(record, place, dropped=_dropped(item, tags) | dict(body.dropped))


def _fault_of(item: Any) -> str:
    """What IPTC's schema would say, as far as it matters to a text."""
    if not isinstance(item, dict):
        return "the item is not an object: {...}"
    if not isinstance(item.get("uri"), str) or not item["uri"]:
        return "the item has no uri"
    if strange := sorted(item.keys() - PROPERTIES):
        return f"{', '.join(strange)[:200]}: no property of ninjs 3"
    texts = ("type", "by", "located", "language", "title", "copyrightNotice", "contentCreated")
    for name in (*texts, "firstCreated", "versionCreated", "embargoedUntil", "pubStatus"):
        if not isinstance(item.get(name, ""), str):
            return f"{name} must be text"
    urgency = item.get("urgency", 1)
    if not isinstance(urgency, int) or not 1 <= urgency <= 9:
        return "urgency must be a whole number from 1 to 9"
    return ""


def _rows(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = item.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _words(rows: Any, kinds: tuple[str, ...]) -> Words:
    """Of the first kind that there is; HTML first, where agencies keep their paragraphs."""
    texts: dict[str, str] = {}
    for row in rows if isinstance(rows, list) else []:
        value = row.get("value") if isinstance(row, dict) else None
        kind = str(row.get("contentType") or "text/plain") if isinstance(value, str) else ""
        if kind:
            texts.setdefault(kind.partition(";")[0].strip(), str(value))
    found = next((kind for kind in kinds if kind in texts), next(iter(texts), ""))
    if found in ("", "text/plain"):
        return Words(texts.get(found, ""), {})
    return words_of_html(texts[found])


def _tags(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Those that an archive like this one wrote."""
    for row in rows:
        kind, divider, slug = str(row.get("literal") or "").partition(":")
        if divider and kind in Kind.values and slug:
            yield {"kind": kind, "slug": slug, "name": row.get("name"), "role": row.get("rel")}


def _source(item: dict[str, Any]) -> str:
    names = [row.get("name") for row in _rows(item, "infoSources")]
    return str(next(filter(None, names), None) or item.get("copyrightHolder") or "")


def _address(item: dict[str, Any]) -> str:
    uri: str = item["uri"]
    return uri if uri.startswith(("https://", "http://")) else ""


def _dropped(item: dict[str, Any], tags: list[Any]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name, noun in DROPPED.items():
        counts[noun] = counts.get(noun, 0) + len(_rows(item, name))
    counts["names"] -= len(tags)
    return {noun: count for noun, count in counts.items() if count}


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    for record in records:
        yield json.dumps(_item(record, here), ensure_ascii=False).encode() + b"\n"


def _item(record: dict[str, Any], here: Here) -> dict[str, Any]:
    text = record["text"]
    body: dict[str, Any] = {"role": "main", "contentType": "text/plain"}
    body |= {"charCount": len(text), "wordCount": word_count(text), "value": text}
    own = {name: record[name] for name in ("slug", "section", "source")}
    own |= {"url": original(record), "published_on": known_date(record)}
    item = {
        "standard": STANDARD,
        "uri": here.address_or_original(record) or f"urn:x-annotated-archive:{record['slug']}",
        "type": "text",
        "pubStatus": STATUS[record["status"]],
        "language": known_language(record),
        "contentCreated": record["published_at"],
        "embargoedUntil": record["embargo_until"],
        "copyrightNotice": record["rights"],
        "by": record["byline"],
        "located": record["dateline"],
        "infoSources": [{"name": here.source(record)}],
        "headlines": [{"role": "main", "value": record["headline"]}],
        "bodies": [body],
        "altIds": [{"role": role, "value": value} for role, value in own.items() if value],
    }
    for entity in record["entities"]:
        item.setdefault(LISTS[Kind(entity["kind"])], []).append(_named(entity))
    return {name: value for name, value in item.items() if value}


def _named(entity: dict[str, Any]) -> dict[str, Any]:
    wikidata = entity["wikidata"]
    named = {
        "name": entity["name"],
        "rel": entity["role"],
        "uri": wikidata and f"https://www.wikidata.org/wiki/{wikidata}",
        "literal": f"{entity['kind']}:{entity['slug']}",
    }
    return {name: value for name, value in named.items() if value}
