"""Where the time of a page goes: the database, the templates, or the rest (Django and the view)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.template import Template
from django.test import Client


@dataclass
class Parts:
    """Seconds, and the number of queries, of one request."""

    whole: float = 0
    database: float = 0
    template: float = 0
    queries: int = 0


@contextmanager
def watching(parts: Parts) -> Iterator[None]:
    render = Template.render
    within, depth = 0.0, 0  # seconds of the database while templates render, which nest

    def query(execute: Any, *args: Any) -> Any:
        nonlocal within
        started = time.perf_counter()
        try:
            return execute(*args)
        finally:
            took = time.perf_counter() - started
            parts.database += took
            parts.queries += 1
            within += took

    def rendering(template: Template, context: Any) -> Any:
        nonlocal within, depth
        if depth == 0:
            within = 0.0
        depth += 1
        started = time.perf_counter()
        try:
            return render(template, context)
        finally:
            depth -= 1
            if depth == 0:
                parts.template += time.perf_counter() - started - within

    started = time.perf_counter()
    with connection.execute_wrapper(query), patch.object(Template, "render", rendering):
        yield
    parts.whole += time.perf_counter() - started


def parts_of(path: str, *, times: int = 20) -> Parts:
    """The mean of some requests, made inside this process, after one to warm up."""
    client, parts = Client(SERVER_NAME="127.0.0.1"), Parts()
    if (status := client.get(path).status_code) != 200:
        raise RuntimeError(f"{status} for {path}")
    for _ in range(times):
        with watching(parts):
            client.get(path)
    return Parts(
        parts.whole / times, parts.database / times, parts.template / times, parts.queries // times
    )
