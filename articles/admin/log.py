"""What is only looked at: sign-ins, revisions, old addresses, the archive."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from articles.models import Archive, AuthEvent, Redirect, Revision

from .recorded import ReadOnlyAdmin


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
