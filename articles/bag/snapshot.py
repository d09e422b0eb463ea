from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from articles.models import Archive


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the database for all that is read within. Nobody who writes has to wait.

    Until it ends, SQLite cannot empty its WAL and PostgreSQL its dead rows: a bag is written to a
    disk at once, never to a slow reader.
    """
    if connection.in_atomic_block:  # as much of one moment as the caller's transaction is
        yield
        return
    beginning = _of_postgresql if connection.vendor == "postgresql" else _of_sqlite
    with beginning():
        list(Archive.objects.all())  # the moment is that of the first reading
        yield


@contextmanager
def _of_postgresql() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _of_sqlite() -> Iterator[None]:
    """Django's own transactions are for writing, and would take the only place for that."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
