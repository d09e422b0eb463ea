"""Annotations that stand on other words than their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Case, F, TextField, When
from django.db.models.functions import Length, Substr

from articles.models import Action, Annotation, Article, Field, recording
from articles.pages.in_context import quoted, with_text_around
from articles.pages.places import places

from .check import GONE, Check, NotMended, annotation_of, newest
from .finding import Finding, Mend

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.core.paginator import Page

MOST_READ = 20_000


class Astray(Check):
    name = "astray"
    label = "Anchors astray"
    lead = (
        "Annotations whose words are not where they say. A correction carries each along or leaves"
        " it without a place, so this comes of writing into the database by other ways."
        " manage.py check_anchors looks through all."
    )
    nothing = "Each annotation stands on its words."
    looked_at = f"At most the {MOST_READ:,} annotations that were added last are looked at."
    acts: ClassVar[dict[str, str]] = dict.fromkeys(("place", "lose"), "articles.change_annotation")

    def rows(self) -> Any:
        start, length = F("start") + 1, Length("exact")
        there = Case(
            When(field=Field.HEADLINE, then=Substr("article__headline", start, length)),
            default=Substr("article__text", start, length),
            output_field=TextField(),
        )
        anchored = newest(Annotation.objects.all(), MOST_READ).anchored()
        return anchored.alias(there=there).exclude(there=F("exact")).order_by("-pk")

    def findings(self, page: Page[Any]) -> list[Finding]:
        found = with_text_around(one.pk for one in page)
        return [_finding(found[one.pk]) for one in page if one.pk in found]

    def place(self, key: list[str], by: User) -> tuple[str, Article]:
        """On its words, where these stand once and once only."""
        annotation = annotation_of(key)
        article, found = annotation.article, places(annotation.article, annotation.exact)
        if len(found) != 1:
            times = f"{len(found)} times" if found else "nowhere"
            raise NotMended(f"“{annotation.exact}” stands {times} in “{article}”.")
        article.mark(annotation, by=by, at=found[0])
        return f"{annotation} stands on its words.", article

    def lose(self, key: list[str], by: User) -> tuple[str, Article]:
        annotation = annotation_of(key)
        if annotation.is_orphaned:
            raise NotMended(GONE)
        annotation.orphan()
        with recording(Action.ANNOTATED, by=by, article=annotation.article) as record:
            record.save(annotation)
        return f"{annotation} waits to be placed, under “Without their words”.", annotation.article


def _finding(annotation: Annotation) -> Finding:
    there = quoted(annotation)
    key = f"{annotation.uid}:{annotation.version}"
    return Finding(
        f"The {annotation.get_kind_display().lower()} is for “{annotation.exact}”, and where it"
        f" stands there is “{there.words}”.",
        there,
        article=annotation.article,
        annotation=annotation,
        entities=[annotation.entity] if annotation.entity else [],
        mends=[
            Mend("Put it on its words", f"place:{key}"),
            Mend("Take it from these words", f"lose:{key}"),
        ],
    )
