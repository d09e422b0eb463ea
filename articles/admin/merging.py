"""The page on which a chief editor makes one of two entities: choose, look, confirm."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.models import Conflict, Entity, MergePreview, NameForm, merge
from articles.models.likeness import likenesses
from articles.pages.named import described, named_like

from .recorded import editor

OFFERED_MAX = 20


class MergeForm(forms.Form):
    """Asked on a preview, and valid only while the two are as it showed them."""

    becomes = forms.ChoiceField(label="Its name becomes", widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Readers see it in the log.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, preview: MergePreview, data: Any = None) -> None:
        self.state = state_of(preview.kept, preview.gone)
        super().__init__(data, initial={"becomes": NameForm.NAME, "seen": self.state})
        name = f"of “{preview.kept}”"
        self.fields["becomes"].choices = [  # type: ignore[attr-defined]
            (NameForm.NAME, f"another name {name}"),
            (NameForm.FORMER, f"a former name {name}, no longer in use"),
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("seen") != self.state:
            self.look_again()
            raise ValidationError(
                "Somebody changed one of the two after you opened this page. Nothing was merged. "
                "Below is what would be done now."
            )
        return cleaned

    def look_again(self) -> None:
        self.data = self.data.copy()
        self.data["seen"] = self.state


def state_of(*entities: Entity) -> str:
    """What of entities an editor may have changed: their fields, names and ties."""
    digest = hashlib.sha256()
    for entity in entities:
        rows: tuple[models.QuerySet, ...] = (entity.names, entity.links, entity.linked_from)  # type: ignore[assignment]
        parts = [list(some.order_by("pk").values_list()) for some in rows]
        digest.update(repr([entity.pk, entity.version, parts]).encode())
    return digest.hexdigest()[:16]


def merging(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    gone = entity_at(model_admin, request, object_id)
    kept = Entity.objects.filter(slug=request.GET.get("into", "")).first()
    if kept is None:
        return _choosing(model_admin, request, gone)
    try:
        return _confirming(model_admin, request, kept, gone)
    except ValidationError as refusal:
        return _choosing(model_admin, request, gone, refused=" ".join(refusal.messages))
    except Conflict:  # between the look at the two and the merge; the form, asked again, says so
        gone = entity_at(model_admin, request, object_id)
        return _confirming(model_admin, request, Entity.objects.get(pk=kept.pk), gone)


def entity_at(model_admin: Any, request: HttpRequest, object_id: str) -> Entity:
    entity = model_admin.get_object(request, unquote(object_id))
    if entity is None:
        raise Http404
    return entity


def _choosing(
    model_admin: Any, request: HttpRequest, gone: Entity, refused: str = ""
) -> HttpResponse:
    """Into which? Those of its kind that are like it, or that have a name searched for."""
    words = request.GET.get("q", "").strip()
    others = Entity.objects.of_kind(gone.kind).exclude(pk=gone.pk)
    if words:
        found = list(named_like(others, words).by_name()[:OFFERED_MAX])
    else:
        found = [like.other for like in likenesses(gone) if like.other.kind == gone.kind]
    context = {"words": words, "found": found, "refused": refused, "most": OFFERED_MAX}
    title = f"Merge {described(gone)} into…"
    return page(model_admin, request, "admin/merge_into.html", gone, title=title, **context)


def _confirming(model_admin: Any, request: HttpRequest, kept: Entity, gone: Entity) -> HttpResponse:
    preview = MergePreview.of(kept, gone)
    form = MergeForm(preview, request.POST if request.method == "POST" else None)
    if form.is_valid():
        values = form.cleaned_data
        with transaction.atomic():
            merge(kept, gone, by=editor(request), form=values["becomes"], reason=values["reason"])
        model_admin.message_user(request, _said(kept, gone), messages.SUCCESS)
        return redirect(address_of(kept))
    title = f"Merge {described(gone)} into {described(kept)}"
    context = {"title": title, "kept": kept, "preview": preview, "form": form}
    return page(model_admin, request, "admin/merge.html", gone, **context)


def _said(kept: Entity, gone: Entity) -> str:
    change = kept.changes.newest().first()
    return format_html(
        '“{}” is merged into <a href="{}">{}</a>. <a href="{}">Change {}</a> can be undone.',
        *(gone, address_of(kept), kept),
        *(reverse("admin:articles_change_change", args=[change.pk]), change.pk),
    )


def address_of(entity: Entity, what: str = "change") -> str:
    return reverse(f"admin:articles_entity_{what}", args=[entity.pk])


def page(
    model_admin: Any, request: HttpRequest, template: str, entity: Entity, **context: Any
) -> HttpResponse:
    """A page of the admin below that of an entity."""
    whole = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "entity": entity,
        "media": model_admin.media,
        **context,
    }
    return TemplateResponse(request, template, whole)


@admin.action(description="Merge the two chosen…", permissions=["merge"])
def merge_chosen(
    model_admin: Any, request: HttpRequest, entities: models.QuerySet
) -> HttpResponse | None:
    """From the list: the one with fewer articles goes, which the next page can turn round."""
    two = list(entities.annotate(n=models.Count("tagged")).order_by("n", "-pk")[:3])
    if len(two) != 2:
        model_admin.message_user(request, "Choose two entities to merge.", messages.ERROR)
        return None
    gone, kept = two
    return redirect(f"{address_of(gone, 'merge')}?into={kept.slug}")
