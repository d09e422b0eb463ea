"""A bag of `export_archive` into an empty archive: `manage.py import_archive archive.zip`."""

import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from articles import search
from articles.bag import Bag, BagFault, NotEmpty, restore
from articles.models import Article, Change


class Command(BaseCommand):
    help = (
        "Makes an empty archive (a new database after `migrate`, no fixtures) what another one "
        "was when `export_archive` wrote the file. Checks the file first, and at the end that the "
        "archive would be written as the same file again; if not, nothing is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *, file: str, verbosity: int, **options: Any) -> None:
        is_shown = verbosity > 0 and sys.stderr.isatty()
        try:
            with (
                Bag(Path(file)) as bag,
                tqdm(unit="B", unit_scale=True, leave=False, disable=not is_shown) as bar,
            ):
                bar.total = 3 * bag.size  # it is checked, read and compared
                bag.verify(bar.update)
                restore(bag, bar.update)
        except (BagFault, NotEmpty) as fault:
            raise CommandError(f"{file}: {fault}\nNothing was imported.") from None
        self.make_searchable()
        if verbosity > 0:
            self.stdout.write(
                f"Articles: {Article.objects.count():,}. Changes: {Change.objects.count():,}.\n"
                "Nobody can sign in yet who could not before: see `createsuperuser` and "
                "`changepassword`."
            )

    def make_searchable(self) -> None:
        try:
            search.settle()
        except search.IndexFault as fault:
            self.stderr.write(f"The archive is imported, but not searchable yet: {fault}")
