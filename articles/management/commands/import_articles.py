"""Articles from files: `manage.py import_articles wikinews.jsonl`."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from tqdm import tqdm

from articles import search
from articles.formats import FORMATS, UnknownFormat, format_named, format_of
from articles.formats.spreadsheet import csv_lines
from articles.ingest import Did, Import, Outcome
from articles.ingest.addresses import BEGINNINGS, read_address
from articles.ingest.report import COLUMNS, Summary, in_words, row
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
        files = (
            "or a folder, for all files in it; - is standard input; an address, if it is allowed"
        )
        parser.add_argument("files", nargs="+", metavar="FILE", help=files)
        parser.add_argument("--format", help=f"instead of what the file's name says: {names}")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        report = "a CSV file to write what became of each record to"
        parser.add_argument("--report", metavar="FILE", help=report)
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
        named = [one for file in files for one in self.files_in(file, options["format"])]
        formats = [self.format_for(file, options["format"]) for file in named]
        kind = Kind(create_entities) if create_entities else None
        run = Import(create_entities=kind, dry_run=dry_run)
        summary = Summary()
        have_room()
        try:
            with written(options["report"]) as report:
                for file, format_ in zip(named, formats, strict=True):
                    with self.drafts(file, format_, show=verbosity > 0) as (drafts, move):
                        for outcome in summary.count(run.run(drafts)):
                            self.tell(file, outcome, verbosity)
                            report(row(file, outcome))
                            move()
        except (OperationalError, KeyboardInterrupt) as fault:
            why = str(fault).strip() or "interrupted"
            raise CommandError(
                f"Stopped after {summary.counts.total():,} records: {why}\n"
                "What was reported is saved. Run it again to go on."
            ) from None
        finally:
            self.make_searchable()
        if summary.dropped:
            self.complain(f"Not kept of what was imported: {in_words(summary.dropped)}.")
        ending = " (a dry run: nothing was saved)" if dry_run else ""
        self.stdout.write(f"{summary}{ending}")
        if summary.counts[Did.FAILED]:
            raise SystemExit(1)

    def files_in(self, named: str, name: str | None) -> Iterator[str]:
        """The file itself, or in their order those of a folder that are of a known format."""
        if named == "-" or named.startswith(BEGINNINGS) or Path(named).is_file():
            yield named
            return
        if not Path(named).is_dir():
            raise CommandError(f"There is no file {named}.")
        for file in sorted(Path(named).rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                try:
                    yield str(file) if name or format_of(file.name, to="read") else ""
                except UnknownFormat as fault:
                    self.complain(f"{file}: left out: {fault}")

    @contextmanager
    def drafts(self, file: str, format_: Any, *, show: bool) -> Iterator[tuple[Any, Any]]:
        """What it holds, and what moves the bar on."""
        if file.startswith(BEGINNINGS):
            yield read_address(file), lambda: None
            return
        with opened(file) as stream, self.bar(file, show=show) as bar:
            yield format_.read(stream), lambda: bar.disable or bar.update(stream.tell() - bar.n)

    def make_searchable(self) -> None:
        """Once for all of it, merges included; what fails here is done by the next search."""
        try:
            search.settle()
        except search.IndexFault as fault:
            self.complain(f"What was imported is not searchable yet: {fault}")

    def format_for(self, file: str, name: str | None) -> Any:
        if file.startswith(BEGINNINGS):
            return None  # its server says
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


@contextmanager
def written(file: str | None) -> Iterator[Any]:
    """What writes a row to a new file, if there is to be one."""
    with ExitStack() as stack:
        if file is None:
            yield lambda cells: None
            return
        try:
            stream = stack.enter_context(Path(file).open("w", encoding="utf-8", newline=""))
        except OSError as fault:
            raise CommandError(f"{file} cannot be written: {fault.strerror}.") from None
        stream.writelines(csv_lines([COLUMNS]))
        yield lambda cells: stream.writelines(csv_lines([cells]))
