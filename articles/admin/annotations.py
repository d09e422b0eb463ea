"""Annotations: an editor gives the words; where they stand is found, or asked when it is open."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest

from articles import anchors
from articles.models import (
    Action,
    Annotation,
    AnnotationKind,
    Article,
    Conflict,
    Field,
    Record,
    State,
    recording,
)

from .choosing import ChoosesEntities
from .recorded import RecordedAdmin, RecordedForm, editor

CONTEXT = 60


class Place(NamedTuple):
    """Where words stand in an article; as `key` it goes through a form."""

    field: Field
    start: int
    end: int

    @property
    def key(self) -> str:
        return f"{self.field}-{self.start}-{self.end}"

    def in_context(self, article: Article) -> str:
        words = getattr(article, self.field)
        before = words[max(0, self.start - CONTEXT) : self.start]
        after = words[self.end : self.end + CONTEXT]
        where = "Headline: " if self.field == Field.HEADLINE else ""
        dots = ("…" if self.start > CONTEXT else "", "…" if self.end + CONTEXT < len(words) else "")
        return f"{where}{dots[0]}{before}[{words[self.start : self.end]}]{after}{dots[1]}"


def places(article: Article, words: str, before: str = "") -> list[Place]:
    """Where the words occur in headline and text, in reading order; if given, after `before`."""
    found = []
    for field in Field:
        text = getattr(article, field)
        for start, end in sorted(anchors.find_spans(text, words)):
            context = text[max(0, start - 2 * len(before) - 2) : start].rstrip()
            if not before or (
                anchors.find_spans(context, before)[-1:] and _ends_with(context, before)
            ):
                found.append(Place(field, start, end))
    return found


def _ends_with(text: str, words: str) -> bool:
    return any(end == len(text) for _, end in anchors.find_spans(text, words))


class AnnotationForm(RecordedForm):
    together = (("words", "words_before", "place"), ("entity", "form"))
    logged_as = {"words": ("exact", "field", "start", "is_orphaned")}
    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="As they stand in the headline or the text.",
    )
    words_before = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="What stands right before them. Only for words that occur more than once.",
    )
    place = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Annotation
        fields = ["article", "kind", "state", "entity", "form", "value", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.at: Place | None = None
        if self.instance.pk:
            self.fields["words"].initial = self.instance.exact
            if self.instance.is_orphaned:
                self._ask(places(self.instance.article, self.instance.exact), "Without a place")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        article = self.cleaned_data.get("article") or getattr(self.instance, "article", None)
        words = self.cleaned_data.get("words")
        if article and words and self._is_to_be_placed(words):
            self._find(article, words, self.cleaned_data.get("words_before", ""))
        return cleaned

    def _is_to_be_placed(self, words: str) -> bool:
        is_new = not self.instance.pk or words != self.instance.exact.strip()
        return is_new or bool({"words_before", "place"} & set(self.changed_data))

    def _find(self, article: Article, words: str, before: str) -> None:
        found = places(article, words, before)
        chosen = [place for place in found if place.key == self.cleaned_data.get("place")]
        if len(found) == 1 or chosen:
            self.at = (chosen or found)[0]
        elif found:
            self._ask(found)
            self.add_error("place", f"These words occur {len(found)} times. Which are meant?")
        elif before and places(article, words):
            self.add_error("words_before", f"“{words}” does not stand right after these words.")
        else:
            self.add_error("words", f"“{words}” does not occur in “{article}”.")

    def _ask(self, found: list[Place], none: str = "") -> None:
        article = self.cleaned_data["article"] if self.is_new else self.instance.article
        choices = [("", none)] if none else []
        choices += [(place.key, place.in_context(article)) for place in found]
        self.fields["place"].widget = forms.RadioSelect(choices=choices)
        self["place"].label = f"Which of the {len(found)}?"

    @property
    def is_new(self) -> bool:
        return not self.instance.pk

    def complete(self) -> None:
        if self.at is not None:
            words = getattr(self.instance.article, self.at.field)
            span = self.at.start, self.at.end
            self.instance.field = self.at.field
            self.instance.settle(*span, *anchors.describe(words, *span))


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
        by_article: dict[Article, list[Annotation]] = {}
        for annotation in annotations.exclude(state=state).order_by("article", "pk"):
            by_article.setdefault(annotation.article, []).append(annotation)
        count = 0
        try:
            with transaction.atomic():
                for article, rows in by_article.items():
                    with recording(Action.REVIEWED, by=editor(request), article=article):
                        for annotation in rows:
                            article.review(annotation, state, by=editor(request))
                            count += 1
        except Conflict as conflict:
            self.message_user(request, f"{conflict} Nothing was saved.", messages.ERROR)
        else:
            self.message_user(request, f"{count} annotations {state}.", messages.SUCCESS)
