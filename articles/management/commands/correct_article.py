"""Other words for an article: `manage.py correct_article SLUG --text FILE --reason TEXT`."""

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser

from articles.management.people import add_by, person
from articles.models import Annotation, Article, Conflict, Correction, Redirect


class Command(BaseCommand):
    help = (
        "Corrects an article: a new revision. Every annotation is carried to its words, or left "
        "without a place for an editor to place again. Undone by `undo`."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="of the article")
        parser.add_argument("--text", metavar="FILE", help="the new text; - is standard input")
        parser.add_argument("--headline", metavar="WORDS", help="the new headline")
        parser.add_argument("--reason", required=True, help="readers see it in the history")
        parser.add_argument("--notice", default="", help="what readers are told above the article")
        add_by(parser)

    def handle(self, **options: Any) -> None:
        if options["text"] is None and options["headline"] is None:
            raise CommandError("Give a --text, a --headline or both.")
        if not options["reason"].strip():
            raise CommandError("Say why: the --reason is empty.")
        article = article_of(options["slug"])
        by = person(options["by"], may="articles.change_article")
        text = None if options["text"] is None else read(options["text"])
        words = {"text": text, "headline": options["headline"], "notice": options["notice"]}
        try:
            correction = article.correct(by=by, reason=options["reason"], **words)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        except Conflict as conflict:
            raise CommandError(f"{conflict} Nothing was saved: try again.") from None
        if correction is None:
            self.stdout.write("Nothing differs, so no revision was made.")
        else:
            self.tell(correction)

    def tell(self, correction: Correction) -> None:
        kept, moved, orphaned = correction.kept, correction.moved, correction.orphaned
        self.stdout.write(
            f"Revision {correction.revision.number}: {len(kept):,} annotations kept their place, "
            f"{len(moved):,} moved with their words, {len(orphaned):,} lost theirs."
        )
        for said, rows in (("moved", moved), ("lost", orphaned)):
            for row in rows:
                self.stdout.write(f"{said}: {line_of(row)}")


def article_of(slug: str) -> Article:
    """By its address, or one that it had before."""
    slug = slug.lower()
    article = Article.objects.filter(slug=slug).first()
    article = article or Redirect.objects.target_of("article", slug)
    if not isinstance(article, Article):
        raise CommandError(f"There is no article “{slug}”.")
    return article


def read(file: str) -> str:
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as fault:
        raise CommandError(f"{file} cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError as fault:
        raise CommandError(f"{file} is not UTF-8: byte {fault.start + 1}.") from None


def line_of(row: Annotation) -> str:
    """On one line, whatever the words hold."""
    return f"{row.kind} {row.uid} “{' '.join(row.exact.split())}”"
