"""Claims and relations. Both rest on words: an annotation of the kind evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from articles.models import Action, Annotation, AnnotationKind, Article, Claim, Record, Relation
from articles.models.plover import CONTEXTS

from .choosing import ChoosesEntities, SturdySelect
from .evidence import EvidenceSelect, in_context
from .placing import PlacedForm
from .recorded import RecordedAdmin, editor

EVIDENCE = ["article", "words", "words_before", "place", "evidence"]


class StatementForm(PlacedForm):
    """A new statement rests on words, which it marks itself, or on evidence that is there."""

    article = forms.ModelChoiceField(
        Article.objects.defer("text"),
        required=False,
        widget=SturdySelect(Annotation._meta.get_field("article"), admin.site),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].required = False
        if not self.is_new:
            for name in set(EVIDENCE) & set(self.fields):
                del self.fields[name]
        elif "evidence" in self.fields:
            self.fields["evidence"].required = False
            self.fields["evidence"].help_text = "Instead of words: evidence that is marked already."

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_new and not self.cleaned_data.get("evidence") and "evidence" not in self.errors:
            self._find_evidence()
        return cleaned

    def _find_evidence(self) -> None:
        article, words = self.cleaned_data.get("article"), self.cleaned_data.get("words")
        if article and words:
            self.find(article)
        for name in ("article", "words"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, "On which words does it rest?")

    def complete(self) -> None:
        if self.at is not None:
            article = self.cleaned_data["article"]
            self.instance.evidence = Annotation(article=article, kind=AnnotationKind.EVIDENCE)
            self.settle(self.instance.evidence)


class StatementAdmin(ChoosesEntities, RecordedAdmin):
    list_select_related = ["evidence__article"]
    date_hierarchy = "evidence__created_at"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request).select_related("evidence__article")
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return rows.defer("evidence__article__text") if is_list else rows

    def get_fieldsets(self, request: HttpRequest, obj: Any = None):
        rest = [name for name in self.fields if name != "evidence"]
        if obj:
            return [(None, {"fields": ["article", "where", *rest]})]
        return [("Words that it rests on", {"fields": EVIDENCE}), (None, {"fields": rest})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["article", "where"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("evidence", "cue"):
            kwargs["queryset"] = Annotation.objects.filter(kind=AnnotationKind.EVIDENCE)
            kwargs["widget"] = EvidenceSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="words", ordering="evidence__exact")
    def words(self, statement: Claim | Relation) -> str:
        return str(statement.evidence)

    @admin.display(description="article", ordering="evidence__article__headline")
    def article(self, statement: Claim | Relation) -> str:
        return statement.evidence.article.headline

    @admin.display(description="words that it rests on")
    def where(self, statement: Claim | Relation) -> str:
        address = reverse("admin:articles_annotation_change", args=[statement.evidence_id])
        return format_html('<a href="{}">{}</a>', address, in_context(statement.evidence))

    def held(self, obj: Any) -> models.Model:
        return obj.evidence.article

    def whole(self, obj: Any) -> dict[str, Any]:
        return {"article": obj.evidence.article}

    def act(self, form: Any, formsets: Any, change: bool) -> tuple[Action, str]:
        return Action.STATED, ""

    def save_evidence(self, request: HttpRequest, form: Any) -> None:
        evidence = form.instance.evidence
        if evidence.pk is None:
            evidence.article.mark(evidence, by=editor(request), at=form.at)
            form.instance.evidence = evidence  # once more, for its number


class ClaimForm(StatementForm):
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
        self.save_evidence(request, form)
        claim.evidence.article.state_claim(
            claim,
            by=editor(request),
            speakers=form.cleaned_data["speakers"],
            about=form.cleaned_data["about"],
        )


class RelationForm(StatementForm):
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
        self.save_evidence(request, form)
        relation.evidence.article.state_relation(
            relation,
            by=editor(request),
            actors=form.cleaned_data["actors"],
            targets=form.cleaned_data["targets"],
        )
