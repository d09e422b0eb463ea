"""Texts whose mentions people have marked, and the names with which they are looked for.

The fixtures' article is always there. Two public sets are read from a folder beside the project if
it is there: `gum_news.jsonl`, Wikinews of the GUM corpus, and `re3d_open.jsonl`, press texts on the
war in Syria and Iraq (Dstl).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from articles.suggest import Name, bare

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared" / "data"
RE3D_TYPES = ("Location", "Nationality", "Organisation")
GUM_KINDS = ("person", "organization", "place", "event")  # the rest is a topic here


@dataclass(frozen=True)
class Gold:
    """A mention: any words of the text from `start` to `end` that name the entity are right."""

    field: str
    start: int
    end: int
    entity: int
    form: str = ""


@dataclass
class Text:
    """`open` are spans within which nobody has said what is named: nothing there is counted."""

    fields: dict[str, str]
    gold: list[Gold] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Marked:
    """A set of texts with the names of an archive; `left_out` are forms that it does not mark."""

    title: str
    names: list[Name]
    texts: list[Text]
    left_out: tuple[str, ...] = ()


def seed() -> Marked:
    """The article of fixtures/moscow_times.json. What only describes an entity is no name."""
    rows = [*_fixture("countries"), *_fixture("moscow_times")]
    keys, names = _names(rows)
    (article,) = _rows(rows, "article")
    text = Text({"headline": article["headline"], "text": article["text"]})
    for row in _rows(rows, "annotation"):
        if row["kind"] == "mention":
            mention = (row["field"], row["start"], row["end"], keys[row["entity"][0]], row["form"])
            text.gold.append(Gold(*mention))
    return Marked("the first article", names, [text])


def countries() -> list[Name]:
    return _names(_fixture("countries"))[1]


def gum(folder: Path = SHARED) -> Marked:
    """Wikinews: countries by the fixture, all else by the titles of the linked encyclopedia.

    Persons have their surname, too. GUM marks no adjectives, and no parts of hyphenated words.
    """
    names, texts = countries(), []
    keys = {bare(name.words): name.entity for name in reversed(names) if name.form == "name"}
    first = 1 + max(keys.values())
    known: dict[str, int] = {}
    for record in _lines(folder / "gum_news.jsonl"):
        text = Text({"text": record["body"]}, open=[*_hyphenated(record["body"])])
        for mention in record["mentions"]:
            title = _title(mention)
            if not title or not mention["proper"]:
                continue
            key = keys.get(bare(title)) or known.get(title)
            if key is None:
                key = known[title] = first + len(known)
                kind = mention["type"] if mention["type"] in GUM_KINDS else "topic"
                names += _of_title(title, key, kind)
            text.gold.append(Gold("text", mention["start"], mention["end"], key))
        texts.append(text)
    return Marked("Wikinews (GUM)", names, texts, left_out=("demonym",))


def re3d(folder: Path = SHARED) -> Marked:
    """Press texts: countries only. Its mentions have a type and no entity, so a mention is that of
    the country which has it among the names of an independent list."""
    names, texts = countries(), []
    by_words = {bare(words): iso2 for iso2, words in _facts(folder / "countries_facts.jsonl")}
    keys = dict(_by_code())
    for record in _lines(folder / "re3d_open.jsonl"):
        text = Text({"text": record["body"]})
        for mention in record["mentions"]:
            code = by_words.get(bare(mention["text"])) or by_words.get(bare(mention["text"])[:-1])
            if mention["type"] in RE3D_TYPES and code in keys:
                gold = Gold("text", mention["start"], mention["end"], keys[code])
                text.gold.append(gold)
            else:
                text.open.append((mention["start"], mention["end"]))
        texts.append(text)
    return Marked("press on Syria and Iraq (re3d)", names, texts)


def _fixture(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((ROOT / "fixtures" / f"{name}.json").read_text())
    return rows


def _rows(rows: Iterable[dict[str, Any]], noun: str) -> Iterator[dict[str, Any]]:
    return (row["fields"] for row in rows if row["model"] == f"articles.{noun}")


def _names(rows: list[dict[str, Any]]) -> tuple[dict[str, int], list[Name]]:
    entities = {row["slug"]: row for row in _rows(rows, "entity")}
    keys = {slug: number for number, slug in enumerate(entities, start=1)}
    names = [
        Name(row["name"], keys[slug], row["kind"], label=row["name"])
        for slug, row in entities.items()
    ]
    for row in _rows(rows, "entityname"):
        entity = entities[row["entity"][0]]
        key = keys[entity["slug"]]
        names.append(Name(row["name"], key, entity["kind"], row["form"], label=entity["name"]))
    return keys, names


def _by_code() -> Iterator[tuple[str, int]]:
    rows = _fixture("countries")
    keys, _ = _names(rows)
    return ((row["iso2"], keys[row["slug"]]) for row in _rows(rows, "entity") if row["iso2"])


def _hyphenated(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in re.finditer(r"\w+(?:-\w+)+", text))


def _title(mention: dict[str, Any]) -> str:
    address = mention["wikidata_or_wikipedia"] or ""
    title = unquote(address.rpartition("/wiki/")[2]).replace("_", " ")
    return re.sub(r" \(.*\)$", "", title)


def _of_title(title: str, key: int, kind: str) -> Iterator[Name]:
    yield Name(title, key, kind, label=title)
    surname = title.rpartition(" ")[2]
    if kind == "person" and surname != title and surname[0].isupper():
        yield Name(surname, key, kind, label=title)


def _facts(file: Path) -> Iterator[tuple[str, str]]:
    for row in _lines(file):
        for words in (row.get("name"), *row.get("names", ()), row.get("demonym")):
            if words and row.get("iso2"):
                yield row["iso2"], words


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
