"""Every annotation against the words that it stands on."""

from collections.abc import Iterator
from typing import Any

from django.core.management import BaseCommand
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.text import Truncator

from articles.models import Annotation, Article

AT_ONCE = 50  # articles, so that their number does not matter


class Command(BaseCommand):
    help = "Checks that every annotation stands on its words. Names each fault; then ends with 1."

    def handle(self, **options: Any) -> None:
        standing = orphaned = faults = 0
        for article in articles():
            for annotation in article.annotations.all():
                if annotation.is_orphaned:
                    orphaned += 1
                elif fault := fault_of(annotation, article):
                    faults += 1
                    self.stderr.write(f"{article.slug}: {annotation.uid}: {fault}")
                else:
                    standing += 1
        self.stdout.write(
            f"{standing:,} annotations on their words, {orphaned:,} without a place, "
            f"{faults:,} on other words."
        )
        if faults:
            raise SystemExit(1)


def articles() -> Iterator[Article]:
    """Those with annotations, a few at a time."""
    here = Annotation.objects.filter(article=OuterRef("pk"))
    annotations = Annotation.objects.only(
        *("uid", "article", "field", "exact", "start", "end", "is_orphaned")
    ).order_by("pk")
    marked = Article.objects.filter(Exists(here)).only("slug", "headline", "text").order_by("pk")
    marked = marked.prefetch_related(Prefetch("annotations", annotations))
    return marked.iterator(chunk_size=AT_ONCE)


def fault_of(annotation: Annotation, article: Article) -> str:
    words = getattr(article, annotation.field)[annotation.start : annotation.end]
    if words == annotation.exact:
        return ""
    place = f"{annotation.field} {annotation.start} to {annotation.end}"
    return f"“{_short(annotation.exact)}” is not at {place}, where “{_short(words)}” stands"


def _short(words: str) -> str:
    return Truncator(" ".join(words.split())).chars(60)
