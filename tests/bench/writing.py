"""Writing while others read: an import, and a save until it is found."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from articles.models import Article, Source, Status

from .corpus import records
from .load import Bounds, Timing, fetch, measure
from .serving import ROOT, Server

SAVES = 10
FOUND_WITHIN = 30  # seconds


@contextmanager
def jsonl(articles: int, *, first: int = 0) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for record in records(articles, first=first):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
        file.flush()
        yield Path(file.name)


def importing(file: Path) -> subprocess.Popen[bytes]:
    command = ["manage.py", "import_articles", str(file), "--create-entities", "topic", "-v", "0"]
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL)


def seconds_of_import(articles: int) -> float:
    """Until it ends, which is when all of it can be searched."""
    with jsonl(articles) as file:
        started = time.perf_counter()
        process = importing(file)
        if process.wait():
            raise RuntimeError("The import failed.")
        return time.perf_counter() - started


def read_during_import(server: Server, path: str, articles: int, first: int) -> Timing:
    """One reader asks for one page from the beginning of an import to its end."""
    timing = Timing()
    with jsonl(articles, first=first) as file:
        process = importing(file)
        while process.poll() is None:
            some = measure(server.port, path, Bounds(requests=20, seconds=2), clients=1)
            timing.took += some.took
            timing.elapsed += some.elapsed
    return timing


def seconds_until_found(server: Server) -> list[float]:
    """From the beginning of a save in another process to the answer that has it."""
    source = Source.objects.public().first()
    assert source is not None
    return sorted(_until_found(server, source) for _ in range(SAVES))


def _until_found(server: Server, source: Source) -> float:
    word = f"w{uuid.uuid4().hex}"
    started = time.perf_counter()
    article = Article(
        source=source, headline=f"Saved {word}", text=f"The word {word}.", status=Status.PUBLISHED
    )
    article.create(by=None)
    while time.perf_counter() - started < FOUND_WITHIN:
        _, body = fetch(server.port, f"/articles/?q={word}")
        if article.get_absolute_url().encode() in body:
            return time.perf_counter() - started
    raise RuntimeError("What was saved was not found.")
