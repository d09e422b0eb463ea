"""A JSON Feed (jsonfeed.org, version 1.1): what an Atom feed says, for programs that like JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from articles.quotation import LONGEST, quotation

from .here import NOWHERE, Here, date_parts, known_language, original
from .json_text import one_array

NAME = "json-feed"
LABEL = "JSON Feed"
SUFFIXES = (".feed.json",)
MEDIA_TYPE = "application/feed+json; charset=utf-8"

VERSION = "https://jsonfeed.org/version/1.1"


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    title = here.archive or "Articles"
    yield from feed(records, here, title=title, url=f"{here.origin}/articles/", itself="")


def feed(
    records: Iterable[dict[str, Any]], here: Here, *, title: str, url: str, itself: str
) -> Iterator[bytes]:
    """`url` is the list as a page, `itself` the feed."""
    words = {"version": VERSION, "title": title, "home_page_url": url, "feed_url": itself}
    if not here.origin:  # it is nowhere
        words = {"version": VERSION, "title": title}
    head = json.dumps({name: value for name, value in words.items() if value}, ensure_ascii=False)
    items = (json.dumps(_item(record, here), ensure_ascii=False) for record in records)
    yield from one_array(f'{head[:-1]}, "items": [', items, "]}")


def _item(record: dict[str, Any], here: Here) -> dict[str, Any]:
    beginning = quotation(record["text"], 0, 0, LONGEST)
    item = {
        "id": here.address(record) or record["slug"],
        "url": here.address(record),
        "external_url": original(record),
        "title": record["headline"],
        "content_text": beginning.before + beginning.words + beginning.after,
        "date_published": _moment(record),
        "authors": [{"name": record["byline"] or here.source(record)}],
        "tags": [entity["name"] for entity in record["entities"]],
        "language": known_language(record),
    }
    return {name: value for name, value in item.items() if value}


def _moment(record: dict[str, Any]) -> str:
    """Nothing where no more than a month or a year is known."""
    if record["published_at"]:
        return str(record["published_at"])
    is_known = len(date_parts(record)) == 3
    return f"{record['published_on']}T00:00:00Z" if is_known else ""
