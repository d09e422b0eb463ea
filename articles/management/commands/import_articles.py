"""Articles from files: `manage.py import_articles wikinews.jsonl`."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from tqdm import tqdm

from articles import search
from articles.formats import FORMATS, UnknownFormat, format_named, format_of
from articles.ingest import Did, Import, Outcome
from articles.models import Kind

CACHE_KILOBYTES = 400_000
PAGES_BETWEEN_CHECKPOINTS = 15_000  # 60 MB


class Command(BaseCommand):
    help = (
        "Imports articles. What is there already is updated or left alone, so it can be repeated. "
        "Says each fault with its place; ends with 1 if a record failed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        names = ", ".join(format_.NAME for format_ in FORMATS if hasattr(format_, "read"))
        parser.add_argument("files", nargs="+", metavar="FILE", help="- is standard input")
        parser.add_argument("--format", help=f"instead of what the file's name says: {names}")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument(
            "--create-entities",
            metavar="KIND",
            choices=Kind.values,
            help="make unknown entities, of this kind where the record gives none: "
            + ", ".join(Kind.values),
        )

    def handle(
        self,
        *,
        files: list[str],
        dry_run: bool,
        create_entities: str | None,
        verbosity: int,
        **options: Any,
    ) -> None:
        for file in files:
            if file != "-" and not Path(file).is_file():
                raise CommandError(f"There is no file {file}.")
        kind = Kind(create_entities) if create_entities else None
        run = Import(create_entities=kind, dry_run=dry_run)
        counts: Counter[Did] = Counter()
        have_room()
        formats = [self.format_for(file, options["format"]) for file in files]
        try:
            for file, format_ in zip(files, formats, strict=True):
                with opened(file) as stream, self.bar(file, show=verbosity > 0) as bar:
                    for outcome in run.run(format_.read(stream)):
                        counts[outcome.did] += 1
                        self.tell(file, outcome, verbosity)
                        if not bar.disable:
                            bar.update(stream.tell() - bar.n)
        except (OperationalError, KeyboardInterrupt) as fault:
            why = str(fault).strip() or "interrupted"
            raise CommandError(
                f"Stopped after {counts.total():,} records: {why}\n"
                "What was reported is saved. Run it again to go on."
            ) from None
        finally:
            self.make_searchable()
        ending = " (a dry run: nothing was saved)" if dry_run else ""
        always = {did: counts[did] for did in Did if did != Did.LEFT_OUT or counts[did]}
        self.stdout.write(", ".join(f"{count:,} {did}" for did, count in always.items()) + ending)
        if counts[Did.FAILED]:
            raise SystemExit(1)

    def make_searchable(self) -> None:
        """Once for all of it, merges included; what fails here is done by the next search."""
        try:
            search.settle()
        except search.IndexFault as fault:
            self.complain(f"What was imported is not searchable yet: {fault}")

    def format_for(self, file: str, name: str | None) -> Any:
        try:
            return format_named(name, to="read") if name else format_of(file, to="read")
        except UnknownFormat as fault:
            raise CommandError(str(fault)) from None

    def bar(self, file: str, *, show: bool) -> tqdm:
        """How much of the file has been read, where somebody is looking."""
        is_shown = show and file != "-" and sys.stderr.isatty()
        return tqdm(
            total=Path(file).stat().st_size if is_shown else None,
            desc=Path(file).name,
            unit="B",
            unit_scale=True,
            leave=False,
            disable=not is_shown,
        )

    def tell(self, file: str, outcome: Outcome, verbosity: int) -> None:
        for fault in outcome.faults:
            self.complain(f"{file}:{outcome.place}: {fault}")
        for warning in outcome.warnings:
            self.complain(f"{file}:{outcome.place}: warning: {warning}")
        if verbosity > 1:
            self.complain(f"{file}:{outcome.place}: {outcome.did} {outcome.slug}".rstrip())

    def complain(self, line: str) -> None:
        with tqdm.external_write_mode(file=sys.stderr):
            self.stderr.write(line)


def have_room() -> None:
    """For the pages of SQLite that rows of many entities go to, read and written again and again.

    With those of a web process an import of 200,000 writes each page seventeen times.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size=-{CACHE_KILOBYTES}")
            cursor.execute(f"PRAGMA wal_autocheckpoint={PAGES_BETWEEN_CHECKPOINTS}")


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    if not os.access(file, os.R_OK):
        raise CommandError(f"{file} cannot be read.")
    with Path(file).open("rb") as stream:
        yield stream
