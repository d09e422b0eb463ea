"""The whole archive to one file: `manage.py export_archive archive.zip`."""

import sys
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from articles.bag import snapshot, write_bag
from articles.management.writing import writing


class Command(BaseCommand):
    help = (
        "Writes all that the archive keeps to one BagIt bag in a zip, for `import_archive`: drafts "
        "and what was withdrawn, all revisions and annotations, the log. People are in it by their "
        "user names; no password, no right and no sign-in is. The same archive gives the same file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *, file: str, verbosity: int, **options: Any) -> None:
        is_shown = verbosity > 0 and sys.stderr.isatty()
        try:
            with (
                writing(file, mode=0o600) as stream,
                snapshot(),
                tqdm(unit="B", unit_scale=True, leave=False, disable=not is_shown) as bar,
            ):
                write_bag(stream, bar.update)
        except OSError as fault:
            raise CommandError(f"{file} cannot be written: {fault.strerror}.") from None
