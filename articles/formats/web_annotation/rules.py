"""What the Web Annotation Data Model demands, as far as an annotation of a text can break it.

https://www.w3.org/TR/annotation-model/ — the numbers are those of its sections.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from .terms import CONTEXT, Json

# 3.2.4, 3.2.7: what is no web resource of its own
TEXTUAL = "TextualBody"
SETS = ("Choice", "Composite", "List", "Independents")
DIRECTIONS = ("ltr", "rtl", "auto")
MOTIVATIONS = (
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing"),
    *("highlighting", "identifying", "linking", "moderating", "questioning", "replying"),
    "tagging",
)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


class Incorrect(ValueError):
    """Why it is no annotation, in words that go on from “it”."""


def check_context(document: Json) -> None:
    """3.1: the model's own context is one of those that are given."""
    if CONTEXT not in several(document.get("@context")):
        raise Incorrect(f"has not the context {CONTEXT}")


def check(row: Json) -> None:
    """An annotation without its context. Raises Incorrect."""
    if "id" in row:
        _one(row, "id", _is_iri, "an IRI")
    if "Annotation" not in several(row.get("type")):
        raise Incorrect("is not of the type Annotation")
    if "body" in row and "bodyValue" in row:
        raise Incorrect("has both a body and a bodyValue")
    _one(row, "bodyValue", _is_text, "a text")
    if not several(row.get("target")):
        raise Incorrect("has no target")
    _check_about(row)
    for part in ("body", "target"):
        for resource in several(row.get(part)):
            _check_resource(resource, part)


def _check_about(row: Json) -> None:
    """3.3: who made it when, under what rights."""
    for name in ("created", "modified", "generated"):
        _one(row, name, _is_moment, "a moment such as 2015-01-28T12:00:00Z")
    for name in ("creator", "generator", "audience"):
        if not all(isinstance(one, dict) or _is_iri(one) for one in several(row.get(name))):
            raise Incorrect(f"has a {name} that is neither an IRI nor an object")
    for name in ("rights", "via"):
        if not all(map(_is_iri, several(row.get(name)))):
            raise Incorrect(f"has {name} that are no IRI")
    _one(row, "canonical", _is_iri, "an IRI")
    for one in several(row.get("motivation")):
        if one not in MOTIVATIONS and not _is_iri(one):
            raise Incorrect(f"has a motivation that is none: {str(one)[:40]}")


def _check_resource(resource: Any, part: str) -> None:
    """3.2: a body or a target."""
    if not isinstance(resource, dict):
        if not _is_iri(resource):
            raise Incorrect(f"has a {part} that is neither an IRI nor an object")
        return
    for name in ("id", "format", "processingLanguage", "textDirection"):
        valid = {"id": _is_iri, "textDirection": DIRECTIONS.__contains__}.get(name, _is_text)
        _one(resource, name, valid, "a right one", of=part)
    if not all(map(_is_text, several(resource.get("language")))):
        raise Incorrect(f"has a {part} whose language is no text")
    _check_about(resource)
    types = several(resource.get("type"))
    if sum(one in SETS for one in types) > 1:
        raise Incorrect(f"has a {part} of several of the types {', '.join(SETS)}")
    if any(one in SETS for one in types):
        for item in several(resource.get("items")):
            _check_resource(item, part)
    elif TEXTUAL in types or "value" in resource:
        _needed(resource, "value", _is_text, "one text", of=part)
    elif "SpecificResource" in types or "source" in resource or "selector" in resource:
        _check_specific(resource, part)
    elif "id" not in resource and not any(":" in str(one) for one in types):
        raise Incorrect(f"has a {part} that is nothing: no id, value, source or items of a set")


def _check_specific(resource: Json, part: str) -> None:
    """4: a part of a source."""
    source = resource.get("source")
    if not _is_iri(source) and not isinstance(source, dict):
        raise Incorrect(f"has a {part} without its one source")
    for selector in several(resource.get("selector")):
        _check_selector(selector, part)


def _check_selector(selector: Any, part: str) -> None:
    """4.2"""
    if not isinstance(selector, dict):
        if not _is_iri(selector):
            raise Incorrect(f"has a {part} whose selector is neither an IRI nor an object")
        return
    for type_ in several(selector.get("type")):
        for name, valid, words in _NEEDED.get(type_, ()):
            _needed(selector, name, valid, words, of=type_)
    for name, valid in (("conformsTo", _is_iri), ("prefix", _is_text), ("suffix", _is_text)):
        _one(selector, name, valid, "one of its kind", of="selector")
    place = [selector[name] for name in ("start", "end") if _is_number(selector.get(name))]
    if place != sorted(place):
        raise Incorrect("has a selector that ends before it starts")
    for inner in several(selector.get("refinedBy")):
        _check_selector(inner, part)


def several(value: Any) -> list[Any]:
    """None, one or many of a thing, as JSON-LD may write them."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _one(row: Json, name: str, valid: Callable[[Any], bool], words: str, of: str = "") -> None:
    if name in row and not valid(row[name]):
        where = f" in its {of}" if of else ""
        raise Incorrect(f"has under {name}{where} what is not {words}")


def _needed(row: Json, name: str, valid: Callable[[Any], bool], words: str, of: str) -> None:
    if name not in row:
        raise Incorrect(f"has a {of} without {name}")
    _one(row, name, valid, words, of)


def _is_iri(value: Any) -> bool:
    return isinstance(value, str) and bool(_IRI.fullmatch(value))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and bool(_MOMENT.fullmatch(value))


def _is_selector(value: Any) -> bool:
    return isinstance(value, dict)


_PLACE = (("start", _is_number, "a number"), ("end", _is_number, "a number"))
_NEEDED: dict[Any, tuple[tuple[str, Callable[[Any], bool], str], ...]] = {
    "FragmentSelector": (("value", _is_text, "one text"),),
    "CssSelector": (("value", _is_text, "one text"),),
    "XPathSelector": (("value", _is_text, "one text"),),
    "TextQuoteSelector": (("exact", _is_text, "one text"),),
    "TextPositionSelector": _PLACE,
    "DataPositionSelector": _PLACE,
    "RangeSelector": (
        ("startSelector", _is_selector, "a selector"),
        ("endSelector", _is_selector, "a selector"),
    ),
}


def selectors_of(resource: Json) -> Iterator[Json]:
    """Those of a target, and those that refine them."""
    waiting = several(resource.get("selector"))
    while waiting:
        selector = waiting.pop(0)
        if isinstance(selector, dict):
            yield selector
            waiting += several(selector.get("refinedBy"))
