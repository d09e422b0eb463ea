"""The log: what was done, in plain words, and the button that undoes it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from articles.models import Change, may_undo
from articles.pages.plain_words import describe, known_in

from .parts import parts_table
from .recorded import ReadOnlyAdmin, editor
from .undo_link import address_of
from .undoing import in_words, undoing

PHRASES = 4


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["number", "at", "by", "what", "did", "reason"]
    list_filter = ["action", ("by", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["article__headline", "entity__name", "source__name", "reason"]
    date_hierarchy = "at"
    fields = ["number", "at", "by", "what", "done", "reason", "undone", "field_by_field"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Change]:
        changes = super().get_queryset(request).for_reading().defer("article__text")
        return changes.select_related("undone_by").defer("undone_by__parts")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With what each change of the page did, found out for all of them together."""
        listing = super().get_changelist_instance(request)
        listing.result_list = list(listing.result_list)
        known = known_in(listing.result_list, for_readers=False)
        for change in listing.result_list:
            change.phrases = describe(change, known)
        return listing

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [
            path("<path:object_id>/undo/", view, name="articles_change_undo"),
            *super().get_urls(),
        ]

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return undoing(self, request, object_id)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        is_undone = hasattr(obj, "undone_by")
        context["may_undo"] = not is_undone and may_undo(editor(request), obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- What is shown --------------------------------------------------------------------------

    @admin.display(description="what", empty_value="–")
    def what(self, change: Change) -> str | None:
        row = change.article or change.entity or change.source
        if row is None:
            return None
        address = reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, row)

    @admin.display(description="did")
    def did(self, change: Any) -> str:
        phrases, more = change.phrases[:PHRASES], len(change.phrases) - PHRASES
        said = "; ".join([*phrases, *([f"and {more} more"] if more > 0 else [])])
        return f"{said} (undone)" if hasattr(change, "undone_by") else said

    @admin.display(description="did")
    def done(self, change: Change) -> str:
        phrases = ((phrase,) for phrase in in_words(change))
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", phrases))

    @admin.display(description="undone")
    def undone(self, change: Change) -> str:
        if not hasattr(change, "undone_by"):
            return "no"
        by = change.undone_by
        return format_html('by <a href="{}">change {}</a>', address_of(by), by.pk)

    @admin.display(description="field by field")
    def field_by_field(self, change: Change) -> str:
        return parts_table(change.parts)
