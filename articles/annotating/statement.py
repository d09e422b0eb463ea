"""Claims and relations, made and changed on the words that they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from django import forms

from articles.models import (
    Action,
    Annotation,
    Certainty,
    Claim,
    ClaimMode,
    Relation,
    RelationKind,
    RelationStatus,
    State,
    recording,
)
from articles.models.plover import CONTEXTS, Category
from articles.text import LINE_MAX

from .cue import CueWords
from .entities import EntitiesField
from .making import Making, Row, evidence_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User

NONE = ("", "–")


class Statement(Making):
    noun = ""

    def rights(self) -> Iterator[str]:
        yield f"{'change' if self.row else 'add'}_{self.noun}"
        yield f"{'change' if self.row else 'add'}_annotation"

    def saved_evidence(self, by: User) -> Annotation:
        evidence = self.annotation or evidence_in(self.article)
        evidence.state = State.ACCEPTED
        self.put(evidence, by=by)
        return evidence


class MakeClaim(CueWords, Statement):
    kind = noun = "claim"
    speakers = EntitiesField(is_many=True, label="Who says it")
    mode = forms.ChoiceField(choices=ClaimMode.choices, initial="indirect", label="How it is said")
    via = EntitiesField(required=False, label="On whose word: agency or paper")
    via_inherited = forms.BooleanField(
        required=False, label="It is named in a sentence before, not in this one"
    )
    about = EntitiesField(is_many=True, required=False, label="About whom or what")

    @classmethod
    def initial_of(cls, row: Row) -> dict[str, Any]:
        claim = cast(Claim, row)
        return {
            "words": claim.evidence.exact,
            "speakers": list(claim.speakers.all()),
            "mode": claim.mode,
            "via": [claim.via] if claim.via else [],
            "via_inherited": claim.via_inherited,
            "about": list(claim.about.all()),
            "cue": claim.cue.exact if claim.cue else "",
            "note": claim.note,
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("via_inherited") and not self.cleaned_data.get("via"):
            self.add_error("via", "Which agency is named before?")
        return cleaned

    def save(self, *, by: User) -> Annotation:
        claim, given = cast(Claim, self.row or Claim()), self.cleaned_data
        claim.mode, claim.note = given["mode"], given["note"]
        claim.via = given["via"][0] if given["via"] else None
        claim.via_inherited = given["via_inherited"]
        with recording(Action.STATED, by=by, article=self.article):
            claim.evidence = self.saved_evidence(by)
            left = claim.cue
            claim.cue = self.saved_cue(claim.cue, by=by)
            self.article.state_claim(claim, by=by, speakers=given["speakers"], about=given["about"])
            if left is not None and claim.cue is None:
                self.article.review(left, State.REJECTED, by=by)
        return claim.evidence


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
