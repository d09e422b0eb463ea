"""Annotations that lost their words: these as they stood, and where they may stand now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from articles import anchors, quotes
from articles.models import Annotation, Article, Field, Revision
from articles.quotation import Quotation, quotation

from .places import Place

REVISIONS_MAX = 50  # so far back an old place is looked for


@dataclass
class Orphan:
    """`old` are its words where they last stood, None if no revision has them any more."""

    annotation: Annotation
    old: Quotation | None = None
    revision: Revision | None = None
    guesses: list[Place] = field(default_factory=list)


def orphans_of(article: Article) -> list[Orphan]:
    """Those that nobody has rejected, in the order in which they were made."""
    rows = article.annotations.orphaned()
    rows = rows.select_related("entity", "created_by").order_by("created_at", "pk")
    orphans = [Orphan(annotation) for annotation in rows]
    if orphans:
        revisions = list(article.revisions.order_by("-number")[:REVISIONS_MAX])
        for name in Field:
            of_field = [one for one in orphans if one.annotation.field == name]
            for revision in revisions:
                _guess_from(revision, article, name, of_field)
            _guess_by_words(article, name, [one for one in of_field if one.revision is None])
    return orphans


def _guess_from(
    revision: Revision, article: Article, name: Field, orphans: Iterable[Orphan]
) -> None:
    """For those whose words stood in this revision in their context, and in no newer one."""
    old, lost = getattr(revision, name), []
    orphan_of = dict(enumerate(orphans))
    for number, orphan in orphan_of.items():
        start = _start(orphan.annotation, old) if orphan.revision is None else None
        if start is not None:
            end = start + len(orphan.annotation.exact)
            orphan.revision, orphan.old = revision, quotation(old, start, end)
            lost.append(_anchor(number, orphan.annotation, start, end))
    for number, spans in _guesses(old, getattr(article, name), lost):
        orphan_of[number].guesses = [Place(name, *span) for span in spans]


def _guess_by_words(article: Article, name: Field, orphans: Iterable[Orphan]) -> None:
    for orphan in orphans:
        mark = orphan.annotation
        found = quotes.find_spans(getattr(article, name), mark.exact, mark.prefix, mark.suffix)
        orphan.guesses = [Place(name, *span) for span in found[: anchors.GUESSES]]


def _start(annotation: Annotation, text: str) -> int | None:
    before = text.find(annotation.prefix + annotation.exact + annotation.suffix)
    return before + len(annotation.prefix) if before >= 0 else None


def _anchor(key: int, mark: Annotation, start: int, end: int) -> anchors.Anchor:
    return anchors.Anchor(key, start, end, mark.exact, mark.prefix, mark.suffix)


def _guesses(
    old: str, new: str, lost: list[anchors.Anchor]
) -> Iterable[tuple[Any, list[tuple[int, int]]]]:
    """What one alone would be carried to comes first: others may have stood in its way."""
    if not lost:
        return
    carried, orphans = anchors.carry(old, new, lost)
    for place in carried:
        yield place.key, [(place.start, place.end)]
    for orphan in orphans:
        yield orphan.key, [*orphan.guesses]
