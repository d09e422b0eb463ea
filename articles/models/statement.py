"""Statements: who says what on whose word (Claim), and who does what to whom (Relation)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import and_, or_
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from articles.text import LINE_MAX, NOTE_MAX

from .fields import AsciiField, LineField, ProseField, one_of
from .plover import CONTEXTS, Category
from .versioned import Versioned


class ClaimMode(models.TextChoices):
    DIRECT = "direct", "in the speaker's words"
    PARTIAL = "partial", "partly in the speaker's words"
    INDIRECT = "indirect", "in the article's words"
    BELIEF = "belief", "as what the speaker thinks"


class StatementQuerySet(models.QuerySet):
    # What a query calls its parts, and the columns that hold them.
    parts: ClassVar[Mapping[str, str]] = {}

    def public(self) -> Self:
        """Statements whose evidence is an accepted annotation of an article in public."""
        from .annotation import State
        from .article import in_public

        return self.filter(in_public("evidence__article__"), evidence__state=State.ACCEPTED)

    def in_articles(self, articles: models.QuerySet) -> Self:
        return self.filter(evidence__article__in=articles.values("pk"))

    def stating(self, *wanted: Mapping[str, Iterable[str]]) -> Self:
        """Those for which one of these holds: one value of each of its parts, all in one row.

        `stating({"said-by": [lavrov.pk], "via": [itar_tass.pk]})`
        """
        return self.filter(
            reduce(or_, (reduce(and_, map(self._has, one, one.values())) for one in wanted))
        )

    def _has(self, part: str, values: Iterable[str]) -> Q:
        column = self.parts[part]
        if part == "event":  # a query writes categories small
            return Q((f"{column}__in", [value.upper() for value in values]))
        if not self.model._meta.get_field(column).many_to_many:
            return Q((f"{column}__in", list(values)))
        rows = getattr(self.model, column).through.objects.filter(entity__in=list(values))
        return Q(pk__in=rows.values(str(self.model._meta.model_name)))

    def by_newest_article(self) -> Self:
        """The newest articles first; within an article, in the order of its words."""
        return self._by_article("-")

    def by_oldest_article(self) -> Self:
        return self._by_article("")

    def _by_article(self, direction: str) -> Self:
        return self.order_by(
            "evidence__article__is_undated",
            f"{direction}evidence__article__published_on",
            f"{direction}evidence__article__sort_time",
            "evidence__article__slug",
            *("evidence__is_orphaned", "evidence__field", "evidence__start", "uid"),
        )

    def with_evidence(self) -> Self:
        """With the words that they rest on and where these stand, but without the whole text."""
        return self.select_related("evidence__article__source").defer("evidence__article__text")

    def get_by_natural_key(self, uid: str):  # type: ignore[no-untyped-def]
        return self.get(uid=uid)


class ClaimQuerySet(StatementQuerySet):
    parts: ClassVar[Mapping[str, str]] = {"said-by": "speakers", "via": "via"}

    def for_reading(self) -> Self:
        return self.with_evidence().prefetch_related("via", "speakers", "about")

    def for_record(self) -> Self:
        return self.for_reading().select_related("cue", "evidence__article__source")

    def involving(self, entity: models.Model) -> Self:
        me = entity.pk
        return self.filter(Q(speakers=me) | Q(about=me) | Q(via=me)).distinct()


class Claim(Versioned):
    """Something said or thought, by whom, and the words of the article that it rests on."""

    uid = models.UUIDField("id", default=uuid.uuid4, unique=True, editable=False)
    evidence = models.OneToOneField("Annotation", on_delete=models.PROTECT, related_name="claim")
    cue = models.OneToOneField(
        "Annotation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cued_claim",
        help_text="The words that say who says it.",
    )
    speakers = models.ManyToManyField("Entity", related_name="claims_made")
    mode = AsciiField(max_length=20, choices=ClaimMode)
    via = models.ForeignKey(
        "Entity",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims_passed_on",
        help_text="The agency or paper on whose word the article has it.",
    )
    via_inherited = models.BooleanField(
        default=False, help_text="The agency is named in a sentence before, not in this one."
    )
    about = models.ManyToManyField("Entity", blank=True, related_name="claims_about")
    note = ProseField(max_length=NOTE_MAX, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("mode", ClaimMode, "claim_mode_is_known"),
            models.CheckConstraint(
                condition=Q(via_inherited=False) | Q(via__isnull=False),
                name="an_inherited_agency_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"Claim {self.evidence}"

    def natural_key(self) -> tuple[str]:
        return (str(self.uid),)

    natural_key.dependencies = ["articles.annotation"]  # type: ignore[attr-defined]

    def get_absolute_url(self) -> str:
        return self.evidence.get_absolute_url()


class RelationKind(models.TextChoices):
    EVENT = "event"
    STATE = "state"


class RelationStatus(models.TextChoices):
    REPORTED = "reported"
    PLANNED = "planned"
    PAST = "past"
    CLAIMED = "claimed"


class Certainty(models.TextChoices):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class RelationQuerySet(StatementQuerySet):
    parts: ClassVar[Mapping[str, str]] = {
        "event": "category",
        "actor": "actors",
        "target": "targets",
    }

    def for_reading(self) -> Self:
        claims = models.Prefetch("claim", Claim.objects.public())
        return self.with_evidence().prefetch_related("actors", "targets", claims, "claim__speakers")

    def for_record(self) -> Self:
        return self.for_reading()

    def involving(self, entity: models.Model) -> Self:
        return self.filter(Q(actors=entity.pk) | Q(targets=entity.pk)).distinct()


def known_contexts(values: object) -> None:
    if not isinstance(values, list) or not set(values) <= set(CONTEXTS):
        raise ValidationError(f"Contexts are a list of: {', '.join(CONTEXTS)}.")


class Relation(Versioned):
    """An event or a state between actors and targets, with the words that it rests on."""

    uid = models.UUIDField("id", default=uuid.uuid4, unique=True, editable=False)
    kind = AsciiField(max_length=20, choices=RelationKind)
    evidence = models.OneToOneField("Annotation", on_delete=models.PROTECT, related_name="relation")
    actors = models.ManyToManyField("Entity", related_name="relations_as_actor")
    action = LineField(
        max_length=LINE_MAX,
        help_text="In words that read on from actor to target: “sells arms to”.",
    )
    targets = models.ManyToManyField("Entity", blank=True, related_name="relations_as_target")
    category = AsciiField(max_length=20, choices=Category, blank=True)
    mode = AsciiField(max_length=40, blank=True)
    contexts = models.JSONField(default=list, blank=True, validators=[known_contexts])
    state = LineField(
        max_length=LINE_MAX,
        blank=True,
        help_text="Of a state: what it is, such as “head of state of”.",
    )
    status = AsciiField(max_length=20, choices=RelationStatus, default=RelationStatus.REPORTED)
    time = LineField(max_length=LINE_MAX, blank=True, help_text="When: EDTF or an ISO 8601 week.")
    certainty = AsciiField(max_length=20, choices=Certainty, default=Certainty.HIGH)
    claim = models.ForeignKey(
        Claim,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="relations",
        help_text="The claim that it is part of, when the article only reports what someone says.",
    )
    note = ProseField(max_length=NOTE_MAX, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("kind", RelationKind, "relation_kind_is_known"),
            one_of("status", RelationStatus, "relation_status_is_known"),
            one_of("certainty", Certainty, "relation_certainty_is_known"),
            models.CheckConstraint(
                condition=Q(category__in=["", *Category.values]), name="relation_category_is_known"
            ),
            models.CheckConstraint(condition=~Q(action=""), name="relation_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} “{self.action}”"

    def natural_key(self) -> tuple[str]:
        return (str(self.uid),)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "articles.annotation",
        "articles.claim",
    ]

    def get_absolute_url(self) -> str:
        return self.evidence.get_absolute_url()

    @property
    def quad_class(self) -> str:
        """Verbal or material, cooperation or conflict; empty for what has no category."""
        return Category(self.category).quad_class if self.category else ""
