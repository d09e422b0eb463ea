"""The same articles in Datasette and in a plain Django and taggit site, asked for the same things.

Both get what helps them: Datasette a full-text index, an index on each column that is sorted by, no
limits of time and no suggested facets; the plain site the archive's own web server.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlencode

from . import serving
from .copying import to_datasette, to_plain
from .corpus import HEAVY, vocabulary
from .load import Bounds, measure
from .pages import pages
from .serving import Server

WORD = vocabulary()[150]
SETTINGS = {"sql_time_limit_ms": 120_000, "facet_time_limit_ms": 120_000, "suggest_facets": "off"}
Asked = dict[str, str]

ROWS = ("heavy country", "common word", "facets", "an article with its closest")
ARCHIVE = {
    "heavy country": "heavy country (with facets)",
    "common word": "common word, by relevance",
    "facets": "newest (facets of everything)",
    "an article with its closest": "an ordinary article",
}


def print_comparison(bounds: Bounds) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sites: dict[str, tuple[Serving, Asked]] = {
            "this archive": (serving.archive, _of_archive()),
            "Datasette": datasette(Path(folder)),
            "plain Django and taggit": plain(Path(folder)),
        }
        rates = {name: _rates(serve, asked, bounds) for name, (serve, asked) in sites.items()}
    print("\nRequests a second with 8 clients (p50 ms of one of them):\n")
    print(f"| | {' | '.join(rates)} |\n|---|{'---|' * len(rates)}")
    for row in ROWS:
        print(f"| {row} | {' | '.join(of.get(row, '') for of in rates.values())} |")


Serving = Callable[[], AbstractContextManager[Server]]


def _rates(serve: Serving, asked: Asked, bounds: Bounds) -> dict[str, str]:
    found = {}
    with serve() as server:
        for row, path in asked.items():
            try:
                one = measure(server.port, path, bounds, clients=1)
                found[row] = f"({one.p50 * 1000:,.0f})"
                eight = measure(server.port, path, bounds, clients=8)
                found[row] = f"{eight.rate:.3g} {found[row]}"
            except RuntimeError as fault:
                found[row] = f"{fault} {found.get(row, '')}".strip()
            print(f"{row}: {found[row]}", file=sys.stderr)
    return found


def _of_archive() -> Asked:
    """Its lists show every facet with them; nothing is asked for twice."""
    found = pages()
    return {row: found[name] for row, name in ARCHIVE.items()}


def datasette(folder: Path) -> tuple[Serving, Asked]:
    """Facets of what a list has in rows of its own are those of an array there."""
    database = folder / "archive.db"
    to_datasette(database)
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, value)]
    command = [sys.executable, "-m", "datasette", str(database), *map(str, settings), "-p"]
    newest = {"_sort_desc": "published_on", "_size": "20"}
    facets = [("_facet_array", "countries"), ("_facet_array", "others"), ("_facet", "source")]
    facets += [("_facet", "language"), ("_facet", "year")]
    table = "/archive/articles"
    return (
        lambda: serving.served(lambda port: [*command, str(port)], ready="/-/versions.json"),
        {
            "heavy country": f"{table}?{urlencode({'countries__arraycontains': HEAVY} | newest)}",
            "common word": f"{table}?{urlencode({'_search': WORD, '_size': '20'})}",
            "facets": f"{table}?{urlencode([*newest.items(), *facets])}",
            "an article with its closest": f"{table}/1",
        },
    )


def plain(folder: Path) -> tuple[Serving, Asked]:
    database = folder / "plain.sqlite3"
    slug = to_plain(database)
    command = [sys.executable, "-m", "gunicorn", "-w", "2", "-k", "gthread", "--threads", "4"]
    command += ["-t", "120", "tests.bench.plain.wsgi", "-b"]
    return (
        lambda: serving.served(
            lambda port: [*command, f"127.0.0.1:{port}"],
            ready=f"/articles/{slug}/",
            PLAIN_DATABASE=str(database),
            DJANGO_SETTINGS_MODULE="tests.bench.plain.settings",
        ),
        {
            "heavy country": f"/?tag={HEAVY}",
            "common word": f"/?q={WORD}",
            "facets": "/?facets",
            "an article with its closest": f"/articles/{slug}/",
        },
    )
