from __future__ import annotations

import argparse
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from articles.models import Article
from tests.bench.corpus import records
from tests.bench.load import measure, tag_of
from tests.bench.parts import parts_of

SEED = "/articles/2012/12/01/turkey-to-press-putin-on-negotiating-end-to-assads-rule/"
PAGES = {
    "seed article, 174 anchors": SEED,
    "an ordinary article": "",
    "list, newest": "/articles/",
    "list, heavy country": "/articles/?country=RU",
    "list, two countries without a third": "/articles/?country=RU&country=TR&not=SY",
    "list, page 50": "/articles/?page=50",
    "entity, heavy country": "/countries/russia/",
    "entity, ordinary country": "/countries/greece/",
    "home": "/",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=200, help="for each page")
    chosen = parser.parse_args()
    prepare(chosen.articles)
    ordinary = Article.objects.public().exclude(url__startswith="https://www.").newest().first()
    assert ordinary is not None
    pages = PAGES | {"an ordinary article": ordinary.get_absolute_url()}
    print(
        f"\n{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; Python "
        f"{platform.python_version()}, Django {django.__version__}, {connection.vendor}, "
        f"{Article.objects.count():,} articles\n"
    )
    with serving() as port:
        print_rates(port, pages, chosen.requests)
    print_parts(pages)


def prepare(articles: int) -> None:
    call_command("migrate", verbosity=0)
    if Article.objects.count() > articles:
        return
    call_command("loaddata", "countries", "moscow_times", verbosity=0)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for record in records(articles):
            file.write(json.dumps(record) + "\n")
        file.flush()
        started = time.perf_counter()
        call_command("import_articles", file.name, create_entities="topic")
        took = time.perf_counter() - started
    print(f"Imported {articles:,} articles in {took:.1f} s: {articles / took:,.0f} a second")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def serving() -> Iterator[int]:
    """The archive under its own server, on a free port of the loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "python:archive.server",
            "-b",
            f"127.0.0.1:{port}",
        ],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5)
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def print_rates(port: int, pages: dict[str, str], requests: int) -> None:
    print("| page | 1 client: p50 ms | p95 ms | 8 clients: p95 ms | requests/s | 304/s | kB sent |")
    print("|---|---|---|---|---|---|---|")
    for name, path in pages.items():
        measure(port, path, clients=8, requests=16)
        one = measure(port, path, clients=1, requests=requests)
        eight = measure(port, path, clients=8, requests=requests)
        known = measure(port, path, clients=8, requests=requests, etag=tag_of(port, path))
        print(
            f"| {name} | {one.p50 * 1000:.1f} | {one.p95 * 1000:.1f} | {eight.p95 * 1000:.1f} | "
            f"{eight.rate:.0f} | {known.rate:.0f} | {one.kilobytes:.1f} |"
        )


def print_parts(pages: dict[str, str]) -> None:
    print("\n| page | whole ms | database ms | templates ms | Django and view ms | queries |")
    print("|---|---|---|---|---|---|")
    for name, path in pages.items():
        parts = parts_of(path)
        rest = parts.whole - parts.database - parts.template
        print(
            f"| {name} | {parts.whole * 1000:.1f} | {parts.database * 1000:.1f} | "
            f"{parts.template * 1000:.1f} | {rest * 1000:.1f} | {parts.queries} |"
        )


if __name__ == "__main__":
    main()
