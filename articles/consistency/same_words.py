"""The same words marked as different entities."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Count, Max

from articles.models import Annotation, Article, Entity, MentionForm
from articles.pages.in_context import quoted, with_text_around

from .check import GONE, Check, NotMended, annotation_of, called, counted, newest
from .finding import Finding, Mend

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.core.paginator import Page

MOST_READ = 100_000
NO_NAMES = (MentionForm.DESCRIPTION, MentionForm.METONYM)
OTHERS = 3  # of the entities that are meant more seldom


class SameWords(Check):
    name = "same-words"
    label = "Same words, other entity"
    lead = (
        "Words that are marked as one entity here and as another there. Two may be called the same,"
        " as Georgia and Georgia; then both are right. Otherwise one of them is a slip."
    )
    nothing = "The same words always mean the same."
    looked_at = f"At most the {MOST_READ:,} annotations that were added last are looked at."
    acts: ClassVar[dict[str, str]] = {"mean": "articles.change_annotation"}

    def _mentions(self) -> Any:
        """Of names: a description is somebody else in each article, a metonym the place as well."""
        mentions = newest(Annotation.objects.all(), MOST_READ).accepted().mentions().anchored()
        return mentions.exclude(form__in=NO_NAMES)

    def rows(self) -> Any:
        words = self._mentions().order_by().values("exact")
        several = words.annotate(meanings=Count("entity", distinct=True)).filter(meanings__gt=1)
        return several.order_by("exact")

    def findings(self, page: Page[Any]) -> list[Finding]:
        words = [row["exact"] for row in page]
        rows = self._mentions().filter(exact__in=words).order_by().values_list("exact", "entity")
        meanings: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for exact, entity, number, last in rows.annotate(Count("pk"), Max("pk")):
            meanings[exact].append((number, entity, last))
        for found in meanings.values():
            found.sort(key=lambda one: (-one[0], one[1]))
        odd = [one for found in meanings.values() for one in found[1 : OTHERS + 1]]
        entities = Entity.objects.in_bulk(
            {entity for found in meanings.values() for _, entity, _ in found}
        )
        samples = with_text_around(last for _, _, last in odd)
        return [
            self._finding(exact, entities, meanings[exact][0], one, samples[one[2]])
            for exact in words
            for one in meanings[exact][1 : OTHERS + 1]
            if one[2] in samples
        ]

    def _finding(
        self,
        words: str,
        entities: dict[int, Entity],
        usual: tuple[int, int, int],
        odd: tuple[int, int, int],
        sample: Annotation,
    ) -> Finding:
        most, other = entities[usual[1]], entities[odd[1]]
        told = (
            f"“{words}” is {called(most)} {counted(usual[0])}, and {called(other)}"
            f" {counted(odd[0])}, here for example."
        )
        return Finding(
            told,
            quoted(sample),
            article=sample.article,
            annotation=sample,
            entities=[most, other],
            merge=(other, most) if other.kind == most.kind else None,
            mends=[
                Mend(
                    f"It is {called(most)} here",
                    f"mean:{sample.uid}:{sample.version}:{most.slug}",
                )
            ],
        )

    def mean(self, key: list[str], by: User) -> tuple[str, Article]:
        mention, entity = annotation_of(key), Entity.objects.filter(slug=key[-1]).first()
        if entity is None or mention.entity is None:
            raise NotMended(GONE)
        mention.entity = entity
        mention.article.mark(mention, by=by)
        return f"{mention} is {called(entity)} in “{mention.article}”.", mention.article
