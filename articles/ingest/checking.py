"""A record, checked field by field, before anything is asked of the database.

`check(draft)` never raises: what is wrong is said in `faults`, all of it at once.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from articles.formats import Draft
from articles.models import AnnotationKind, DatePrecision, Field, Kind, MentionForm, Status
from articles.text import TEXT_MAX, text_checksum

from . import values
from .placing import Words
from .values import EntityReference, Reader, Refused

_PARTS = ("entities", "untagged", "annotations", "claims", "relations", "revisions")
_MOMENTS_OR_NONE = ("published_at", "embargo_until")  # here null says that there is none
_ENTITY_KEYS = {"slug", "name", "kind", "iso2", "iso3", "iso_numeric", "wikidata"}


@dataclass
class Checked:
    """What a record says, as the archive would keep it. What it does not say is not there."""

    place: str
    values: dict[str, Any] = field(default_factory=dict)  # fields of the article
    source: str | None = None
    tags: list[dict[str, Any]] | None = None
    untagged: list[EntityReference] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    relations: list[dict[str, Any]] = field(default_factory=list)
    revisions: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unknown_keys: set[str] = field(default_factory=set)
    dropped: Mapping[str, int] = field(default_factory=dict)
    is_summary: bool = False

    @property
    def size(self) -> int:
        """Characters, about: what a batch is measured by."""
        return len(self.values.get("text", "")) * (1 + len(self.revisions))

    def leave_out(self, *, publishing: bool, people: bool) -> None:
        """What it says and its importer may not."""
        if publishing:
            status = self.values.pop("status", Status.DRAFT)
            if self.values.pop("embargo_until", None) or status != Status.DRAFT:
                self.warnings.append("its status is left out: publishing takes a chief editor")
        for row in (*self.annotations, *self.revisions) if people else ():
            row.pop("created_by", None)
            row.pop("made_by", None)

    def said(self) -> dict[str, int]:
        """What it says, field by field, as hashes: enough to see whether another says the same."""
        parts = {name: getattr(self, name) for name in (*_PARTS[2:], "source", "tags")}
        said = self.values | {name: value for name, value in parts.items() if value}
        return {name: hash(repr(value)) for name, value in said.items()}

    def references(self) -> Iterator[EntityReference]:
        """Every entity that it names."""
        yield from (tag["entity"] for tag in self.tags or [])
        yield from self.untagged
        yield from (row["entity"] for row in self.annotations if row.get("entity"))
        for claim in self.claims:
            yield from [claim["via"]] if claim.get("via") else []
            yield from (*claim.get("speakers", []), *claim.get("about", []))
        for relation in self.relations:
            yield from (*relation.get("actors", []), *relation.get("targets", []))


def check(draft: Draft) -> Checked:
    checked = Checked(draft.place, warnings=list(draft.warnings))
    checked.dropped, checked.is_summary = draft.dropped, draft.is_summary
    given = _read(draft.record, values.ARTICLE, "", checked)
    parts = {name: given.pop(name) for name in _PARTS if name in given}
    for name in ("headline", "text"):
        if name not in draft.record:
            checked.faults.append(f"{name} is missing{_perhaps(name, draft.record)}")
    if "headline" in given and "text" in given:
        headline = Words(draft.record["headline"], of_one_line=True)
        text = Words(given["text"], of_one_line=False)
        given["text"] = text.clean
        _check_text(given, text, checked)
        _check_parts(parts, {Field.HEADLINE: headline, Field.TEXT: text}, checked)
        _check_revisions(given, checked)
    _check_dates(given, checked)
    checked.source = given.pop("source", None)
    checked.values = given
    return checked


# What others call the fields of a record.
OTHER_NAMES = {
    "headline": ("title", "heading", "name"),
    "text": ("body", "content", "articlebody", "body_text"),
    "published_on": ("date", "published", "publication_date", "pubdate", "datepublished"),
    "source": ("publisher", "publication", "newspaper", "paper", "outlet"),
    "byline": ("author", "authors", "creator"),
    "url": ("link", "address", "uri"),
    "language": ("lang",),
    "entities": ("countries", "tags", "keywords", "people", "organizations"),
}
OURS = {other: ours for ours, others in OTHER_NAMES.items() for other in others}


def ignored(key: str) -> str:
    """What is said of a key that no record has."""
    ours = OURS.get(key.lower())
    said = f"{key} is no field of a record, and is ignored"
    return f"{said}: is it {ours}?" if ours else said


def _perhaps(name: str, record: dict[str, Any]) -> str:
    """“ (it may be what is called title)”."""
    given = next((key for key in record if OURS.get(key.lower()) == name), "")
    return f" (it may be what is called {given})" if given else ""


def _read(
    row: dict[str, Any],
    table: dict[str, Reader],
    path: str,
    checked: Checked,
    also_known: frozenset[str] | set[str] = frozenset(),
) -> dict[str, Any]:
    """The fields that a row gives, read by their readers."""
    found = {}
    for key, value in row.items():
        if key not in table:
            if key not in also_known:
                checked.unknown_keys.add(re.sub(r"\[\d+\]", "", f"{path}{key}")[:80])
            continue
        try:
            read = table[key](value)
            if read is not None or key in _MOMENTS_OR_NONE:
                found[key] = read
        except Refused as fault:
            checked.faults.append(f"{path}{key} {fault}")
    return found


def _check_text(given: dict[str, Any], text: Words, checked: Checked) -> None:
    if not text.clean:
        checked.faults.append("text is missing")
    elif len(text.clean) > TEXT_MAX:
        checked.faults.append(f"text is longer than {TEXT_MAX:,} characters")
    checksum = given.pop("sha256", "")
    if checksum and checksum not in map(text_checksum, (text.clean, _writable(text.raw))):
        checked.faults.append("sha256 is not that of the text: one of them was changed or cut")


def _writable(text: str) -> str:
    return text.encode(errors="replace").decode()


def _check_dates(given: dict[str, Any], checked: Checked) -> None:
    if "published_on" in given:
        date, written = given["published_on"]
        precision = given.get("date_precision") or written
        if written and precision != written:
            checked.faults.append(f"published_on is a {written}, and date_precision {precision}")
        if precision and date:
            given["date_precision"] = DatePrecision(precision)
            date = DatePrecision(precision).period(date)[0]
        given["published_on"] = date
    if given.get("published_at") and not given.get("published_on"):
        checked.warnings.append("published_at without published_on: the article is undated")


def _check_parts(parts: dict[str, Any], words: dict[str, Words], checked: Checked) -> None:
    if "entities" in parts:
        checked.tags = list(_tags(parts["entities"], checked))
    for number, row in enumerate(parts.get("untagged", [])):
        reference = _entity(row, f"untagged[{number}]", checked)
        checked.untagged += [reference] if reference else []
    for path, row in _objects(parts, "annotations", checked):
        _check_annotation(_read(row, values.ANNOTATION, path, checked), path, words, checked)
    annotations = _by_id(checked.annotations, "annotations", checked)
    for path, row in _objects(parts, "claims", checked):
        claim = _read(row, values.CLAIM, path, checked)
        _need(claim, ("id", "evidence", "mode"), path, checked)
        _check_evidence(claim, annotations, path, checked)
        if claim.get("cue") and claim["cue"] not in annotations:
            checked.faults.append(f"{path}cue is no annotation of this record")
        if claim.get("via_inherited") and not claim.get("via"):
            checked.faults.append(f"{path}via is missing: via_inherited is true")
        checked.claims.append(claim)
    claims = _by_id(checked.claims, "claims", checked)
    for path, row in _objects(parts, "relations", checked):
        relation = _read(row, values.RELATION, path, checked)
        _need(relation, ("id", "evidence", "kind", "action"), path, checked)
        _check_evidence(relation, annotations, path, checked)
        if relation.get("claim") and relation["claim"] not in claims:
            checked.faults.append(f"{path}claim is no claim of this record")
        checked.relations.append(relation)
    _by_id(checked.relations, "relations", checked)
    for rows in (checked.claims, checked.relations):
        for key in ("evidence", "cue"):
            _once([row[key] for row in rows if row.get(key)], f"is the {key} of two", checked)
    for path, row in _objects(parts, "revisions", checked):
        revision = _read(row, values.REVISION, path, checked)
        _need(revision, ("number", "headline", "text"), path, checked)
        checked.revisions.append(revision)


def _objects(
    parts: dict[str, Any], name: str, checked: Checked
) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, row in enumerate(parts.get(name, [])):
        if isinstance(row, dict):
            yield f"{name}[{number}].", row
        else:
            checked.faults.append(f"{name}[{number}] must be an object")


def _need(row: dict[str, Any], keys: tuple[str, ...], path: str, checked: Checked) -> None:
    said = any(fault.startswith(path) for fault in checked.faults)
    if not said:
        checked.faults += [f"{path}{key} is missing" for key in keys if row.get(key) in (None, "")]


def _tags(rows: list[Any], checked: Checked) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(rows):
        path = f"entities[{number}]"
        reference = _entity(row, path, checked)
        if reference:
            given = row if isinstance(row, dict) else {}
            keys = _ENTITY_KEYS
            yield {"entity": reference} | _read(given, values.TAG, f"{path}.", checked, keys)


def _entity(row: Any, path: str, checked: Checked) -> EntityReference | None:
    try:
        reference = values.entity(row)
    except Refused as fault:
        checked.faults.append(f"{path} {fault}")
        return None
    if reference is None:
        checked.faults.append(f"{path} is empty")
    elif reference.iso2 and reference.kind not in ("", Kind.COUNTRY):
        checked.warnings.append(f"{path}: only a country has an ISO code, {reference.iso2} ignored")
        return EntityReference(
            slug=reference.slug,
            name=reference.name,
            kind=reference.kind,
            wikidata=reference.wikidata,
        )
    return reference


def _check_annotation(
    row: dict[str, Any], path: str, words: dict[str, Words], checked: Checked
) -> None:
    is_mention = bool(row.get("entity"))
    kind = row.setdefault("kind", AnnotationKind.MENTION if is_mention else AnnotationKind.NOTE)
    if is_mention != (kind == AnnotationKind.MENTION):
        checked.faults.append(f"{path}entity: a mention has one, and nothing else")
    elif row.get("form") and not is_mention:
        checked.faults.append(f"{path}form: only a mention has one")
    elif kind == AnnotationKind.NOTE and not row.get("note"):
        checked.faults.append(f"{path}note is missing")
    row["form"] = row.get("form") or (MentionForm.NAME if is_mention else "")
    try:
        placed = words[row.setdefault("field", Field.TEXT)].place(row)
    except Refused as fault:
        checked.faults.append(f"{path[:-1]} {fault}")
        return
    if placed.warning:
        checked.warnings.append(f"{path[:-1]}: {placed.warning}")
    row |= {name: getattr(placed, name) for name in ("exact", "prefix", "suffix", "start", "end")}
    row["orphaned"] = placed.start is None
    checked.annotations.append(row)


def _by_id(
    rows: list[dict[str, Any]], name: str, checked: Checked
) -> dict[uuid.UUID, dict[str, Any]]:
    _once([row["id"] for row in rows if row.get("id")], f"is the id of two {name}", checked)
    return {row["id"]: row for row in rows if row.get("id")}


def _once(uids: list[uuid.UUID], what: str, checked: Checked) -> None:
    seen: set[uuid.UUID] = set()
    for uid in uids:
        if uid in seen:
            checked.faults.append(f"{uid} {what}")
        seen.add(uid)


def _check_evidence(
    row: dict[str, Any],
    annotations: dict[uuid.UUID, dict[str, Any]],
    path: str,
    checked: Checked,
) -> None:
    evidence = annotations.get(row["evidence"]) if row.get("evidence") else None
    if row.get("evidence") and (evidence is None or evidence["kind"] != AnnotationKind.EVIDENCE):
        checked.faults.append(f"{path}evidence is no annotation of kind evidence in this record")


def _check_revisions(given: dict[str, Any], checked: Checked) -> None:
    """They count from 1, and the newest is the article."""
    checked.revisions.sort(key=lambda revision: revision.get("number") or 0)
    if not checked.revisions or checked.faults:
        return
    numbers = [revision["number"] for revision in checked.revisions]
    newest = checked.revisions[-1]
    if numbers != list(range(1, len(numbers) + 1)):
        checked.faults.append("revisions must be numbered 1, 2, 3 and so on")
    elif (newest["headline"], newest["text"]) != (given["headline"], given["text"]):
        checked.faults.append("revisions: the newest has another headline or text than the article")
    for revision in checked.revisions:
        checksum = revision.get("sha256")
        if checksum and checksum != text_checksum(revision["text"]):
            checked.faults.append(f"revisions: sha256 of {revision['number']} is not its text's")
