"""Who says what, on whose word, about whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms

from articles.models import Action, Annotation, Claim, ClaimMode, State, recording

from .cue import CueWords
from .entities import EntitiesField
from .making import Row
from .statement import Statement

if TYPE_CHECKING:
    from django.contrib.auth.models import User


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
