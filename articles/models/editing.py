"""What an editor does to an article. Each method is one act: one transaction, one `Change`.

    article.tag(turkey, role=Role.ACTOR, salience=3, by=user)
    article.correct(text=corrected, reason="A sentence was torn in two.", by=user)

They raise `Conflict` when somebody else saved the article after it was read. Tagging rests on none
of its fields and never does; marking rests on its words, and does when these are others now.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import anchors
from articles.text import QUOTE_MAX, TEXT_MAX, clean_line, clean_text, text_checksum

from .annotation import Annotation, AnnotationKind, Field, MentionForm, State
from .change import Action
from .entity import Entity
from .record import Record, content_of, recording
from .statement import Claim, Relation
from .tag import Role, TaggedEntity
from .versioned import Conflict

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article, Revision


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


class Editable(models.Model):
    class Meta:
        abstract = True

    def create(self, *, by: User | None, action: Action = Action.CREATED, reason: str = "") -> None:
        """Save a new article with its first revision."""
        article = cast("Article", self)
        with recording(action, by=by, article=article, reason=reason) as record:
            record.save(article)
            record.save(_next_revision(article, reason="", by=by))

    def edit(self, *, by: User | None, reason: str = "", **values: Any) -> None:
        """Change what is not headline or text: source, date, byline, rights."""
        if {"headline", "text", "status", "embargo_until", "slug"} & set(values):
            raise TypeError("Headline and text are corrected; status is published or withdrawn.")
        self._set(Action.EDITED, by=by, reason=reason, **values)

    def correct(
        self,
        *,
        by: User | None,
        reason: str,
        headline: str | None = None,
        text: str | None = None,
        notice: str = "",
    ) -> Correction | None:
        """A new revision; every anchor is carried to its words or becomes an orphan.

        A `notice` is what readers are told of it above the article.

        Returns None when neither headline nor text differs.
        """
        article = cast("Article", self)
        before = {Field.HEADLINE: article.headline, Field.TEXT: article.text}
        after = {
            Field.HEADLINE: article.headline if headline is None else clean_line(headline),
            Field.TEXT: article.text if text is None else clean_text(text),
        }
        if before == after:
            return None
        for field, words in after.items():
            _validate(article, field, words)
        with recording(Action.CORRECTED, by=by, article=article, reason=reason) as record:
            article.headline, article.text = after[Field.HEADLINE], after[Field.TEXT]
            record.touch(article)
            newest = _next_revision(article, reason=reason, notice=notice, by=by)
            return _take_over(article, before, after, newest, record)

    def tag(
        self,
        entity: Entity,
        *,
        by: User | None,
        role: Role | str = Role.MENTIONED,
        salience: int = 1,
    ) -> TaggedEntity:
        """Tag the article with an entity, or change the role and salience of its tag."""
        article = cast("Article", self)
        with recording(Action.TAGGED, by=by, article=article) as record:
            _hold(article)
            tag = TaggedEntity.objects.filter(content_object=article, tag=entity).first()
            tag = tag or TaggedEntity(content_object=article, tag=entity)
            tag.role, tag.salience, tag.by_hand = role, salience, True
            tag.clean_fields()
            record.save(tag)
        return tag

    def untag(self, entity: Entity, *, by: User | None) -> int:
        """Remove a tag and reject its mentions; how many mentions that were."""
        article = cast("Article", self)
        with recording(Action.UNTAGGED, by=by, article=article) as record:
            _hold(article)
            mentions = list(article.annotations.mentions().accepted().filter(entity=entity))
            for tag in TaggedEntity.objects.filter(content_object=article, tag=entity):
                record.remove(tag)
            for mention in mentions:
                mention.state = State.REJECTED
                record.save(mention)
        return len(mentions)

    def annotate(
        self,
        kind: AnnotationKind | str,
        start: int,
        end: int,
        *,
        by: User | None,
        field: Field | str = Field.TEXT,
        entity: Entity | None = None,
        form: MentionForm | str = "",
        value: str = "",
        note: str = "",
        state: State | str = State.ACCEPTED,
    ) -> Annotation:
        """Mark the words of `field` from `start` to `end` (code points of the newest revision)."""
        annotation = Annotation(
            article=self,
            kind=kind,
            state=state,
            entity=entity,
            form=form or (MentionForm.NAME if entity else ""),
            value=value,
            note=note,
        )
        self.mark(annotation, by=by, at=(Field(field), start, end))
        return annotation

    def mark(
        self, annotation: Annotation, *, by: User | None, at: tuple[Field, int, int] | None = None
    ) -> None:
        """Save an annotation of this article, new or changed, at words of it or where it stands.

        Tags that only mentions make come and go with them.
        """
        article = cast("Article", self)
        stored = Annotation.objects.filter(pk=annotation.pk).first() if annotation.pk else None
        is_review = stored is not None and stored.state != annotation.state
        action = Action.REVIEWED if is_review else Action.ANNOTATED
        with recording(action, by=by, article=article) as record:
            _hold(article, its_words=at is not None)
            if stored is None:
                annotation.created_by = by
            if at is not None:
                _settle(annotation, article, *at)
            annotation.full_clean()
            record.save(annotation)
            for mention in (stored, annotation):
                if mention is not None and mention.kind == AnnotationKind.MENTION:
                    _tag_by_mentions(article, cast(Entity, mention.entity), record)

    def review(self, annotation: Annotation, state: State, *, by: User | None) -> None:
        """Accept or reject an annotation; its tag comes and goes with its mentions."""
        annotation.state = state
        self.mark(annotation, by=by)

    def state_claim(
        self,
        claim: Claim,
        *,
        by: User | None,
        speakers: Sequence[Entity],
        about: Sequence[Entity] = (),
    ) -> None:
        """Save a claim; its evidence is an annotation of this article."""
        self._own(claim.evidence)
        claim.full_clean()
        with recording(Action.STATED, by=by, article=cast("Article", self)) as record:
            record.save(claim, speakers=speakers, about=about)

    def state_relation(
        self,
        relation: Relation,
        *,
        by: User | None,
        actors: Sequence[Entity],
        targets: Sequence[Entity] = (),
    ) -> None:
        """Save a relation; its evidence is an annotation of this article."""
        self._own(relation.evidence)
        relation.full_clean()
        with recording(Action.STATED, by=by, article=cast("Article", self)) as record:
            record.save(relation, actors=actors, targets=targets)

    def publish(self, *, by: User | None, reason: str = "") -> None:
        self._set(Action.PUBLISHED, by=by, reason=reason, status="published")

    def embargo(self, until: datetime.datetime | None, *, by: User | None) -> None:
        """Hide a published article until an hour, or (None) end its embargo."""
        self._set(Action.EMBARGOED, by=by, embargo_until=until)

    def withdraw(self, *, by: User | None, reason: str) -> None:
        """Take back what has been public: a tombstone stays. What never was is a draft again."""
        self._set(Action.WITHDRAWN, by=by, reason=reason, status=self.status_when_withdrawn())

    def status_when_withdrawn(self) -> str:
        article = cast("Article", self)
        return "withdrawn" if article.is_public or _has_been_public(article) else "draft"

    def restore(self, *, by: User | None, reason: str = "") -> None:
        self._set(Action.RESTORED, by=by, reason=reason, status="published")

    def _set(self, action: Action, *, by: User | None, reason: str = "", **values: Any) -> None:
        article = cast("Article", self)
        for name, value in values.items():
            setattr(article, name, value)
        article.clean_fields(exclude=["source"])
        with recording(action, by=by, article=article, reason=reason) as record:
            record.save(article)

    def _own(self, evidence: Annotation) -> None:
        if evidence.article_id != self.pk or evidence.kind != AnnotationKind.EVIDENCE:
            raise ValidationError("A statement rests on evidence in this article.")


def _hold(article: Article, *, its_words: bool = False) -> None:
    """Let nobody else write to the article until this act ends; its words must be the newest."""
    rows = type(article)._base_manager.select_for_update(no_key=True).filter(pk=article.pk)
    words = rows.values_list("headline", "sha256").get()
    if its_words and words != (article.headline, text_checksum(article.text)):
        raise Conflict(type(article)._base_manager.get(pk=article.pk))


def _validate(article: Article, field: Field, words: str) -> None:
    try:
        article._meta.get_field(field).clean(words, article)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from None


def _settle(annotation: Annotation, article: Article, field: Field, start: int, end: int) -> None:
    words = getattr(article, field)
    if not 0 <= start < end <= len(words):
        raise ValidationError(f"The {field} has no words from {start} to {end}.")
    annotation.field, annotation.made_on = field, article.revision
    annotation.settle(start, end, *anchors.describe(words, start, end))


def _has_been_public(article: Article) -> bool:
    """Whether readers could see it at any time, by the log: an embargo may hide it by now."""
    status, embargo, until = article.status, article.embargo_until, timezone.now()
    for change in article.changes.newest():
        if status == "published" and (embargo is None or embargo <= until):
            return True
        until = change.at
        for part in change.parts:
            if part["model"] == "article" and part["did"] == "changed":
                before = {"status": status, "embargo_until": embargo} | part["before"]
                status, embargo = before["status"], before["embargo_until"]
                embargo = parse_datetime(embargo) if isinstance(embargo, str) else embargo
    return False


def restore_words(stored: Article, wanted: Article, reason: str, record: Record) -> bool:
    """Revise a stored article to the words of another state of it, which the caller saves.

    Whether the words differed.
    """
    before = {Field.HEADLINE: stored.headline, Field.TEXT: stored.text}
    after = {Field.HEADLINE: wanted.headline, Field.TEXT: wanted.text}
    if before != after:
        stored.headline, stored.text = wanted.headline, wanted.text
        newest = _next_revision(stored, reason=reason, by=None)
        _take_over(stored, before, after, newest, record)
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
    newest = _next_revision(article, reason=reason, by=by)
    return _take_over(article, before, after, newest, record, settled)


def take_revision(article: Article, revision: Revision, record: Record) -> Correction:
    """Give a stored article the words of its next revision. The caller saves the article."""
    before = {Field.HEADLINE: article.headline, Field.TEXT: article.text}
    article.headline, article.text = revision.headline, revision.text
    after = {Field.HEADLINE: article.headline, Field.TEXT: article.text}
    return _take_over(article, before, after, revision, record)


def _take_over(
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


def _next_revision(
    article: Article, *, reason: str, by: User | None, notice: str = ""
) -> Revision:
    from .article import Revision

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


def _tag_by_mentions(article: Article, entity: Entity, record: Record) -> None:
    """An accepted mention makes a missing tag; a tag that only mentions made goes with the last."""
    tag = TaggedEntity.objects.filter(content_object=article, tag=entity).first()
    mentions = article.annotations.mentions().accepted().filter(entity=entity)
    is_mentioned = any(
        not mention.names_something_else for mention in mentions.select_related("entity")
    )
    if is_mentioned and tag is None:
        record.save(TaggedEntity(content_object=article, tag=entity, by_hand=False))
    elif tag is not None and not is_mentioned and not tag.by_hand:
        record.remove(tag)
