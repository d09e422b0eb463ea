"""The search index anew from the database: `manage.py reindex`."""

import sys
from typing import Any

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from articles import search
from articles.models import Article


class Command(BaseCommand):
    help = "Builds the search index anew beside the one in use, then swaps them."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        total = Article.objects.public().count()
        is_shown = verbosity > 0 and sys.stderr.isatty()
        with tqdm(total=total, unit=" articles", leave=False, disable=not is_shown) as bar:
            try:
                search.build(lambda done: bar.update(done - bar.n), patience=None)
            except (search.IndexFault, OSError) as fault:
                raise CommandError(f"The index was not built: {fault}") from None
        if verbosity > 0:
            self.stdout.write(f"{total:,} article{'s' * (total != 1)} can be searched.")
