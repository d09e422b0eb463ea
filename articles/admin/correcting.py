"""Corrections in an article's form: a reason, a word to readers, a look at the marks before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from articles.models import Article, Correction, Field
from articles.pages.fate import Fate, fate
from articles.text import NOTE_MAX, clean_line, clean_text

from .recorded import RecordedForm, editor

if TYPE_CHECKING:
    from .recorded import RecordedAdmin

LOOK = "_look"  # the button that only looks
ONLY_A_LOOK = "only_a_look"


class CorrectionForm(RecordedForm):
    only_looks = False  # set by the admin, for a form sent by that button
    reason = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        label="Reason for a correction",
        help_text="Needed when the headline or the text changes. It stands in the history.",
    )
    notice = forms.CharField(
        required=False,
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        label="Correction notice",
        help_text="If readers are to be told above the article: what was wrong, and what is right.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.old_words = {field: getattr(self.instance, field) for field in Field}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk and self.only_looks:
            raise ValidationError("Nothing was saved yet.", code=ONLY_A_LOOK)
        if self.instance.pk and self.corrects and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Say why the headline or the text changes.")
        if self.instance.pk and not self.corrects and self.cleaned_data.get("notice"):
            self.add_error("notice", "Neither headline nor text changes: there is no correction.")
        return cleaned

    @property
    def corrects(self) -> bool:
        """Whether other words are given than those that are there."""
        return bool(self.instance.pk) and self.old_words != self.new_words

    @property
    def new_words(self) -> dict[Field, str]:
        return {
            Field.HEADLINE: clean_line(self.cleaned_data.get("headline", "")),
            Field.TEXT: clean_text(self.cleaned_data.get("text", "")),
        }

    @property
    def fate(self) -> Fate | None:
        """Of the annotations; only for a look, and only of words that could be saved."""
        if not self.only_looks or {"headline", "text"} & set(self.errors):
            return None
        return fate(self.instance, self.old_words, self.new_words)


def leave_out_look(context: dict[str, Any]) -> None:
    """A page that was only asked for a look has no error to correct, if that is all it says."""
    form = context["adminform"].form
    rows = [inline.formset for inline in context["inline_admin_formsets"]]
    is_look = form.has_error(NON_FIELD_ERRORS, ONLY_A_LOOK) and len(form.errors) == 1
    if is_look and not any(formset.total_error_count() for formset in rows):
        context["errors"] = ()
    context["fate"] = getattr(form, "fate", None)


def correct(model_admin: RecordedAdmin, request: HttpRequest, form: Any) -> Correction | None:
    """Correct an article whose other fields are saved, and say what became of its annotations."""
    article = form.instance
    correction = article.correct(
        headline=form.new_words[Field.HEADLINE],
        text=form.new_words[Field.TEXT],
        reason=form.cleaned_data["reason"],
        notice=form.cleaned_data["notice"],
        by=editor(request),
    )
    if correction:
        _say(model_admin, request, article, correction)
    return correction


def _say(
    model_admin: RecordedAdmin, request: HttpRequest, article: Article, correction: Correction
) -> None:
    kept, moved, orphaned = (
        len(rows) for rows in (correction.kept, correction.moved, correction.orphaned)
    )
    said = format_html(
        "Revision {}: of the annotations {} kept their place, {} moved with their words, {} lost "
        "their words.",
        *(correction.revision.number, kept, moved, orphaned),
    )
    if orphaned:
        address = reverse("admin:articles_article_orphans", args=[article.pk])
        said = format_html('{} <a href="{}">Place them again</a>', said, address)
    model_admin.message_user(request, said, messages.WARNING if orphaned else messages.SUCCESS)
