"""What is only looked at: changes, sign-ins, revisions, old addresses, the archive."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from articles.models import Archive, AuthEvent, Change, Redirect, Revision

from .recorded import ReadOnlyAdmin


def shown(value: Any) -> str:
    """A field's value as it is read: lists in a row, nothing as a dash."""
    if isinstance(value, list):
        return ", ".join(shown(one) for one in value) or "–"
    return "–" if value in ("", None) else str(value)


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["number", "at", "by", "action", "what", "reason"]
    list_filter = ["action", ("by", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["article__headline", "entity__name", "source__name", "reason"]
    date_hierarchy = "at"
    fields = ["number", "at", "by", "action", "what", "reason", "undoes", "parts_in_words"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Change]:
        changes = super().get_queryset(request).for_reading().defer("article__text")
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return changes.defer("parts") if is_list else changes

    @admin.display(description="what", empty_value="–")
    def what(self, change: Change) -> str | None:
        row = change.article or change.entity or change.source
        if row is None:
            return None
        address = reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, row)

    @admin.display(description="parts")
    def parts_in_words(self, change: Change) -> str:
        rows = format_html_join(
            "",
            "<tr><td>{} {}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            (
                (part["model"], " / ".join(map(str, part["key"])), part["did"], name, old, new)
                for part in change.parts
                for name, old, new in _differences(part)
            ),
        )
        return format_html(
            '<div class="parts"><table><thead><tr><th scope="col">What</th><th scope="col">Did</th>'
            '<th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr>'
            "</thead><tbody>{}</tbody></table></div>",
            rows,
        )


def _differences(part: dict[str, Any]) -> list[tuple[str, str, str]]:
    before, after = part.get("before", {}), part.get("after", {})
    names = [
        name
        for name in (after or before)
        if part["did"] == "changed" or shown_at_all(after, before, name)
    ]
    return [(name, shown(before.get(name)), shown(after.get(name))) for name in names] or [
        ("", "", "")
    ]


def shown_at_all(after: dict[str, Any], before: dict[str, Any], name: str) -> bool:
    """Of a new or removed row the empty fields say nothing."""
    return (after or before)[name] not in ("", None, [])


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ["headline", "number", "made_at", "made_by", "reason"]
    search_fields = ["headline", "article__slug"]
    date_hierarchy = "made_at"
    ordering = ["-made_at", "-pk"]
    fields = [
        "article",
        "number",
        "headline",
        "text",
        "reason",
        "notice",
        "made_at",
        "made_by",
        "sha256",
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Revision]:
        revisions = super().get_queryset(request).select_related("article", "made_by")
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return revisions.defer("text", "article__text") if is_list else revisions


@admin.register(Redirect)
class RedirectAdmin(ReadOnlyAdmin):
    list_display = ["slug", "noun", "leads_to"]
    list_filter = ["noun"]
    search_fields = ["slug"]
    fields = ["noun", "slug", "leads_to"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Redirect]:
        rows = super().get_queryset(request).select_related("article", "entity", "source")
        return rows.defer("article__text")

    @admin.display(description="leads to")
    def leads_to(self, old: Redirect) -> models.Model:
        return old.article or old.entity or old.source


@admin.register(AuthEvent)
class AuthEventAdmin(ReadOnlyAdmin):
    """For chief editors and those who run the archive. Not of the log: it is forgotten in time."""

    list_display = ["at", "kind", "username", "address", "asked"]
    list_filter = ["kind"]
    search_fields = ["username", "address"]
    date_hierarchy = "at"
    fields = ["at", "kind", "username", "user", "address", "method", "path"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[AuthEvent]:
        return super().get_queryset(request).select_related("user")

    @admin.display(description="asked for", ordering="path")
    def asked(self, event: AuthEvent) -> str:
        return f"{event.method} {event.path}"


@admin.register(Archive)
class ArchiveAdmin(ReadOnlyAdmin):
    list_display = ["uid", "last_change"]
    fields = ["uid", "last_change"]
