"""Articles with their tags. Words are corrected with a reason; status has a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Count, Q
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime

from articles.models import Action, AnnotationKind, Article, Field, Record, State, TaggedEntity
from articles.pages.plain_words import who
from articles.templatetags.printing import day_words

from .article_list import (
    ArticleList,
    FromSource,
    InLanguage,
    KeepsItsList,
    Mine,
    Standing,
    Tagged,
    TaggedWithCountry,
    searched,
)
from .choosing import ChoosesEntities, PartForm, PartFormSet
from .correcting import LOOK, CorrectionForm, correct, leave_out_look
from .importing import importing
from .many_published import publish_many
from .many_tagged import tag_many
from .orphans import orphans
from .pasting import paste
from .preview import preview
from .publishing import publishing
from .recorded import RecordedAdmin, editor

ADDED = (AnnotationKind.MENTION, AnnotationKind.NOTE, AnnotationKind.TIME)


class TagForm(PartForm):
    settled = "tag"
    identity = ("tag",)

    class Meta:
        fields = ["tag", "role", "salience"]


class TagFormSet(PartFormSet):
    def clean(self) -> None:
        super().clean()
        going = [form.instance for form in self.initial_forms if self._should_delete_form(form)]
        told = [
            f"{tag.tag} ({tag.mentions_count})"
            for tag in going
            if getattr(tag, "mentions_count", 0)
        ]
        if told and "reject_mentions" not in self.data:
            raise ValidationError(
                f"To remove a tag is to reject its mentions: {', '.join(told)}. Tick “Reject their "
                "mentions” below, or keep the tag."
            )


class TagInline(ChoosesEntities, admin.TabularInline):
    model = TaggedEntity
    parent_field = "content_object"
    form = TagForm
    formset = TagFormSet
    template = "admin/articles/article/tags.html"
    fields = ["tag", "role", "salience", "mentions"]
    readonly_fields = ["mentions"]
    extra = 1

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[TaggedEntity]:
        mentions = Q(
            tag__mentions__article=models.F("content_object"), tag__mentions__state=State.ACCEPTED
        )
        tags = super().get_queryset(request).most_salient()
        return tags.annotate(mentions_count=Count("tag__mentions", filter=mentions))

    @admin.display(description="mentions")
    def mentions(self, tag: TaggedEntity) -> str:
        return str(getattr(tag, "mentions_count", ""))


def added_to(article: Article) -> Iterator[tuple[str, str]]:
    """Where an annotation or a statement is added that stands in this article."""
    for noun, kind in (*(("annotation", kind) for kind in ADDED), ("claim", ""), ("relation", "")):
        asked = {"article": article.pk} | ({"kind": kind} if kind else {})
        yield f"{reverse(f'admin:articles_{noun}_add')}?{urlencode(asked)}", kind or noun


class ArticleForm(CorrectionForm):
    together = (("published_on", "date_precision"),)
    by_word = ("headline",)
    reject_mentions = forms.BooleanField(
        required=False,
        label="Reject their mentions",
        help_text="For tags that you remove and that have mentions in the text.",
    )

    class Meta:
        model = Article
        fields = [
            *("headline", "slug", "source", "byline", "dateline", "section", "published_on"),
            *("date_precision", "published_at", "language", "url", "rights", "text"),
        ]


@admin.register(Article)
class ArticleAdmin(KeepsItsList, RecordedAdmin):
    noun = "article"
    form = ArticleForm
    only_in_form = ("seen", "reason", "notice", "reject_mentions")
    list_display = ["headline", "source", "printed", "standing", "tags_count", "last_changed"]
    list_filter = [Standing, Mine, Tagged, FromSource, InLanguage, TaggedWithCountry]
    list_select_related = ["source"]
    search_fields = ["headline"]  # and more than that: see get_search_results
    search_help_text = "Words of the headline, a source, any name of an entity, or an address."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # to count each choice takes seconds
    actions = ["tag", "publish", "withdraw"]
    date_hierarchy = "published_on"
    autocomplete_fields = ["source"]
    inlines = [TagInline]
    about: list[Any] = ["standing", "marks", "word_count", "created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": ["headline", "slug", "source", "byline", "dateline", "section"]}),
        ("Date", {"fields": ["published_on", "date_precision", "published_at"]}),
        ("Text", {"fields": ["language", "text"]}),
        ("Origin", {"fields": ["url", "rights"]}),
        ("On saving", {"fields": ["reason", "notice", "reject_mentions", "seen"]}),
        ("About it", {"fields": about}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:4]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug", *self.about] if obj else []

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Article]:
        articles = super().get_queryset(request)
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return articles.defer("text", "rights") if is_list else articles

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArticleList]:
        return ArticleList

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        return searched(queryset, search_term), False

    @admin.display(description="date", ordering="published_on")
    def printed(self, article: Article) -> str:
        return day_words(article.published_on, article.date_precision)

    @admin.display(description="tags")
    def tags_count(self, article: Article) -> int:
        return getattr(article, "tags_count", 0)

    @admin.display(description="last change", empty_value="–")
    def last_changed(self, article: Article) -> str | None:
        change = getattr(article, "last_change", None)
        if change is None:
            return None
        return f"{localtime(change.at):%-d %b %Y %H:%M} {who(change.by)}"

    @admin.display(description="status", ordering="status")
    def standing(self, article: Article) -> str:
        if article.status == "published" and article.is_embargoed:
            return f"embargoed until {article.embargo_until:%Y-%m-%d %H:%M} UTC"
        return article.get_status_display().lower()

    @admin.display(description="annotations")
    def marks(self, article: Article) -> str:
        annotations = article.annotations.aggregate(
            all=Count("pk"),
            orphaned=Count("pk", filter=Q(is_orphaned=True) & ~Q(state=State.REJECTED)),
            suggested=Count("pk", filter=Q(state=State.SUGGESTED)),
        )
        here = f"{reverse('admin:articles_annotation_changelist')}?article__id__exact={article.pk}"
        return format_html(
            '<a href="{}">{} annotations</a>, <a href="{}">{} suggested</a>, '
            '<a href="{}">{} without a place</a>. Add a {}',
            *(here, annotations["all"]),
            f"{reverse('admin:articles_annotation_suggested')}?article={article.pk}",
            annotations["suggested"],
            *(
                reverse("admin:articles_article_orphans", args=[article.pk]),
                annotations["orphaned"],
            ),
            format_html_join(", ", '<a href="{}">{}</a>', added_to(article)),
        )

    # --- Saving -----------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.only_looks = LOOK in request.POST
        return form

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any):
        leave_out_look(context)
        return super().render_change_form(request, context, *args, **kwargs)

    def act(self, form: Any, formsets: Any, change: bool) -> tuple[Action, str]:
        reason = form.cleaned_data.get("reason", "")
        if not change:
            return Action.CREATED, ""
        if form.corrects:
            return Action.CORRECTED, reason
        if set(form.changed_data) - set(self.only_in_form) - set(Field.values):
            return Action.EDITED, reason
        removes_only = not any(
            formset_form.has_changed() and not formset._should_delete_form(formset_form)
            for formset in formsets
            for formset_form in formset.forms
        )
        return (Action.UNTAGGED if removes_only else Action.TAGGED), reason

    def save_whole(self, request: HttpRequest, form: Any, record: Record, change: bool) -> None:
        article = form.instance
        if not change:
            article.create(by=editor(request))
            return
        article.headline, article.text = form.old_words[Field.HEADLINE], form.old_words[Field.TEXT]
        record.save(article)
        correct(self, request, form)

    def save_parts(self, request: HttpRequest, formset: BaseInlineFormSet, record: Record) -> None:
        formset.save(commit=False)
        article = formset.instance
        for tag in formset.deleted_objects:
            article.untag(tag.tag, by=editor(request))
        for tag in (*(tag for tag, _ in formset.changed_objects), *formset.new_objects):
            article.tag(tag.tag, role=tag.role, salience=tag.salience, by=editor(request))

    # --- Publishing -------------------------------------------------------------------------

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def get_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "paste/": ("paste", self.paste_view),
            "import/": ("import", self.import_view),
            "tagging/": ("tagging", self.tagging_view),
            "publishing/": ("publishing_many", self.publishing_many_view),
            "<path:object_id>/publishing/": ("publishing", self.publishing_view),
            "<path:object_id>/orphans/": ("orphans", self.orphans_view),
            "<path:object_id>/preview/": ("preview", self.preview_view),
        }
        ours = [
            path(address, self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for address, (name, view) in pages.items()
        ]
        return [*ours, *super().get_urls()]

    def paste_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return paste(self, request)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        return importing(self, request)

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return preview(self, request, object_id)

    def publishing_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_publish_permission(request):
            raise PermissionDenied
        return publishing(self, request, object_id)

    def orphans_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return orphans(self, request, object_id)

    # --- Many at once -----------------------------------------------------------------------

    @admin.action(description="Tag the chosen…", permissions=["change"])
    def tag(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        return tag_many(self, request, queryset)

    @admin.action(description="Publish the chosen…", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        return publish_many(self, request, queryset, "publish")

    @admin.action(description="Withdraw the chosen…", permissions=["publish"])
    def withdraw(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        return publish_many(self, request, queryset, "withdraw")

    def tagging_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return tag_many(self, request)

    def publishing_many_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_publish_permission(request):
            raise PermissionDenied
        return publish_many(self, request)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any):
        extra = kwargs.pop("extra_context", None) or {}
        extra["may_publish"] = self.has_publish_permission(request)
        return super().change_view(request, object_id, *args, extra_context=extra, **kwargs)
