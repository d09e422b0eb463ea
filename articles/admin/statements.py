"""Claims and relations. Both rest on words: an annotation of the kind evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from articles.models import Action, Annotation, AnnotationKind, Claim, Record, Relation
from articles.models.plover import CONTEXTS

from .choosing import ChoosesEntities
from .recorded import RecordedAdmin, RecordedForm, editor


class StatementAdmin(ChoosesEntities, RecordedAdmin):
    list_select_related = ["evidence__article"]
    date_hierarchy = "evidence__created_at"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request).select_related("evidence__article")
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return rows.defer("evidence__article__text") if is_list else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["evidence"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("evidence", "cue"):
            kwargs["queryset"] = Annotation.objects.filter(kind=AnnotationKind.EVIDENCE)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="words", ordering="evidence__exact")
    def words(self, statement: Claim | Relation) -> str:
        return str(statement.evidence)

    @admin.display(description="article", ordering="evidence__article__headline")
    def article(self, statement: Claim | Relation) -> str:
        return statement.evidence.article.headline

    def held(self, obj: Any) -> models.Model:
        return obj.evidence.article

    def whole(self, obj: Any) -> dict[str, Any]:
        return {"article": obj.evidence.article}

    def act(self, form: Any, formsets: Any, change: bool) -> tuple[Action, str]:
        return Action.STATED, ""


class ClaimForm(RecordedForm):
    together = (("via", "via_inherited"),)

    class Meta:
        model = Claim
        fields = ["evidence", "cue", "speakers", "mode", "via", "via_inherited", "about", "note"]


@admin.register(Claim)
class ClaimAdmin(StatementAdmin):
    form = ClaimForm
    fields = [*ClaimForm.Meta.fields, "seen"]
    autocomplete_fields = ["evidence", "cue"]
    list_display = ["words", "said_by", "mode", "article"]
    list_filter = ["mode"]
    search_fields = ["evidence__exact", "speakers__name", "note"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("speakers")

    @admin.display(description="speakers")
    def said_by(self, claim: Claim) -> str:
        return ", ".join(speaker.name for speaker in claim.speakers.all())

    def save_whole(self, request: HttpRequest, form: Any, record: Record, change: bool) -> None:
        claim = form.instance
        claim.evidence.article.state_claim(
            claim,
            by=editor(request),
            speakers=form.cleaned_data["speakers"],
            about=form.cleaned_data["about"],
        )


class RelationForm(RecordedForm):
    contexts = forms.MultipleChoiceField(
        choices=[(name, name.replace("_", " ")) for name in CONTEXTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Relation
        fields = [
            *("kind", "evidence", "actors", "action", "targets", "category", "mode", "contexts"),
            *("state", "status", "time", "certainty", "claim", "note"),
        ]


@admin.register(Relation)
class RelationAdmin(StatementAdmin):
    form = RelationForm
    fields = [*RelationForm.Meta.fields, "seen"]
    autocomplete_fields = ["evidence", "claim"]
    list_display = ["action", "who", "whom", "category", "status", "article"]
    list_filter = ["kind", "status", "certainty", "category"]
    search_fields = ["evidence__exact", "action", "actors__name", "targets__name", "note"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("actors", "targets")

    @admin.display(description="actors")
    def who(self, relation: Relation) -> str:
        return ", ".join(actor.name for actor in relation.actors.all())

    @admin.display(description="targets")
    def whom(self, relation: Relation) -> str:
        return ", ".join(target.name for target in relation.targets.all())

    def save_whole(self, request: HttpRequest, form: Any, record: Record, change: bool) -> None:
        relation = form.instance
        relation.evidence.article.state_relation(
            relation,
            by=editor(request),
            actors=form.cleaned_data["actors"],
            targets=form.cleaned_data["targets"],
        )
