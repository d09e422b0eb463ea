"""Entities that may be one: a page of them all, and what an entity's own page says of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html

from articles.models import Entity
from articles.models.likeness import likenesses, possible_duplicates
from articles.pages.named import described
from articles.text import mixed_script

from .merging import address_of


def duplicates(model_admin: Any, request: HttpRequest) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Possible duplicates",
        "reasons": possible_duplicates(),
        "may_merge": model_admin.has_merge_permission(request),
    }
    return TemplateResponse(request, "admin/duplicates.html", context)


def warn(model_admin: Any, request: HttpRequest, entity: Entity) -> None:
    """Say what an entity may be taken for; it is saved all the same."""
    if mixed_script(entity.name):
        said = f"“{entity}” mixes letters of several alphabets in one word."
        model_admin.message_user(request, said, messages.WARNING)
    for likeness in likenesses(entity):
        link = address_of(likeness.other)
        said = format_html(
            '“{}” {} <a href="{}">{}</a>.', entity, likeness.why, link, described(likeness.other)
        )
        model_admin.message_user(request, said, messages.WARNING)
