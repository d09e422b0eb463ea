"""Annotations: an editor gives the words; where they stand is found, or asked when it is open."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from articles.models import (
    Action,
    Annotation,
    AnnotationKind,
    Conflict,
    Field,
    Record,
    State,
)
from articles.pages.places import Place, places

from .choosing import ChoosesEntities
from .consistency import consistency
from .evidence import EvidenceChoices
from .placing import PlacedForm
from .recorded import RecordedAdmin, editor
from .review import review
from .reviewing import SinceForm, review_many


class AnnotationForm(PlacedForm):
    together = (("words", "words_before", "place"), ("entity", "form"))
    logged_as = {"words": ("exact", "field", "start", "is_orphaned")}

    class Meta:
        model = Annotation
        fields = ["article", "kind", "state", "entity", "form", "value", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.fields["words"].initial = self.instance.exact
            if self.instance.is_orphaned:
                found = places(self.instance.article, self.instance.exact)
                if found:
                    self.ask(self.instance.article, found, "Without a place")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        article = self.cleaned_data.get("article") or getattr(self.instance, "article", None)
        words = self.cleaned_data.get("words")
        if article and words and self._is_to_be_placed(words):
            self.find(article)
        return cleaned

    def _is_to_be_placed(self, words: str) -> bool:
        if self.is_new or words != self.instance.exact.strip():
            return True
        return any(self.cleaned_data.get(name) for name in ("words_before", "place"))

    def complete(self) -> None:
        self.settle(self.instance)


class WhereIs(admin.SimpleListFilter):
    title = "place"
    parameter_name = "place"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("orphaned", "Lost its words"), ("anchored", "On its words")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() in ("orphaned", "anchored"):
            return queryset.filter(is_orphaned=self.value() == "orphaned")
        return queryset


@admin.register(Annotation)
class AnnotationAdmin(ChoosesEntities, RecordedAdmin):
    form = AnnotationForm
    only_in_form = ("seen", "words", "words_before", "place")
    list_display = ["quoted", "kind", "of", "state", "standing", "article", "created_by", "made"]
    list_display_links = ["quoted"]
    list_filter = ["kind", "state", WhereIs, "form"]
    search_fields = ["exact", "note", "entity__name", "article__headline"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["article"]
    actions = ["accept", "reject"]
    action_form = SinceForm
    new_fieldsets = [
        (None, {"fields": ["article", "kind", "words", "words_before", "place", "seen"]}),
        ("What they say", {"fields": ["entity", "form", "value", "note", "state"]}),
    ]
    fieldsets = [
        (None, {"fields": ["article", "kind", "where", "words", "words_before", "place", "seen"]}),
        ("What they say", {"fields": ["entity", "form", "value", "note", "state"]}),
        ("About it", {"fields": ["uid", "made_on", "created_by", "created_at"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None):
        return super().get_fieldsets(request, obj) if obj else self.new_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        about = ["where", "uid", "made_on", "created_by", "created_at"]
        return ["article", "kind", *about] if obj else []

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Annotation]:
        rows = super().get_queryset(request)
        rows = rows.select_related("article", "entity", "created_by", "made_on__article")
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        heavy = ["article__text", "made_on__text", "made_on__article__text"]
        return rows.defer(*heavy) if is_list else rows

    def get_ordering(self, request: HttpRequest) -> Any:
        """The newest first; those of one article as they are read."""
        if "article__id__exact" in request.GET:
            return ["field", "start", "-end", "uid"]
        return ["-created_at", "-pk"]

    def get_urls(self) -> list[URLPattern]:
        choices = EvidenceChoices.as_view(admin_site=self.admin_site)
        pages = {
            "choices": choices,
            "suggested": self.suggested_view,
            "consistency": self.consistency_view,
        }
        return [
            *(
                path(
                    f"{name}/", self.admin_site.admin_view(view), name=f"articles_annotation_{name}"
                )
                for name, view in pages.items()
            ),
            *super().get_urls(),
        ]

    def suggested_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return review(self, request)

    def consistency_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return consistency(self, request)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        if request.GET.get("field_name") in ("evidence", "cue"):
            queryset = queryset.filter(kind=AnnotationKind.EVIDENCE)
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="words", ordering="exact")
    def quoted(self, annotation: Annotation) -> str:
        return str(annotation)

    @admin.display(description="entity", ordering="entity__sort_key")
    def of(self, annotation: Annotation) -> str:
        entity = annotation.entity
        return f"{entity.name} ({entity.kind})" if entity else "–"

    @admin.display(description="place", ordering="is_orphaned")
    def standing(self, annotation: Annotation) -> str:
        return "lost" if annotation.is_orphaned else f"{annotation.field} {annotation.start}"

    @admin.display(description="made", ordering="created_at")
    def made(self, annotation: Annotation) -> Any:
        return annotation.created_at

    @admin.display(description="where")
    def where(self, annotation: Annotation) -> str:
        if annotation.is_orphaned:
            return "Nowhere: the text was corrected, and the words are gone or no longer certain."
        place = Place(Field(annotation.field), annotation.start or 0, annotation.end or 0)
        return place.in_context(annotation.article)

    # --- Saving -----------------------------------------------------------------------------

    def held(self, obj: Any) -> models.Model:
        return obj.article

    def whole(self, obj: Any) -> dict[str, Any]:
        return {"article": obj.article}

    def act(self, form: Any, formsets: Any, change: bool) -> tuple[Action, str]:
        is_review = change and "state" in form.changed_data
        return (Action.REVIEWED if is_review else Action.ANNOTATED), ""

    def save_whole(self, request: HttpRequest, form: Any, record: Record, change: bool) -> None:
        annotation = form.instance
        annotation.article.mark(annotation, by=editor(request), at=form.at)

    # --- Many at once -----------------------------------------------------------------------

    def has_accept_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.accept_annotations")

    @admin.action(description="Accept the chosen", permissions=["accept"])
    def accept(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._review(request, queryset, State.ACCEPTED)

    @admin.action(description="Reject the chosen", permissions=["accept"])
    def reject(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._review(request, queryset, State.REJECTED)

    def _review(self, request: HttpRequest, annotations: models.QuerySet, state: State) -> None:
        """One change an article, however many of its annotations are chosen."""
        opened = request.POST.get("opened", "")
        if not (opened.isascii() and opened.isdigit() and len(opened) < 19):
            self.message_user(request, "Open the list anew. Nothing was saved.", messages.ERROR)
            return
        rows = annotations.exclude(state=state).order_by("article", "pk")
        try:
            with transaction.atomic():
                reviewed = review_many(rows, state, since=int(opened), by=editor(request))
        except Conflict as conflict:
            self.message_user(request, f"{conflict} Nothing was saved.", messages.ERROR)
            return
        self.message_user(request, f"{reviewed.count} annotations {state}.", messages.SUCCESS)
        if reviewed.left:
            self.message_user(request, reviewed.told, messages.WARNING)
