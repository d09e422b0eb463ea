"""Who does what to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms

from articles.models import (
    Action,
    Annotation,
    Certainty,
    Claim,
    Relation,
    RelationKind,
    RelationStatus,
    State,
    recording,
)
from articles.models.plover import CONTEXTS, Category
from articles.text import LINE_MAX

from .entities import EntitiesField
from .making import Row
from .remark import check_time
from .statement import Statement

if TYPE_CHECKING:
    from django.contrib.auth.models import User

NONE = ("", "–")


class ClaimChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        speakers = ", ".join(one.name for one in obj.speakers.all())
        return f"{speakers}: {obj.evidence}"


class MakeRelation(Statement):
    kind = noun = "relation"
    actors = EntitiesField(is_many=True, label="Who")
    does = forms.CharField(
        max_length=LINE_MAX,
        label="Does what",
        help_text="In words that read on from who to whom: “sells arms to”.",
    )
    targets = EntitiesField(is_many=True, required=False, label="To whom")
    category = forms.ChoiceField(
        choices=[NONE, *((one.value, f"{one.value}: {one.label}") for one in Category)],
        required=False,
    )
    status = forms.ChoiceField(choices=RelationStatus.choices, initial="reported")
    relation_kind = forms.ChoiceField(
        choices=RelationKind.choices, initial="event", label="Event or state"
    )
    state = forms.CharField(
        required=False, max_length=LINE_MAX, label="Which state", help_text="As “head of state of”."
    )
    time = forms.CharField(
        required=False, max_length=LINE_MAX, label="When", help_text="As 2012-12-03 or 2012-W49."
    )
    certainty = forms.ChoiceField(choices=Certainty.choices, initial="high")
    relation_mode = forms.CharField(required=False, max_length=40, label="Mode")
    contexts = forms.MultipleChoiceField(
        choices=[(name, name.replace("_", " ")) for name in CONTEXTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    claim = ClaimChoice(
        Claim.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label="–",
        label="Only as somebody says",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        here = Claim.objects.filter(evidence__article=self.article, evidence__state=State.ACCEPTED)
        here = here.select_related("evidence").prefetch_related("speakers")
        self.fields["claim"].queryset = here.order_by("evidence__start", "pk")  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, row: Row) -> dict[str, Any]:
        relation = cast(Relation, row)
        same = ("category", "status", "state", "time", "certainty", "contexts", "note")
        return {
            "words": relation.evidence.exact,
            "actors": list(relation.actors.all()),
            "targets": list(relation.targets.all()),
            "does": relation.action,
            "relation_kind": relation.kind,
            "relation_mode": relation.mode,
            "claim": relation.claim and relation.claim.uid,
            **{name: getattr(relation, name) for name in same},
        }

    def clean_time(self) -> str:
        value: str = self.cleaned_data["time"].strip()
        if value:
            check_time(value)
        return value

    def save(self, *, by: User) -> Annotation:
        relation, given = cast(Relation, self.row or Relation()), self.cleaned_data
        relation.kind, relation.action = given["relation_kind"], given["does"]
        relation.mode = given["relation_mode"]
        for name in (*("category", "status", "state", "time", "certainty"), "contexts", "claim"):
            setattr(relation, name, given[name])
        relation.note = given["note"]
        with recording(Action.STATED, by=by, article=self.article):
            relation.evidence = self.saved_evidence(by)
            self.article.state_relation(
                relation, by=by, actors=given["actors"], targets=given["targets"]
            )
        return relation.evidence
