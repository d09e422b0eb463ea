"""Entities, with their other names and their ties."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, path

from articles.models import Entity, EntityLink, EntityName

from .choosing import ChoosesEntities, EntityChoices, PartForm, PartFormSet, named_like
from .recorded import RecordedAdmin


class NameForm(PartForm):
    identity = ("name",)

    class Meta:
        fields = ["name", "form"]


class NameInline(admin.TabularInline):
    model = EntityName
    parent_field = "entity"
    form = NameForm
    formset = PartFormSet
    extra = 1
    verbose_name_plural = "other names"


class LinkForm(PartForm):
    settled = "target"
    identity = ("tie", "target", "label")

    class Meta:
        fields = ["tie", "target", "label"]


class LinkInline(ChoosesEntities, admin.TabularInline):
    model = EntityLink
    fk_name = "entity"
    form = LinkForm
    formset = PartFormSet
    extra = 1
    verbose_name_plural = "ties to other entities"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[EntityLink]:
        return super().get_queryset(request).select_related("target")


@admin.register(Entity)
class EntityAdmin(RecordedAdmin):
    noun = "entity"
    list_display = ["name", "kind", "iso2", "description", "slug"]
    list_filter = ["kind", "sector", "is_listed"]
    search_fields = ["name"]  # and every other name: see get_search_results
    search_help_text = "A name or alias, an ISO code, a Wikidata id or a slug."
    inlines = [NameInline, LinkInline]
    fieldsets = [
        (None, {"fields": ["name", "kind", "slug", "description", "sector", "is_listed", "seen"]}),
        ("Codes", {"fields": ["iso2", "iso3", "iso_numeric", "wikidata"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        return (named_like(queryset, search_term) if search_term.strip() else queryset), False

    def get_urls(self) -> list[URLPattern]:
        choices = EntityChoices.as_view(admin_site=self.admin_site)
        return [
            path("choices/", self.admin_site.admin_view(choices), name="articles_entity_choices"),
            *super().get_urls(),
        ]
