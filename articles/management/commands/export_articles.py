"""Articles to a file: `manage.py export_articles -o articles.jsonl`."""

import os
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.http import QueryDict

from articles.formats import FORMATS, Here, UnknownFormat, format_named, format_of, is_whole
from articles.management.writing import writing
from articles.models import Article, Source
from articles.search import IndexFault
from articles.selection import Selection, Taken
from articles.serialize import article_records


class Command(BaseCommand):
    help = (
        "Writes article records, in the order of their slugs: drafts, embargoed and withdrawn "
        "articles and unreviewed annotations too, but for --public. With --query those that a list "
        "of the pages finds, in its order."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        names = ", ".join(format_.NAME for format_ in FORMATS if hasattr(format_, "write"))
        parser.add_argument("--format", help=f"instead of what the file's name says: {names}")
        parser.add_argument("-o", "--output", metavar="FILE", help="instead of standard output")
        parser.add_argument("--public", action="store_true", help="only what every reader may see")
        parser.add_argument(
            "--query",
            help='words as in the search field ("gas country:TR"), or what stands behind the "?" '
            'of a list\'s address ("q=gas&country=TR"); only what every reader may see',
        )
        parser.add_argument(
            "--origin",
            default="",
            help="where the archive is, such as https://archive.example, for the addresses in "
            "citations; without it they have those of the originals",
        )

    def handle(self, *, output: str | None, origin: str, **options: Any) -> None:
        name = options["format"]
        try:
            format_ = (
                format_named(name, to="write") if name else format_of(output or "", to="write")
            )
        except UnknownFormat as fault:
            raise CommandError(str(fault)) from None
        records = records_of(options["query"], public=options["public"], whole=is_whole(format_))
        names = dict(Source.objects.values_list("slug", "name"))
        here = Here(settings.ARCHIVE_NAME, origin.rstrip("/"), names)
        try:
            with writing(output) as stream:
                for piece in format_.write(records, here):
                    stream.write(piece)
        except BrokenPipeError:  # `| head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as fault:
            raise CommandError(f"{output} cannot be written: {fault.strerror}.") from None


def records_of(query: str | None, *, public: bool, whole: bool) -> Iterator[dict[str, Any]]:
    if query is None:
        articles = Article.objects.public() if public else Article.objects.all()
        return article_records(articles, public=public, is_whole=whole)
    asked = QueryDict(query if "=" in query else urlencode({"q": query}))
    selection = Selection.read(asked)
    if selection.ignored:  # never more than was asked for
        faults = (f"{one.written} {one.reason}" for one in selection.ignored)
        raise CommandError(f"{'; '.join(faults)}.")
    try:
        return Taken(selection, most=selection.total).records(is_whole=whole)
    except IndexFault as fault:
        raise CommandError(fault.reason_for_readers) from None
