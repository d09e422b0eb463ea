"""The page on which a change of the log is undone: what that would do, and then the button."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.models import (
    Action,
    CannotUndo,
    Change,
    Conflict,
    Field,
    Status,
    Undoing,
    may_undo,
    rights_to_undo,
    undo,
)
from articles.pages.plain_words import describe, known_in
from articles.text import NOTE_MAX
from articles.word_diff import Paragraph, changed_paragraphs

from .parts import parts_table
from .recorded import editor
from .undo_link import address_of

SHOWN_MAX = 100  # parts of a change in a table; the rest is counted
OBSTACLES_MAX = 5
PARAGRAPHS_MAX = 40


class UndoForm(forms.Form):
    reason = forms.CharField(
        required=False,
        max_length=NOTE_MAX,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Not needed. Readers see it.",
    )


def undoing(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    change = _change(model_admin, request, unquote(object_id))
    is_allowed = may_undo(editor(request), change)
    form = UndoForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST":
        if not is_allowed:
            raise PermissionDenied
        if form.is_valid():
            try:
                undone = undo(change, by=editor(request), reason=form.cleaned_data["reason"])
            except (CannotUndo, Conflict) as fault:
                refusal = fault
            else:
                model_admin.message_user(request, _said(undone), messages.SUCCESS)
                return redirect(_place_of(undone))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": f"Undo change {change.number}",
        "change": change,
        "row": change.article or change.entity or change.source,
        "done": in_words(change),
        "form": form,
        "refusal": refusal,
        "needed": None if is_allowed else _in_words_of_rights(change),
        "media": model_admin.media,
        **_foreseen(Undoing(change)),
    }
    return TemplateResponse(request, "admin/undo.html", context)


def _change(model_admin: Any, request: HttpRequest, number: str) -> Change:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    try:
        change = model_admin.get_object(request, number)
    except OverflowError:  # more digits than a database counts
        change = None
    if change is None:
        raise Http404
    return change


def in_words(change: Change) -> list[str]:
    return describe(change, known_in([change], for_readers=False))


def _foreseen(undoing: Undoing) -> dict[str, Any]:
    """What undoing would do, for the page."""
    if undoing.obstacles:
        return {"obstacles": list(islice(undoing.obstacles, OBSTACLES_MAX))}
    parts = undoing.parts
    return {
        "phrases": in_words(Change(action=Action.UNDONE, parts=parts)),
        "parts": parts_table(parts[:SHOWN_MAX]),
        "more": len(parts) - SHOWN_MAX,
        "words": _words(undoing),
        "carried_along": undoing.carried_along(),
        "leaves_nothing": any(_leaves_nothing(part) for part in parts),
    }


def _words(undoing: Undoing) -> list[list[Paragraph | int]]:
    """Headline and text as they would be, against what they are: those of them that differ."""
    article, old = undoing.article, undoing.words
    if article is None or old is None:
        return []
    both = ((getattr(article, field), getattr(old, field)) for field in Field)
    return [changed_paragraphs(now, then)[:PARAGRAPHS_MAX] for now, then in both if now != then]


def _leaves_nothing(part: dict[str, Any]) -> bool:
    """Whether readers will not even find a tombstone where they found an article."""
    before, after = part.get("before", {}), part.get("after", {})
    was_published = before.get("status") == Status.PUBLISHED
    return part["model"] == "article" and was_published and after.get("status") == Status.DRAFT


def _in_words_of_rights(change: Change) -> list[str]:
    codenames = [right.partition(".")[2] for right in rights_to_undo(change)]
    rights = Permission.objects.filter(
        content_type__app_label="articles", codename__in=codenames
    ).order_by("codename")
    return [right.name.removeprefix("Can ") for right in rights]


def _said(undone: Change) -> str:
    return format_html(
        'Change {} is undone, which is <a href="{}">change {}</a>. <a href="{}">Undo the undoing'
        "</a>",
        *(undone.undoes_id, address_of(undone), undone.pk, address_of(undone, "undo")),
    )


def _place_of(change: Change) -> str:
    """The page of what was changed, or that of the change where it was no one thing."""
    row = change.article or change.entity or change.source
    if row is None:
        return address_of(change)
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
