"""A file of annotations, read and checked; what becomes of each is `ingest`'s to say."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from articles.formats import strict_json
from articles.formats.draft import Fault

from .rules import Incorrect, check, check_context, selectors_of, several
from .terms import OWN, PARTS, Json

SIZE_MAX = 128 * 1024 * 1024  # it is held in memory whole
_UID = re.compile(r"(?:urn:uuid:|.*/annotations/)([0-9a-fA-F-]{36})/?")
_WIKIDATA = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]*)")
_MARKUP = re.compile(r"<[^<>]*>")
TAGGING = ("tagging", "identifying", "classifying")


@dataclass(frozen=True)
class Own:
    """As an archive like this one wrote it: rows of an article record."""

    place: str
    sources: tuple[str, ...]
    annotation: Json
    names: Json = field(default_factory=dict)  # of its entity: slug, name, Wikidata id
    claims: list[Json] = field(default_factory=list)
    relations: list[Json] = field(default_factory=list)


@dataclass(frozen=True)
class Foreign:
    """As others write them: the words, what is said of them, and what they may be names of."""

    place: str
    sources: tuple[str, ...]
    quote: Json  # exact, prefix, suffix, and start and end where they are given
    remarks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    wikidata: tuple[str, ...] = ()
    created: str | None = None


Read = Own | Foreign | Fault


def read_annotations(stream: BinaryIO) -> Iterator[Read]:
    raw = stream.read(SIZE_MAX + 1)
    if len(raw) > SIZE_MAX:
        yield Fault(f"the file is longer than {SIZE_MAX:,} bytes", "1")
        return
    try:
        document = strict_json.loads(raw.removeprefix(codecs.BOM_UTF8))
        rows = _rows(document)
    except (strict_json.JsonFault, Incorrect) as fault:
        yield Fault(f"the file {fault}", "1")
        return
    is_ours = OWN in [one.get("archive") for one in _contexts(document)]
    for number, row in enumerate(rows, 1):
        place = f"annotation {number}"
        try:
            yield _read(row, place, is_ours=is_ours)
        except Incorrect as fault:
            yield Fault(f"it {fault}", place)


def _rows(document: Any) -> list[Any]:
    """One annotation, a page of them, or a collection with its first page in it."""
    if isinstance(document, list):
        raise Incorrect("is a list: a page of annotations has its context, too")
    if not isinstance(document, dict):
        raise Incorrect("is no object")
    check_context(document)
    page = document.get("first", document)
    if isinstance(page, str):
        raise Incorrect(f"is a collection whose pages are elsewhere: {page[:200]}")
    if isinstance(page, dict) and "items" in page:
        rows = page["items"]
        if not isinstance(rows, list):
            raise Incorrect("has items that are no list")
        return rows
    return [document]


def _contexts(document: Json) -> list[Json]:
    given = document["@context"]
    return [one for one in (given if isinstance(given, list) else [given]) if isinstance(one, dict)]


def _read(row: Any, place: str, *, is_ours: bool) -> Read:
    if not isinstance(row, dict):
        raise Incorrect("is no object")
    check(row)
    if is_ours and "archive:kind" in row:
        try:
            return _own(row, place)
        except (KeyError, TypeError, AttributeError, IndexError):
            raise Incorrect("has the terms of an archive, and not all of them") from None
    return _foreign(row, place)


def _own(row: Json, place: str) -> Own:
    target, bodies = row["target"], several(row.get("body"))
    quote, *position = target["selector"]
    entity: Json = next((one for one in bodies if "archive:entity" in one), {})
    uid = _UID.fullmatch(row["id"])
    annotation = {
        "id": uid[1] if uid else None,
        "kind": row["archive:kind"],
        "state": row["archive:state"],
        "orphaned": not position,
        "entity": entity.get("archive:entity"),
        "form": entity.get("archive:form"),
        "field": target["archive:field"],
        **{name: quote[name] for name in ("exact", "prefix", "suffix")},
        "start": position[0]["start"] if position else None,
        "end": position[0]["end"] if position else None,
        "made_on": target["archive:revision"],
        "note": _text_of(bodies, "commenting") or "",
        "value": _text_of(bodies, "describing"),
    }
    if "created" in row:
        annotation["created_at"] = row["created"]
        annotation["created_by"] = row.get("creator", {}).get("nickname")
    statements = {
        part: [one["archive:record"] for one in bodies if one.get("type") == type_]
        for part, type_ in PARTS.items()
    }
    names = {name: entity.get(f"archive:{name}") or "" for name in ("name", "wikidata")}
    return Own(place, (target["source"],), annotation, names, **statements)


def _text_of(bodies: list[Json], purpose: str) -> str | None:
    texts = (one["value"] for one in bodies if "value" in one and one["purpose"] == purpose)
    return next(texts, None)


def _foreign(row: Json, place: str) -> Foreign:
    targets = [one if isinstance(one, dict) else {"id": one} for one in several(row["target"])]
    bodies = [
        one if isinstance(one, dict) else {"id": one} for one in _flat(several(row.get("body")))
    ]
    if "bodyValue" in row:
        bodies.append({"value": row["bodyValue"]})
    texts = [one for one in bodies if "value" in one]
    names = [one for one in texts if one.get("purpose", row.get("motivation")) in TAGGING]
    addresses = [str(one.get("source") or one.get("id") or "") for one in bodies]
    known = [match[1] for one in addresses if (match := _WIKIDATA.fullmatch(one))]
    others = [one for one in addresses if one and not _WIKIDATA.fullmatch(one)]
    remarks = [_plain(one) for one in texts if one not in names] + others
    return Foreign(
        place,
        tuple(str(one.get("source") or one.get("id") or "") for one in targets),
        _quote(targets),
        remarks=tuple(filter(None, remarks)),
        names=tuple(filter(None, map(_plain, names))),
        wikidata=tuple(known),
        created=row.get("created"),
    )


def _quote(targets: list[Json]) -> Json:
    """The words that the one target marks, if it marks words."""
    found: Json = {}
    for selector in selectors_of(targets[0]) if len(targets) == 1 else ():
        if selector.get("type") == "TextQuoteSelector" and "exact" not in found:
            found |= {name: selector.get(name, "") for name in ("exact", "prefix", "suffix")}
        elif selector.get("type") == "TextPositionSelector":
            found |= {"start": selector["start"], "end": selector["end"]}
    return found


def _plain(body: Json) -> str:
    """Only text is kept. A browser would read HTML's; here its tags are left out."""
    text: str = body["value"]
    return _MARKUP.sub("", text).strip() if "html" in str(body.get("format")) else text.strip()


def _flat(bodies: list[Any]) -> Iterator[Any]:
    """The members of a choice or a set of bodies, each by itself."""
    for one in bodies:
        if isinstance(one, dict) and "items" in one:
            yield from _flat(several(one["items"]))
        else:
            yield one
