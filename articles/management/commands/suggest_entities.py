"""Mentions suggested, of names that the archive knows or of new ones: `suggest_entities`."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from articles.management.commands.correct_article import article_of
from articles.management.people import add_by, person
from articles.models import Annotation, Article, Conflict, UnknownNames, mentions_in, suggester
from articles.suggest import engine

Look = Callable[[Article], list[Annotation]]
AT_ONCE = 50  # articles, so that their number does not matter


class Command(BaseCommand):
    help = (
        "Looks for names of the archive in its articles, or in those given, and suggests the "
        "mentions to editors: nothing is tagged until one of them accepts it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", metavar="SLUG", nargs="*", help="of an article; none: all")
        parser.add_argument("--dry-run", action="store_true", help="only count, and name them")
        parser.add_argument(
            "--new-names",
            action="store_true",
            help="instead names that the archive does not know yet, in English articles (spaCy)",
        )
        add_by(parser)

    def handle(self, **options: Any) -> None:
        by = person(options["by"], may="articles.add_annotation")
        if options["new_names"]:
            person(options["by"], may="articles.add_entity")
        named = [article_of(slug) for slug in options["slugs"]]
        total = len(named) or Article.objects.count()
        dry, count, with_some = options["dry_run"], 0, 0
        look, suggest = of_new_names(by) if options["new_names"] else of_known_names(by)
        is_shown = options["verbosity"] > 0 and sys.stderr.isatty()
        with tqdm(total=total, unit=" articles", leave=False, disable=not is_shown) as bar:
            for article in named or every_article():
                mentions = look(article) if dry else suggested(article, suggest)
                count, with_some = count + len(mentions), with_some + bool(mentions)
                bar.update()
                if mentions and (dry or options["verbosity"] > 1):
                    self.tell(article, mentions)
        if options["verbosity"] > 0:
            would = "would be suggested" if dry else "suggested"
            self.stdout.write(f"{count:,} mentions {would} in {with_some:,} of {total:,} articles.")

    def tell(self, article: Article, mentions: list[Any]) -> None:
        with tqdm.external_write_mode(file=self.stdout._out):  # type: ignore[attr-defined]
            for mention in mentions:
                words = " ".join(mention.exact.split())
                entity = f"{mention.entity.slug or 'new ' + mention.entity.kind} ({mention.form})"
                place = f"{mention.field} {mention.start}"
                self.stdout.write(f"{article.slug}: {place}: “{words}” {entity}")


def of_known_names(by: Any) -> tuple[Look, Look]:
    """What would be suggested in an article, and what suggests it."""
    names = suggester()
    return (
        lambda article: mentions_in(article, names),
        lambda article: article.suggest(names, by=by),
    )


def of_new_names(by: Any) -> tuple[Look, Look]:
    if not engine.is_installed():
        raise CommandError("New names take spaCy and its model: pip install -e '.[names]'")
    unknown = UnknownNames(engine.Engine().spans)
    return unknown.mentions_in, lambda article: article.suggest_new(unknown, by=by)


def every_article() -> Iterator[Article]:
    """A few at a time; what is added meanwhile may come too."""
    last = 0
    while some := list(Article.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield from some
        last = some[-1].pk


def suggested(article: Article, suggest: Look) -> list[Annotation]:
    """Once more where somebody corrected the article in the meantime."""
    for _ in range(3):
        try:
            return suggest(article)
        except Conflict:
            article = Article.objects.get(pk=article.pk)
    raise CommandError(f"{article.slug} is being corrected again and again.")
