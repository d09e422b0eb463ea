from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone

from articles import anchors
from articles.text import LINE_MAX, NOTE_MAX, QUOTE_MAX

from .fields import AsciiField, LineField, ProseField, QuoteField, one_of
from .lookup import look_up
from .versioned import Versioned


class Field(models.TextChoices):
    """Which of an article's two texts the words stand in."""

    HEADLINE = "headline"
    TEXT = "text"


class AnnotationKind(models.TextChoices):
    MENTION = "mention"
    NOTE = "note"
    TIME = "time"
    EVIDENCE = "evidence"


class State(models.TextChoices):
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class MentionForm(models.TextChoices):
    NAME = "name"
    DEMONYM = "demonym"
    METONYM = "metonym"
    DESCRIPTION = "description"


# Written out in the statement: with a parameter SQLite does not use the index of these alone.
_NOTE = models.Func(template="'note'", output_field=models.CharField())
_SUGGESTED = models.Func(template="'suggested'", output_field=models.CharField())


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    def public(self) -> Self:
        """Accepted annotations of articles in public; the orphaned ones included."""
        from .article import in_public

        return self.accepted().filter(in_public("article__"))

    def accepted(self) -> Self:
        return self.filter(state=State.ACCEPTED)

    def suggested(self) -> Self:
        """Mentions on their words that wait for an editor."""
        return self.mentions().anchored().filter(state=_SUGGESTED)

    def unreviewed(self) -> Self:
        """Notes, times and evidence on their words that wait; a cue goes with its claim."""
        waiting = self.anchored().filter(state=_SUGGESTED)
        cues = Q(cued_claim__evidence__state=State.SUGGESTED)
        return waiting.exclude(kind=AnnotationKind.MENTION).exclude(cues)

    def orphaned(self) -> Self:
        """Those that lost their words and that nobody has rejected."""
        return self.filter(is_orphaned=True).exclude(state=State.REJECTED)

    def suggested_for_words_of(self, mention: Annotation) -> Self:
        same = {name: getattr(mention, name) for name in ("article", "field", "start", "end")}
        return self.suggested().filter(**same).select_related("entity", "article")

    def anchored(self) -> Self:
        return self.filter(is_orphaned=False)

    def mentions(self) -> Self:
        return self.filter(kind=AnnotationKind.MENTION)

    def making_tags(self) -> Self:
        """Without the metonyms of places: see `names_something_else`."""
        from .entity import Kind

        return self.exclude(form=MentionForm.METONYM, entity__kind=Kind.PLACE)

    def notes(self) -> Self:
        return self.filter(kind=_NOTE)

    def in_reading_order(self) -> Self:
        """Headline before text, earlier words first, the wider span before what it holds.

        Those without a place come last.
        """
        return self.order_by("is_orphaned", "field", "start", F("end").desc(), "uid")

    def get_by_natural_key(self, uid: str) -> Annotation:
        return look_up(self, uid=uid)


class Annotation(Versioned):
    """Words of an article that were marked: a mention, a note, a time, or evidence of a statement.

    `start` and `end` are Unicode code points of the newest revision, and its words there are
    `exact`; or the annotation is orphaned: it lost its place in a correction, and keeps its words.
    """

    uid = models.UUIDField("id", default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="annotations")
    made_on = models.ForeignKey(
        "Revision", on_delete=models.PROTECT, related_name="+", verbose_name="made on revision"
    )
    kind = AsciiField(max_length=20, choices=AnnotationKind)
    state = AsciiField(max_length=20, choices=State, default=State.ACCEPTED)
    field = AsciiField(max_length=20, choices=Field, default=Field.TEXT)
    exact = QuoteField("words", max_length=QUOTE_MAX)
    prefix = QuoteField("words before", max_length=anchors.CONTEXT, blank=True)
    suffix = QuoteField("words after", max_length=anchors.CONTEXT, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    is_orphaned = models.BooleanField("orphaned", default=False)
    entity = models.ForeignKey(
        "Entity", null=True, blank=True, on_delete=models.PROTECT, related_name="mentions"
    )
    form = AsciiField(max_length=20, choices=MentionForm, blank=True)
    value = LineField(
        max_length=LINE_MAX,
        blank=True,
        help_text="When a time is meant: an EDTF date, an ISO 8601 week or duration, or PAST.",
    )
    note = ProseField(max_length=NOTE_MAX, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["article", "field", "start", "pk"]
        permissions = [("accept_annotations", "Can accept many annotations at once")]
        constraints = [
            one_of("kind", AnnotationKind, "annotation_kind_is_known"),
            one_of("state", State, "annotation_state_is_known"),
            one_of("field", Field, "annotation_field_is_known"),
            models.CheckConstraint(
                condition=Q(form__in=["", *MentionForm.values]), name="mention_form_is_known"
            ),
            models.CheckConstraint(
                condition=Q(is_orphaned=True, start__isnull=True, end__isnull=True)
                | Q(
                    is_orphaned=False,
                    start__isnull=False,
                    end__isnull=False,
                    end=F("start") + Length("exact"),
                ),
                name="annotation_is_on_its_words_or_orphaned",
            ),
            models.CheckConstraint(condition=~Q(exact=""), name="annotation_has_words"),
            models.CheckConstraint(
                condition=Q(kind=AnnotationKind.MENTION, entity__isnull=False)
                | (~Q(kind=AnnotationKind.MENTION) & Q(entity__isnull=True, form="")),
                name="mentions_and_only_they_have_an_entity",
                violation_error_message="A mention names an entity; nothing else does.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AnnotationKind.NOTE) | ~Q(note=""),
                name="a_note_has_text",
                violation_error_message="Write the note.",
            ),
            models.UniqueConstraint(
                fields=["article", "field", "start", "end", "entity"],
                condition=Q(kind=AnnotationKind.MENTION, is_orphaned=False),
                name="words_mention_an_entity_once",
                violation_error_message="These words are marked with this entity already.",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "kind", "state"], name="annotations_of_an_article"),
            models.Index(fields=["entity", "state", "article"], name="mentions_of_an_entity"),
            models.Index(fields=["-created_at"], condition=Q(kind="note"), name="latest_notes"),
            # Few of all, and asked for on each page of the desk.
            models.Index(
                fields=["article"], condition=Q(state="suggested"), name="suggested_marks"
            ),
            models.Index(fields=["article"], condition=Q(is_orphaned=True), name="orphaned_marks"),
        ]

    def __str__(self) -> str:
        return f"“{self.exact[:60]}”"

    def natural_key(self) -> tuple[str]:
        return (str(self.uid),)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "articles.entity",
        "articles.article",
        "articles.revision",
    ]

    def get_absolute_url(self) -> str:
        return reverse("annotation-detail", args=[self.uid])

    def clean(self) -> None:
        if self.kind == AnnotationKind.MENTION and not self.entity_id:
            raise ValidationError({"entity": "Which entity do the words mention?"})
        if self.kind != AnnotationKind.MENTION and (self.entity_id or self.form):
            raise ValidationError({"entity": "Only a mention has an entity and a form."})
        if self.kind == AnnotationKind.NOTE and not self.note:
            raise ValidationError({"note": "Write the note."})

    @property
    def names_something_else(self) -> bool:
        """A metonym marks the place that lends its name, too: such a mention never makes a tag."""
        from .entity import Kind

        return (
            self.form == MentionForm.METONYM
            and self.entity is not None
            and self.entity.kind == Kind.PLACE
        )

    def anchor(self) -> anchors.Anchor:
        """Where it stands, for `anchors.carry`. Only for an annotation that is not orphaned."""
        if self.start is None or self.end is None:
            raise ValueError("An orphaned annotation has no place.")
        return anchors.Anchor(
            key=self.pk,
            start=self.start,
            end=self.end,
            exact=self.exact,
            prefix=self.prefix,
            suffix=self.suffix,
        )

    def settle(self, start: int, end: int, exact: str, prefix: str, suffix: str) -> None:
        """Take a place in the newest revision."""
        self.start, self.end, self.is_orphaned = start, end, False
        self.exact, self.prefix, self.suffix = exact, prefix, suffix

    def orphan(self) -> None:
        """Lose the place and keep the words, for an editor to place again."""
        self.start = self.end = None
        self.is_orphaned = True
