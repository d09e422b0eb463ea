"""The words that say who says it, marked beside those that are said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from articles.models import Annotation, Claim, Field
from articles.pages.places import Place

from .making import Making, evidence_in
from .words import Words, find_words

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class CueWords(Making):
    cue = forms.CharField(
        required=False, label="Words that say who", help_text="As “officials say”."
    )
    found_cue = Words()

    @property
    def cue_key(self) -> str:
        """Where they stand, for the form to send back."""
        cue = self.row.cue if isinstance(self.row, Claim) else None
        at = self.found_cue.place
        if at is None and cue is not None and cue.start is not None:
            at = Place(Field(cue.field), cue.start, cue.end or 0)
        return at.key(self.article) if at else ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        words = self.cleaned_data.get("cue", "")
        if words:
            self.found_cue = self._nearest(words)
            if self.found_cue.fault:
                self.add_error("cue", self.found_cue.fault)
        return cleaned

    def _nearest(self, words: str) -> Words:
        """Those in the paragraph of the claim, if there they stand once; else she is asked."""
        key = self.data.get("cue_place", "")
        found = find_words(self.article, words, key=key)
        if found.place or self.at is None:
            return found
        text = getattr(self.article, self.at.field)
        first = text.rfind("\n\n", 0, self.at.start) + 1
        last = text.find("\n\n", self.at.end)
        near = [
            Words(place)
            for one, _ in found.asked
            for place in [find_words(self.article, words, key=one).place]
            if place and place.field == self.at.field
            if first <= place.start and (last < 0 or place.end <= last)
        ]
        return near[0] if len(near) == 1 else found

    def saved_cue(self, cue: Annotation | None, *, by: User) -> Annotation | None:
        at = self.found_cue.place
        if at is None:
            return None
        cue = cue or evidence_in(self.article)
        stands = cue.pk and (cue.field, cue.start, cue.end) == at
        self.article.mark(cue, by=by, at=None if stands else at)
        return cue
