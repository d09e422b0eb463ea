"""Measuring, apart from testing: no figure here makes a test fail.

python -m tests.bench --articles 20000        # on the database of DATABASE_URL; it must be empty
python -m tests.bench --articles 200000 --only pages,parts --seconds 5
python -m tests.bench --articles 200000 --compare      # with the extra `bench` installed
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from articles import search
from articles.models import Article

from . import writing
from .load import Bounds, fetch, measure
from .pages import pages
from .parts import parts_of
from .serving import Server, archive

MEASURES = ("pages", "parts", "writing")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=100, help="for each page and load")
    parser.add_argument("--seconds", type=float, default=10, help="at most, for each of them")
    parser.add_argument("--only", default=",".join(MEASURES), help="some of %(default)s")
    parser.add_argument("--compare", action="store_true", help="with Datasette and a plain site")
    chosen = parser.parse_args()
    bounds = Bounds(chosen.requests, chosen.seconds)
    only = chosen.only.split(",")
    print_where()
    prepare(chosen.articles)
    if "pages" in only:
        with archive() as server:
            print_rates(server, bounds)
            print_memory(server)
    if "parts" in only:
        print_parts(chosen.seconds)
    if chosen.compare:
        from .compare import print_comparison

        print_comparison(bounds)
    if "writing" in only:
        with archive() as server:
            print_writing(server, chosen.articles)


def print_where() -> None:
    command = " ".join(["python -m tests.bench", *sys.argv[1:]])
    print(
        f"\n{datetime.now(UTC):%d %B %Y %H:%M} UTC, `{command}`"
        f"\n{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when it "
        f"began; {connection.vendor}, Python {platform.python_version()}, Django "
        f"{django.__version__}\n"
    )


def prepare(articles: int) -> None:
    """The corpus, made unless it is there."""
    call_command("migrate", verbosity=0)
    if Article.objects.count() < articles:
        call_command("loaddata", "countries", "moscow_times", verbosity=0)
        took = writing.seconds_of_import(articles)
        print(
            f"Imported {articles:,} articles, searchable, in {took:.0f} s: "
            f"{articles / took:,.0f} a second. Load {os.getloadavg()[0]:.1f}.\n"
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    search.settle()
    print(f"{Article.objects.count():,} articles.\n")


def print_rates(server: Server, bounds: Bounds) -> None:
    clients = "1 client: p50 ms | p95 ms | 8 clients: p50 ms | p95 ms | requests/s"
    print(f"| page | {clients} | 304/s | kB |\n|---|---|---|---|---|---|---|---|")
    warm_up = Bounds(requests=8, seconds=bounds.seconds / 4)
    for name, path in pages().items():
        measure(server.port, path, warm_up, clients=4)
        one = measure(server.port, path, bounds, clients=1)
        eight = measure(server.port, path, bounds, clients=8)
        etag = fetch(server.port, path)[0].headers.get("ETag", "")
        known = measure(server.port, path, bounds, clients=8, etag=etag)
        print(
            f"| {name} | {one.p50 * 1000:.1f} | {one.p95 * 1000:.1f} | {eight.p50 * 1000:.1f} | "
            f"{eight.p95 * 1000:.1f} | {eight.rate:.0f} | {known.rate:.0f} | {one.kilobytes:.1f} |",
            flush=True,
        )


def print_memory(server: Server) -> None:
    each = ", ".join(f"{megabytes:.0f} MB" for megabytes in server.memory)
    print(f"\nOwn memory (RssAnon) of each worker after that: {each}. Load {_load()}.")


def print_parts(seconds: float) -> None:
    print("\nInside one process, without the server:\n")
    print("| page | whole ms | index | database | templates | the rest | queries |")
    print("|---|---|---|---|---|---|---|")
    for name, path in pages().items():
        parts = parts_of(path, seconds / 4)
        cells = [parts.milliseconds(part) for part in ("whole", *parts.of)]
        ms = " | ".join(f"{cell:.1f}" for cell in [*cells, parts.rest])
        print(f"| {name} | {ms} | {parts.queries // parts.requests} |", flush=True)


def print_writing(server: Server, articles: int) -> None:
    took = writing.seconds_until_found(server)
    print(
        f"\nA save until another process finds it, {len(took)} times: "
        f"p50 {statistics.median(took) * 1000:.0f} ms, longest {took[-1] * 1000:.0f} ms."
    )
    many = max(2000, articles // 20)
    first = Article.objects.order_by("-pk").values_list("pk", flat=True)[0] + articles
    for name in ("an ordinary article", "ordinary country"):
        timing = writing.read_during_import(server, pages()[name], many, first)
        first += many
        print(
            f"One reader of “{name}” while {many:,} articles are imported (in "
            f"{timing.elapsed:.0f} s): p50 {timing.p50 * 1000:.0f} ms, p95 {timing.p95 * 1000:.0f} "
            f"ms, longest {timing.longest * 1000:.0f} ms, {len(timing.took)} requests."
        )
    print(f"Load {_load()}.")


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
