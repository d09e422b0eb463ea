"""Annotations with the words around them, cut by the database: a text may be long.

with_text_around([mention.pk])[mention.pk].around
in_context([evidence.pk])[evidence.pk].before        # the sentence, up to the words
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, F, TextField, When
from django.db.models.functions import Greatest, Substr

from articles.models import Annotation, Field
from articles.quotation import LONGEST, Quotation, quotation


def with_text_around(pks: Iterable[int | None]) -> dict[int, Annotation]:
    """These annotations, each with `around`: what stands near it in its text or headline."""
    first = Greatest(F("start") - LONGEST, 0) + 1
    in_headline = When(field=Field.HEADLINE, then="article__headline")
    field = Case(in_headline, default="article__text", output_field=TextField())
    rows = Annotation.objects.annotate(around=Substr(field, first, 3 * LONGEST))
    rows = rows.select_related("article", "entity").defer("article__text")
    return rows.in_bulk([pk for pk in pks if pk])


def quoted(annotation: Annotation) -> Quotation:
    """In its sentence; an orphaned one by its own words alone."""
    if annotation.start is None:
        return Quotation("", annotation.exact, "")
    start = min(annotation.start, LONGEST)
    return quotation(annotation.around, start, start + len(annotation.exact))  # type: ignore[attr-defined]


def in_context(pks: Iterable[int | None]) -> dict[int, Quotation]:
    return {pk: quoted(annotation) for pk, annotation in with_text_around(pks).items()}
