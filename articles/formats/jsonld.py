"""JSON-LD, for search engines and linked data: schema.org's NewsArticle, what it is about and
what it mentions, each with its address here and at Wikidata.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from articles.models import Kind
from articles.schema_org import CONTEXT, TYPES
from articles.text import word_count

from .here import NOWHERE, Here, known_date, known_language, original
from .json_text import one_array

NAME = "jsonld"
LABEL = "JSON-LD"
SUFFIXES = (".jsonld",)
MEDIA_TYPE = "application/ld+json"


def write(records: Iterable[dict[str, Any]], here: Here = NOWHERE) -> Iterator[bytes]:
    articles = (json.dumps(news_article(record, here), ensure_ascii=False) for record in records)
    yield from one_array(f'{{"@context": "{CONTEXT}", "@graph": [', articles, "]}")


def news_article(record: dict[str, Any], here: Here) -> dict[str, Any]:
    """One article, without the context. What it only names may stand in its `untagged`."""
    about = [entity for entity in record["entities"] if entity["salience"] == 3]
    entities = [*record["entities"], *record.get("untagged", ())]
    words = {
        "@type": "NewsArticle",
        "@id": here.address(record),
        "url": here.address(record),
        "headline": record["headline"],
        "datePublished": known_date(record),
        "inLanguage": known_language(record),
        "author": {"@type": "Thing", "name": record["byline"]} if record["byline"] else None,
        "publisher": _said(
            {
                "@type": "NewsMediaOrganization",
                "@id": here.origin and f"{here.origin}/sources/{record['source']}/",
                "name": here.source(record),
            }
        ),
        "isBasedOn": original(record),
        "wordCount": word_count(record["text"]),
        "about": [_thing(entity, here) for entity in about],
        "mentions": [_thing(entity, here) for entity in entities if entity not in about],
    }
    return _said(words)


def _thing(entity: dict[str, Any], here: Here) -> dict[str, Any]:
    kind = Kind(entity["kind"])
    words = {
        "@type": TYPES[kind],
        "@id": here.origin and f"{here.origin}/{kind.plural}/{entity['slug']}/",
        "name": entity["name"],
        "sameAs": entity["wikidata"] and f"https://www.wikidata.org/wiki/{entity['wikidata']}",
    }
    return _said(words)


def _said(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if value}
