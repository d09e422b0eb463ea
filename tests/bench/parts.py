"""Where the time of a page goes: the index, the database, the templates, or the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.template import Template
from django.test import Client

from articles.search import Look

LEAST, MOST = 3, 20  # requests


@dataclass
class Parts:
    """Seconds of some requests to one page, and their queries."""

    requests: int = 0
    whole: float = 0
    of: dict[str, float] = field(
        default_factory=lambda: {"index": 0.0, "database": 0.0, "templates": 0.0}
    )
    queries: int = 0

    def milliseconds(self, part: str) -> float:
        seconds = self.whole if part == "whole" else self.of[part]
        return seconds / self.requests * 1000

    @property
    def rest(self) -> float:
        return self.milliseconds("whole") - sum(map(self.milliseconds, self.of))


class Watch:
    """Adds the time between two calls to the innermost part that is at work."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.within: list[str] = []
        self.since = time.perf_counter()

    @contextmanager
    def during(self, part: str) -> Iterator[None]:
        self._tell()
        self.within.append(part)
        try:
            yield
        finally:
            self._tell()
            self.within.pop()

    def _tell(self) -> None:
        now = time.perf_counter()
        if self.within:
            self.parts.of[self.within[-1]] += now - self.since
        self.since = now

    def around(self, part: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **options: Any) -> Any:
            with self.during(part):
                return call(*args, **options)

        return timed


@contextmanager
def watching(parts: Parts) -> Iterator[None]:
    watch = Watch(parts)

    def query(execute: Any, *args: Any) -> Any:
        parts.queries += 1
        with watch.during("database"):
            return execute(*args)

    with ExitStack() as stack:
        for name in ("find", "total", "counts"):
            timed = watch.around("index", getattr(Look, name))
            stack.enter_context(patch.object(Look, name, timed))
        stack.enter_context(
            patch.object(Template, "render", watch.around("templates", Template.render))
        )
        stack.enter_context(connection.execute_wrapper(query))
        started = time.perf_counter()
        yield
        parts.whole += time.perf_counter() - started


def parts_of(path: str, seconds: float) -> Parts:
    """Requests made inside this process, after one to warm up; fewer of a slow page."""
    client, parts = Client(SERVER_NAME="127.0.0.1"), Parts()
    if (status := client.get(path).status_code) != 200:
        raise RuntimeError(f"{status} for {path}")
    until = time.perf_counter() + seconds
    while parts.requests < MOST and (parts.requests < LEAST or time.perf_counter() < until):
        with watching(parts):
            client.get(path)
        parts.requests += 1
    return parts
