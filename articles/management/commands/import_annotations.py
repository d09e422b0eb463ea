"""Annotations of a file, put on articles: `manage.py import_annotations marks.jsonld`."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from articles.formats.web_annotation import read_annotations
from articles.ingest import Did
from articles.ingest.annotations import import_annotations
from articles.management.commands.correct_article import article_of
from articles.management.people import add_by, person


class Command(BaseCommand):
    help = (
        "Puts annotations (W3C Web Annotation, JSON-LD) on the words of articles that are here. "
        "What this archive wrote comes back as it was; what others wrote is suggested to editors. "
        "Says what is refused and why; ends with 1 if anything was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--article", metavar="SLUG", help="that strangers' addresses mean")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        add_by(parser)

    def handle(self, *, file: str, dry_run: bool, **options: Any) -> None:
        by = person(options["by"], may="articles.add_annotation")
        article = article_of(options["article"]) if options["article"] else None
        counts: Counter[Did] = Counter()
        try:
            with Path(file).open("rb") as stream:
                reads = list(read_annotations(stream))
        except OSError as fault:
            raise CommandError(f"{file} cannot be read: {fault.strerror}.") from None
        for outcome in import_annotations(reads, by=by, article=article, dry_run=dry_run):
            counts[outcome.did] += 1
            for said in (*outcome.faults, *(f"warning: {one}" for one in outcome.warnings)):
                self.stderr.write(f"{file}: {outcome.place}: {said}")
        ending = " (a dry run: nothing was saved)" if dry_run else ""
        changed, same = counts[Did.CHANGED], counts[Did.UNCHANGED]
        self.stdout.write(
            f"{changed:,} articles changed, {same:,} unchanged; {counts[Did.FAILED]:,} refused"
            + ending
        )
        if counts[Did.FAILED]:
            raise SystemExit(1)
