"""A note on words, and the time that words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms

from articles.models import Action, Annotation, AnnotationKind, State, recording
from articles.text import LINE_MAX
from articles.when import in_words, is_calendar, is_duration

from .making import Making, Row

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Remark(Making):
    def save(self, *, by: User) -> Annotation:
        made = cast(Annotation | None, self.row)
        made = made or Annotation(article=self.article, kind=self.kind)
        made.state = State.ACCEPTED
        made.note = self.cleaned_data["note"]
        made.value = self.cleaned_data.get("value", "")
        with recording(Action.ANNOTATED, by=by, article=self.article):
            self.put(made, by=by)
        return made


class MakeNote(Remark):
    kind = AnnotationKind.NOTE

    @classmethod
    def initial_of(cls, row: Row) -> dict[str, Any]:
        note = cast(Annotation, row)
        return {"words": note.exact, "note": note.note}

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if not note.strip():
            raise forms.ValidationError("Write the note.")
        return note


class MakeTime(Remark):
    kind = AnnotationKind.TIME
    value = forms.CharField(
        required=False,
        max_length=LINE_MAX,
        label="When",
        help_text="2012-12-03, 2012-12, 2012, 2012-W49, 2012-10/2012-12, 2012~, P3D, or PAST.",
    )

    @classmethod
    def initial_of(cls, row: Row) -> dict[str, Any]:
        time = cast(Annotation, row)
        return {"words": time.exact, "note": time.note, "value": time.value}

    def clean_value(self) -> str:
        value: str = self.cleaned_data["value"].strip()
        if not value:
            raise forms.ValidationError("Which time do the words mean?")
        check_time(value)
        return value


def check_time(value: str) -> None:
    if not (is_calendar(value) or is_duration(value) or in_words(value) != value):
        raise forms.ValidationError(
            f"“{value}” is no time that the archive reads. A day is 2012-12-03, a month 2012-12, a"
            " span 2012-10/2012-12, three days P3D."
        )
