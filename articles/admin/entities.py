"""Entities, with their other names and their ties; how they are renamed, merged and split."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join

from articles.models import (
    Entity,
    EntityLink,
    EntityName,
    Record,
    known_names,
    rename,
    track_records,
)
from articles.pages.named import named_like
from articles.suggest import TrackRecord
from articles.text import ascii_slug

from .choosing import ChoosesEntities, EntityChoices, PartForm, PartFormSet
from .duplicates import duplicates, warn
from .merging import merge_chosen, merging
from .recorded import RecordedAdmin, RecordedForm, editor
from .splitting import splitting


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


class EntityForm(RecordedForm):
    keeps_old_name = forms.BooleanField(
        required=False,
        label="Keep the old name",
        help_text="When you change the name: the one until now stays, as a former name.",
    )

    class Meta:
        model = Entity
        fields = [
            *("name", "kind", "slug", "description", "sector", "is_listed"),
            *("iso2", "iso3", "iso_numeric", "wikidata"),
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and "slug" in self.fields:
            said = "Its address. If you change it, the old one leads here for good."
            self.fields["slug"].help_text = said

    def clean_slug(self) -> str:
        """An address is changed, never taken away."""
        slug = self.cleaned_data["slug"] or self.instance.slug
        if slug and slug != (proper := ascii_slug(slug)):
            raise ValidationError(f"Small letters, digits and hyphens, such as “{proper}”.")
        return slug


def _what_follows(record: TrackRecord) -> str:
    if record.is_silent:
        return "; mostly rejected, so it is suggested no more"
    return "; mostly accepted, so it may be accepted with others at once" * record.is_safe


@admin.register(Entity)
class EntityAdmin(RecordedAdmin):
    noun = "entity"
    form = EntityForm
    only_in_form = ("seen", "keeps_old_name")
    list_display = ["name", "kind", "iso2", "description", "slug"]
    list_filter = ["kind", "sector", "is_listed"]
    search_fields = ["name"]  # and every other name: see get_search_results
    search_help_text = "A name or alias, an ISO code, a Wikidata id or a slug."
    inlines = [NameInline, LinkInline]
    actions = [merge_chosen]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("name", "keeps_old_name", "kind", "slug"),
                    *("description", "sector", "is_listed", "seen"),
                ]
            },
        ),
        ("Codes", {"fields": ["iso2", "iso3", "iso_numeric", "wikidata"]}),
        ("Its names in the texts", {"fields": ["in_texts"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj:
            return fieldsets
        (title, options), *rest = fieldsets[:-1]
        fields = [name for name in options["fields"] if name != "keeps_old_name"]
        return [(title, options | {"fields": fields}), *rest]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["in_texts"] if obj else []

    @admin.display(description="accepted and rejected")
    def in_texts(self, entity: Entity) -> str:
        """What became of each name so far, and what follows for its suggestions."""
        mine = [entity.pk]
        rows = (
            (name.words, str(name.record), _what_follows(name.record))
            for name in known_names(track_records(mine), mine)
            if name.record.decided
        )
        told = format_html_join("", "<li><bdi>{}</bdi>: {}{}</li>", rows)
        return format_html('<ul class="records">{}</ul>', told) if told else "Nothing yet."

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        return (named_like(queryset, search_term) if search_term.strip() else queryset), False

    # --- Saving -----------------------------------------------------------------------------

    def save_whole(self, request: HttpRequest, form: Any, record: Record, change: bool) -> None:
        if change:
            keeps = form.cleaned_data["keeps_old_name"]
            rename(form.instance, by=editor(request), keeps_old_name=keeps)
        else:
            record.save(form.instance)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        if "_continue" not in request.POST:
            warn(self, request, obj)
        return super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_continue" not in request.POST:
            warn(self, request, obj)
        return super().response_change(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any):
        if context.get("original"):
            context["may_merge"] = self.has_merge_permission(request)
            warn(self, request, context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Merging and splitting --------------------------------------------------------------

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.merge_entity")

    def get_urls(self) -> list[URLPattern]:
        choices = EntityChoices.as_view(admin_site=self.admin_site)
        pages = {
            "choices/": (choices, "choices"),
            "duplicates/": (self.duplicates_view, "duplicates"),
            "<path:object_id>/merge/": (self.merge_view, "merge"),
            "<path:object_id>/split/": (self.split_view, "split"),
        }
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"articles_entity_{name}")
                for route, (view, name) in pages.items()
            ),
            *super().get_urls(),
        ]

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return duplicates(self, request)

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        return merging(self, request, object_id)

    def split_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        return splitting(self, request, object_id)
