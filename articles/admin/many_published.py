"""Publishing or withdrawing many articles, after a look at what becomes of each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.models import Article, Conflict, Status

from . import many
from .recorded import editor

TITLES = {"publish": "Publish many articles", "withdraw": "Withdraw many articles"}
DONE = {"publish": "published", "withdraw": "withdrawn"}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=300, required=False, widget=forms.TextInput(attrs={"class": "vTextField"})
    )

    def __init__(self, act: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = act == "withdraw"
        self.fields["reason"].help_text = (
            "Needed, and readers see it." if act == "withdraw" else "Readers see it in the history."
        )


def fate(article: Article, act: str) -> tuple[bool, str]:
    """Whether the act does anything to an article, and what becomes of it or why nothing does."""
    until = article.embargo_until if article.is_embargoed else None
    hour = f"{until:%-d %B %Y, %H:%M} UTC" if until else ""
    if act == "publish":
        return {
            Status.DRAFT: (
                True,
                f"Stays embargoed until {hour}; readers see it then." if until else "Public now.",
            ),
            Status.PUBLISHED: (
                False,
                f"Published already, embargoed until {hour}." if until else "Public already.",
            ),
            Status.WITHDRAWN: (
                False,
                "It was withdrawn: restore it on its own page, if it is to be.",
            ),
        }[Status(article.status)]
    return {
        Status.DRAFT: (False, "A draft: no reader sees it."),
        Status.PUBLISHED: (
            True,
            "Withdrawn; a draft again if no reader ever saw it."
            if until
            else "Withdrawn: readers see that it was, and why.",
        ),
        Status.WITHDRAWN: (False, "Withdrawn already."),
    }[Status(article.status)]


def publish_many(
    model_admin: Any,
    request: HttpRequest,
    articles: models.QuerySet | None = None,
    act: str = "",
) -> HttpResponse | None:
    """From the list with its `articles` and an act; then from the page that shows their fates."""
    if articles is not None:
        rows = many.chosen_in(model_admin, request, articles)
        return None if rows is None else _looked_at(model_admin, request, act, rows, None)
    act = request.POST.get("act", "")
    chosen = many.read_chosen(request)
    if act not in TITLES or not chosen:
        return redirect("admin:articles_article_changelist")
    form = ReasonForm(act, request.POST)
    if not form.is_valid():
        rows = many.articles_of(model_admin, request, chosen)
        return _looked_at(model_admin, request, act, rows, form)
    reason = form.cleaned_data["reason"]

    def do(one: many.Chosen) -> str:
        return _act(one, act, reason, editor(request))

    page = {"title": TITLES[act], "did": DONE[act], "carried": [("act", act), ("reason", reason)]}
    return many.work_through(model_admin, request, do, **page)


def _looked_at(
    model_admin: Any, request: HttpRequest, act: str, articles: list[Article], form: Any
) -> HttpResponse:
    rows = []
    for article in articles:
        does, will = fate(article, act)
        key = many.Chosen(article.pk, str(article.version)).key
        rows.append(many.Row(article, will, does, key))
    return many.shown(
        model_admin,
        request,
        "admin/many_published.html",
        title=TITLES[act],
        act=act,
        rows=rows,
        count=sum(row.is_done for row in rows),
        form=form or ReasonForm(act),
    )


def _act(one: many.Chosen, act: str, reason: str, user: Any) -> str:
    article = Article.objects.filter(pk=one.pk).first()
    if article is None or str(article.version) != one.seen:
        return many.CHANGED
    if not fate(article, act)[0]:
        return many.REFUSED
    try:
        with transaction.atomic():
            getattr(article, act)(by=user, reason=reason)
    except Conflict:
        return many.CHANGED
    return many.DONE
