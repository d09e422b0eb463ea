"""What an editor does to an article. Each method is one act: one transaction, one `Change`.

    article.tag(turkey, role=Role.ACTOR, salience=3, by=user)
    article.correct(text=corrected, reason="A sentence was torn in two.", by=user)

They raise `Conflict` when somebody else saved the article after it was read. Tagging rests on none
of its fields and never does; marking rests on its words, and does when these are others now.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import anchors
from articles.text import clean_line, clean_text, text_checksum

from .annotation import Annotation, AnnotationKind, Field, MentionForm, State
from .change import Action
from .correcting import Correction, next_revision, take_over
from .entity import Entity
from .new_names import REASON_FOR_NEW
from .record import Record, recording
from .statement import Claim, Relation
from .suggesting import mentions_in
from .tag import Role, TaggedEntity
from .versioned import Conflict

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.suggest import Suggester

    from .article import Article
    from .new_names import UnknownNames


class Editable(models.Model):
    class Meta:
        abstract = True

    def create(self, *, by: User | None, action: Action = Action.CREATED, reason: str = "") -> None:
        """Save a new article with its first revision."""
        article = cast("Article", self)
        with recording(action, by=by, article=article, reason=reason) as record:
            record.save(article)
            record.save(next_revision(article, reason="", by=by))

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
            newest = next_revision(article, reason=reason, notice=notice, by=by)
            return take_over(article, before, after, newest, record)

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
            tag.clean_fields(exclude=["tag", "content_object"])
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

    def suggest(self, suggester: Suggester, *, by: User | None) -> list[Annotation]:
        """Save mentions of names that the archive knows, for an editor to decide; never a tag."""
        article = cast("Article", self)
        if not mentions_in(article, suggester):
            return []
        reason = "Names of the archive that stand in the text."
        with recording(Action.ANNOTATED, by=by, article=article, reason=reason) as record:
            _hold(article, its_words=True)
            mentions = mentions_in(article, suggester)
            for mention in mentions:
                mention.created_by = by
            record.create_all(mentions)
        return mentions

    def suggest_new(self, unknown: UnknownNames, *, by: User | None) -> list[Annotation]:
        """Save mentions of names that the archive does not know, each with an entity not listed."""
        article = cast("Article", self)
        with recording(Action.ANNOTATED, by=by, article=article, reason=REASON_FOR_NEW) as record:
            _hold(article, its_words=True)
            mentions = unknown.mentions_in(article)
            for mention in mentions:
                mention.created_by = by
                if mention.entity is not None and mention.entity.pk is None:
                    record.save(mention.entity)
            record.create_all(mentions)
        unknown.remember(mentions)
        return mentions

    def choose(self, mention: Annotation, *, by: User | None) -> None:
        """Accept a suggested mention, and reject what else was suggested for its words."""
        with recording(Action.REVIEWED, by=by, article=cast("Article", self)):
            for other in Annotation.objects.suggested_for_words_of(mention).exclude(pk=mention.pk):
                self.review(other, State.REJECTED, by=by)
            self.review(mention, State.ACCEPTED, by=by)

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
