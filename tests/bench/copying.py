"""The articles of the archive, copied into the databases of others."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from articles.models import Article, Entity, Kind, TaggedEntity

from .serving import ROOT

CHUNK = 2000


class Row(NamedTuple):
    pk: int
    slug: str
    headline: str
    source: str
    language: str
    published_on: str | None
    text: str
    tags: list[tuple[int, str, str]]  # key, slug, kind


def rows() -> Iterator[list[Row]]:
    """All public articles, some at a time."""
    pks = list(Article.objects.public().order_by("pk").values_list("pk", flat=True))
    names = ("pk", "slug", "headline", "source__name", "language", "published_on", "text")
    for start in range(0, len(pks), CHUNK):
        ours = {"pk__range": (pks[start], pks[start : start + CHUNK][-1])}
        tags = defaultdict(list)
        of = TaggedEntity.objects.filter(content_object__in=Article.objects.filter(**ours))
        for pk, *tag in of.values_list("content_object_id", "tag_id", "tag__slug", "tag__kind"):
            tags[pk].append(tuple(tag))
        found = Article.objects.public().filter(**ours).order_by("pk").values_list(*names)
        yield [Row(*map(_plain, row), tags[row[0]]) for row in found]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def to_datasette(path: Path) -> None:
    """As `sqlite-utils insert`, `enable-fts` and `create-index` leave it."""
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE articles (id INTEGER PRIMARY KEY, slug TEXT, headline TEXT, source TEXT,"
        " language TEXT, published_on TEXT, year TEXT, text TEXT, countries TEXT, others TEXT)"
    )
    for some in rows():
        database.executemany(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_with_arrays(row) for row in some],
        )
    for name in ("source", "language", "published_on", "year"):
        database.execute(f"CREATE INDEX articles_{name} ON articles ({name})")
    database.execute(
        "CREATE VIRTUAL TABLE articles_fts USING fts5 (headline, text, content=articles,"
        " content_rowid=id)"
    )
    database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
    database.commit()
    database.execute("ANALYZE")
    database.close()


def _with_arrays(row: Row) -> tuple[Any, ...]:
    countries = [slug for _, slug, kind in row.tags if kind == Kind.COUNTRY]
    others = [slug for _, slug, kind in row.tags if kind != Kind.COUNTRY]
    arrays = json.dumps(countries), json.dumps(others)
    year = (row.published_on or "")[:4]
    return (*row[:6], year, row.text, *arrays)


def to_plain(path: Path) -> str:
    """Into the tables that Django and taggit make; the slug of one of the articles."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v", "0"],
        check=True,
        cwd=ROOT,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "tests.bench.plain.settings", "PLAIN_DATABASE": str(path)},
    )
    database = sqlite3.connect(path)
    (content_type,) = database.execute(
        "SELECT id FROM django_content_type WHERE app_label = 'plain' AND model = 'article'"
    ).fetchone()
    database.executemany(
        "INSERT INTO taggit_tag (id, name, slug) VALUES (?, ?, ?)",
        [(pk, slug, slug) for pk, slug in Entity.objects.values_list("pk", "slug")],
    )
    last = ""
    for some in rows():
        database.executemany(
            "INSERT INTO plain_article (id, slug, headline, source, language, published_on, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [row[:7] for row in some],
        )
        database.executemany(
            "INSERT INTO taggit_taggeditem (tag_id, object_id, content_type_id) VALUES (?, ?, ?)",
            [(tag, row.pk, content_type) for row in some for tag, _, _ in row.tags],
        )
        last = some[-1].slug
    database.commit()
    database.execute("ANALYZE")
    database.close()
    return last
