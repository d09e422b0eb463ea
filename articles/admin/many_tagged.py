"""Tagging many articles: which entities, then a look at which of them have which already."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib.admin import site
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.models import Action, Article, Entity, Role, TaggedEntity, recording

from . import many
from .choosing import EntitiesField, EntitySelectMultiple
from .recorded import editor

TITLE = "Tag many articles"
ENTITIES_MOST = 20


class TagManyForm(forms.Form):
    entities = EntitiesField(
        Entity.objects.all(),
        widget=EntitySelectMultiple(Article._meta.get_field("entities"), site),
        help_text="By any of their names.",
    )
    role = forms.ChoiceField(choices=Role, initial=Role.MENTIONED)
    salience = forms.TypedChoiceField(
        coerce=int,
        choices=[(1, "1: named in passing"), (2, "2: matters"), (3, "3: what it is about")],
    )
    replaces = forms.BooleanField(
        required=False, label="Those that have the tag get this role and salience, too"
    )

    def clean_entities(self) -> list[Entity]:
        entities = list(self.cleaned_data["entities"])
        if len(entities) > ENTITIES_MOST:
            raise forms.ValidationError(f"At most {ENTITIES_MOST} entities at once.")
        return entities


def tag_many(
    model_admin: Any, request: HttpRequest, articles: models.QuerySet | None = None
) -> HttpResponse | None:
    """From the list with its `articles`; then from its own pages, which carry them along."""
    if articles is not None:
        rows = many.chosen_in(model_admin, request, articles)
        return None if rows is None else _asked(model_admin, request, rows, TagManyForm())
    chosen = many.read_chosen(request)
    if not chosen:
        return redirect("admin:articles_article_changelist")
    form = TagManyForm(request.POST)
    if not form.is_valid() or "again" in request.POST:
        rows = many.articles_of(model_admin, request, chosen)
        return _asked(model_admin, request, rows, form)
    if "do" not in request.POST:
        rows = many.articles_of(model_admin, request, chosen)
        return _looked_at(model_admin, request, rows, form)
    values = form.cleaned_data

    def do(one: many.Chosen) -> str:
        return _tag(one, values, editor(request))

    page = {"title": TITLE, "did": "tagged", "carried": [*_carried(values), ("do", "1")]}
    return many.work_through(model_admin, request, do, **page)


def _asked(
    model_admin: Any, request: HttpRequest, articles: list[Article], form: TagManyForm
) -> HttpResponse:
    tags = TaggedEntity.objects.filter(content_object__in=articles).most_salient()
    names: dict[int, list[str]] = {}
    for tag in tags:
        names.setdefault(tag.content_object_id, []).append(tag.tag.name)
    rows = [
        many.Row(article, ", ".join(names.get(article.pk, [])) or "No tags yet.", True, key)
        for article in articles
        for key in [many.Chosen(article.pk, "").key]
    ]
    context = {"title": TITLE, "rows": rows, "form": form, "media": form.media}
    return many.shown(model_admin, request, "admin/many_tagged.html", **context)


def _looked_at(
    model_admin: Any, request: HttpRequest, articles: list[Article], form: TagManyForm
) -> HttpResponse:
    values = form.cleaned_data
    rows = []
    for article, tags in _with_tags(articles, values["entities"]):
        does, will = _fate(tags, values)
        rows.append(many.Row(article, will, does, many.Chosen(article.pk, _state(tags)).key))
    return many.shown(
        model_admin,
        request,
        "admin/many_tagged_look.html",
        title=TITLE,
        rows=rows,
        count=sum(row.is_done for row in rows),
        values=values,
        carried=_carried(values),
    )


def _with_tags(
    articles: list[Article], entities: list[Entity]
) -> list[tuple[Article, list[TaggedEntity]]]:
    """Each article with the tags that it has of these entities."""
    tags = TaggedEntity.objects.filter(content_object__in=articles, tag__in=entities)
    found: dict[int, list[TaggedEntity]] = {}
    for tag in tags.select_related("tag").order_by("tag__sort_key", "tag__slug"):
        found.setdefault(tag.content_object_id, []).append(tag)
    return [(article, found.get(article.pk, [])) for article in articles]


def _fate(tags: list[TaggedEntity], values: dict[str, Any]) -> tuple[bool, str]:
    """Whether tagging does anything, and what becomes of the article in words."""
    new = {"role": values["role"], "salience": values["salience"]}
    has = {tag.tag_id for tag in tags}
    gets = [entity.name for entity in values["entities"] if entity.pk not in has]
    changes = [
        tag
        for tag in tags
        if values["replaces"] and {"role": tag.role, "salience": tag.salience} != new
    ]
    words = [f"Gets {', '.join(gets)}."] if gets else []
    for tag in tags:
        becomes = f", becomes {new['role']} {new['salience']}" if tag in changes else ""
        words.append(f"Has {tag.tag.name} ({tag.role} {tag.salience}{becomes}).")
    return bool(gets or changes), " ".join(words)


def _state(tags: list[TaggedEntity]) -> str:
    """Of the tags that an article has of the chosen entities: another one is a conflict."""
    told = sorted((tag.tag_id, tag.role, tag.salience) for tag in tags)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _carried(values: dict[str, Any]) -> list[tuple[str, Any]]:
    """The form's values, for the next page's."""
    entities = [("entities", entity.pk) for entity in values["entities"]]
    replaces = [("replaces", "on")] if values["replaces"] else []
    return [*entities, ("role", values["role"]), ("salience", values["salience"]), *replaces]


def _tag(one: many.Chosen, values: dict[str, Any], user: Any) -> str:
    with transaction.atomic():
        held = Article.objects.select_for_update(no_key=True).filter(pk=one.pk).defer("text")
        for article, tags in _with_tags(list(held), values["entities"]):
            if _state(tags) == one.seen:
                return _tag_held(article, tags, values, user)
    return many.CHANGED


def _tag_held(article: Article, tags: list[TaggedEntity], values: dict[str, Any], user: Any) -> str:
    if not _fate(tags, values)[0]:
        return many.IDLE
    has = {tag.tag_id for tag in tags}
    with recording(Action.TAGGED, by=user, article=article):
        for entity in values["entities"]:
            if values["replaces"] or entity.pk not in has:
                article.tag(entity, by=user, role=values["role"], salience=values["salience"])
    return many.DONE
