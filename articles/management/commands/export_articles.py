"""Articles to a file: `manage.py export_articles -o articles.jsonl`."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management import BaseCommand, CommandError, CommandParser

from articles.formats import FORMATS, UnknownFormat, format_named, format_of
from articles.models import Article
from articles.serialize import article_records


class Command(BaseCommand):
    help = (
        "Writes article records, in the order of their slugs: drafts, embargoed and withdrawn "
        "articles and unreviewed annotations too, but for --public."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        names = ", ".join(format_.NAME for format_ in FORMATS if hasattr(format_, "write"))
        parser.add_argument("--format", help=f"instead of what the file's name says: {names}")
        parser.add_argument("-o", "--output", metavar="FILE", help="instead of standard output")
        parser.add_argument("--public", action="store_true", help="only what every reader may see")

    def handle(self, *, output: str | None, public: bool, **options: Any) -> None:
        name = options["format"]
        try:
            format_ = (
                format_named(name, to="write") if name else format_of(output or "", to="write")
            )
        except UnknownFormat as fault:
            raise CommandError(str(fault)) from None
        articles = Article.objects.public() if public else Article.objects.all()
        try:
            with writing(output) as stream:
                for piece in format_.write(article_records(articles, public=public)):
                    stream.write(piece)
        except BrokenPipeError:  # `| head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as fault:
            raise CommandError(f"{output} cannot be written: {fault.strerror}.") from None


@contextmanager
def writing(output: str | None) -> Iterator[BinaryIO]:
    """A file that takes its name's place only when it is whole, or standard output."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(output)
    with tempfile.NamedTemporaryFile(
        dir=target.parent, prefix=f".{target.name}.", delete=False
    ) as stream:
        try:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            Path(stream.name).chmod(0o644)
            Path(stream.name).replace(target)
        except BaseException:
            Path(stream.name).unlink(missing_ok=True)
            raise
