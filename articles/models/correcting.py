"""The words of an article become others: a new revision, and every anchor carried or orphaned.

The callers save the article; `Article.correct` is how editors come here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from articles import anchors
from articles.text import QUOTE_MAX, TEXT_MAX

from .annotation import Annotation, Field
from .record import Record, content_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article
    from .revision import Revision


@dataclass(frozen=True)
class Correction:
    """What a correction did: the new revision, and what became of each anchor."""

    revision: Revision
    kept: list[Annotation]
    moved: list[Annotation]
    orphaned: list[Annotation]


@dataclass(frozen=True)
class Settled:
    """Annotations that a correction leaves alone, and the words on which mentions of them stand.

    A mention is told as its field, start, end, and the slug of its entity.
    """

    pks: frozenset[int] = frozenset()
    mentions: frozenset[tuple[str, int, int, str]] = frozenset()


NONE_SETTLED = Settled()


def restore_words(stored: Article, wanted: Article, reason: str, record: Record) -> bool:
    """Revise a stored article to the words of another state of it, which the caller saves.

    Whether the words differed.
    """
    before = {Field.HEADLINE: stored.headline, Field.TEXT: stored.text}
    after = {Field.HEADLINE: wanted.headline, Field.TEXT: wanted.text}
    if before != after:
        stored.headline, stored.text = wanted.headline, wanted.text
        newest = next_revision(stored, reason=reason, by=None)
        take_over(stored, before, after, newest, record)
    return before != after


def return_to(
    article: Article,
    revision: Revision,
    record: Record,
    *,
    by: User | None,
    reason: str,
    settled: Settled,
) -> Correction:
    """Give an article the words of an older revision again, as a new one."""
    before = {Field.HEADLINE: article.headline, Field.TEXT: article.text}
    after = {Field.HEADLINE: revision.headline, Field.TEXT: revision.text}
    article.headline, article.text = revision.headline, revision.text
    record.touch(article)
    newest = next_revision(article, reason=reason, by=by)
    return take_over(article, before, after, newest, record, settled)


def take_revision(article: Article, revision: Revision, record: Record) -> Correction:
    """Give a stored article the words of its next revision. The caller saves the article."""
    before = {Field.HEADLINE: article.headline, Field.TEXT: article.text}
    article.headline, article.text = revision.headline, revision.text
    after = {Field.HEADLINE: article.headline, Field.TEXT: article.text}
    return take_over(article, before, after, revision, record)


def take_over(
    article: Article,
    before: dict[Field, str],
    after: dict[Field, str],
    revision: Revision,
    record: Record,
    settled: Settled = NONE_SETTLED,
) -> Correction:
    record.save(revision)
    correction = Correction(revision, [], [], [])
    for field in Field:
        if before[field] != after[field]:
            _carry(article, field, before[field], after[field], correction, record, settled)
    return correction


def next_revision(article: Article, *, reason: str, by: User | None, notice: str = "") -> Revision:
    from .revision import Revision

    last = article.revisions.order_by("-number").first() if article.pk else None
    return Revision(
        article=article,
        number=last.number + 1 if last else 1,
        headline=article.headline,
        text=article.text,
        reason=reason,
        notice=notice,
        made_at=timezone.now(),
        made_by=by,
    )


def _carry(
    article: Article,
    field: Field,
    old: str,
    new: str,
    correction: Correction,
    record: Record,
    settled: Settled,
) -> None:
    """Carry the anchors of one field from its old words to its new ones."""
    rows = article.annotations.anchored().filter(field=field).exclude(pk__in=settled.pks)
    annotations = {
        row.pk: row for row in rows.select_related("made_on__article", "entity", "created_by")
    }
    before = {pk: content_of(row) for pk, row in annotations.items()}
    carried, orphans = anchors.carry(old, new, [row.anchor() for row in annotations.values()])
    lost = [
        place
        for place in carried
        if len(place.exact) > QUOTE_MAX
        or (field, place.start, place.end, _mentioned(annotations[place.key])) in settled.mentions
    ]
    for place in carried:
        if place in lost:
            continue
        row = annotations[place.key]
        row.settle(place.start, place.end, place.exact, place.prefix, place.suffix)
        (correction.moved if place.moved else correction.kept).append(row)
    for orphan in (*orphans, *lost):
        annotations[orphan.key].orphan()
        correction.orphaned.append(annotations[orphan.key])
    # A database checks one row after the other: places that others move to must be free by then.
    leaving = [row.pk for row in (*correction.moved, *correction.orphaned)]
    rows.filter(pk__in=leaving).update(start=F("start") + TEXT_MAX, end=F("end") + TEXT_MAX)
    record.save_all(((before[pk], row) for pk, row in annotations.items()), always=("start", "end"))


def _mentioned(annotation: Annotation) -> str:
    return annotation.entity.slug if annotation.entity else ""
