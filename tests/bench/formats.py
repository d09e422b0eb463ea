"""What each format costs: articles a second of the processor and memory, in and out.

python -m tests.bench.formats --articles 2000
python -m tests.bench.formats --articles 20000 --into postgresql://user@127.0.0.1:5432/bench_{}

Made-up articles come into a new archive, go out of it in every format, and what is read comes into
a new archive again. Each of these is SQLite in a folder of its own, or an empty database: `{}` is
first, csv, ninjs, feeds and warc.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from articles.formats import FORMATS

from .corpus import records
from .cost import Cost, cost_of

Json = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.formats",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--into", metavar="URL", default="")
    chosen = parser.parse_args()
    print("| format | articles | seconds | of the processor | articles/s of it | own memory, MB |")
    print("|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder, articles = Path(name), chosen.articles
        files = {word: write(folder, records(articles)) for word, write in FILES.items()}
        first = new_archive(folder, "first", chosen.into)
        import_all(files.pop("jsonl"), articles, first)
        for one in (one.NAME for one in FORMATS if hasattr(one, "write")):
            file = folder / f"all.{one}"
            cost = cost_of("export_articles", "--format", one, "-o", str(file), environment=first)
            tell(f"out: {one}", articles, cost)
            if one in READ_AGAIN:
                files[one] = file
            else:
                file.unlink()
        for word, file in files.items():
            import_all(file, articles, new_archive(folder, word, chosen.into))


def new_archive(folder: Path, name: str, url: str) -> dict[str, str]:
    """The environment of an archive with the countries and nothing else."""
    database = url.replace("{}", name) or f"sqlite:///{folder}/{name}.sqlite3"
    there = os.environ | {"DATABASE_URL": database, "ARCHIVE_INDEX": f"{folder}/{name}-index"}
    cost_of("migrate", "-v0", environment=there)
    cost_of("loaddata", "countries", "-v0", environment=there)
    return there


def import_all(file: Path, articles: int, there: dict[str, str]) -> None:
    words = ("import_articles", str(file), "--create-entities", "topic", "-v0")
    tell(
        f"in: {file.name.partition('.')[2] or file.name}",
        articles,
        cost_of(*words, environment=there),
    )


def tell(what: str, articles: int, cost: Cost) -> None:
    print(
        f"| {what} | {articles:,} | {cost.seconds:.1f} | {cost.processor:.1f} "
        f"| {articles / cost.processor:,.0f} | {cost.memory} |",
        flush=True,
    )


# --- The same articles as files of others -----------------------------------------------------


def as_lines(folder: Path, articles: Iterable[Json]) -> Path:
    file = folder / "all.jsonl"
    with file.open("w") as lines:
        lines.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in articles)
    return file


def as_feeds(folder: Path, articles: Iterable[Json]) -> Path:
    """A folder of them: one feed is read as far as five megabytes."""
    feeds = folder / "feeds"
    feeds.mkdir()
    for number, some in enumerate(batched(articles, ENTRIES)):
        entries = "".join(map(_entry, some))
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{entries}</feed>'
        (feeds / f"{number}.atom").write_text(feed)
    return feeds


def batched(articles: Iterable[Json], size: int) -> Iterator[list[Json]]:
    rest = iter(articles)
    while some := list(islice(rest, size)):
        yield some


def _entry(one: Json) -> str:
    return (
        f"<entry><title>{html.escape(one['headline'])}</title><id>{address(one)}</id>"
        f'<link href="{address(one)}"/><published>{one["published_on"]}T00:00:00Z</published>'
        f'<content type="html">{html.escape(_paragraphs(one))}</content></entry>'
    )


def as_warc(folder: Path, articles: Iterable[Json]) -> Path:
    file = folder / "all.warc.gz"
    with file.open("wb") as stream:
        warc = WARCWriter(stream, gzip=True)
        for page in map(_page, articles):
            warc.write_record(page(warc))
    return file


def _page(one: Json) -> Callable[[WARCWriter], Any]:
    data = {"@type": "NewsArticle", "headline": one["headline"], "inLanguage": one["language"]}
    data |= {"datePublished": one["published_on"], "publisher": {"name": one["source"]}}
    body = (
        f"<html><head><title>{html.escape(one['headline'])}</title>"
        f'<script type="application/ld+json">{json.dumps(data)}</script></head><body><article>'
        f"<h1>{html.escape(one['headline'])}</h1>{_paragraphs(one)}</article></body></html>"
    )
    kind = [("Content-Type", "text/html; charset=utf-8")]
    headers = StatusAndHeaders("200 OK", kind, protocol="HTTP/1.1")
    return lambda warc: warc.create_warc_record(
        address(one), "response", payload=BytesIO(body.encode()), http_headers=headers
    )


def _paragraphs(one: Json) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in one["text"].split("\n\n"))


def address(one: Json) -> str:
    return one.get("url") or f"https://news.example.org/{one['slug']}"


FILES = {"jsonl": as_lines, "feeds": as_feeds, "warc": as_warc}
READ_AGAIN = ("csv", "ninjs")
ENTRIES = 500  # of a feed


if __name__ == "__main__":
    main()
