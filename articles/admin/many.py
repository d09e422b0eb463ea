"""An act on many articles: looked at before, then done some at a time, each a change of its own.

Each article is chosen in the state in which it was looked at. One that is another by its turn is
left as it is, and named at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.models import Article

MOST = 300
AT_ONCE = 25  # in one request, so that none takes long
DONE, CHANGED, REFUSED, IDLE = "done", "changed", "refused", "idle"


class Chosen(NamedTuple):
    """An article, and the state in which it was seen; as `key` it goes through a form."""

    pk: int
    seen: str

    @property
    def key(self) -> str:
        return f"{self.pk}:{self.seen}"

    @classmethod
    def read(cls, key: str) -> Chosen | None:
        pk, _, seen = key.partition(":")
        is_key = pk.isascii() and pk.isdigit() and len(pk) < 19
        return cls(int(pk), seen) if is_key else None


class Row(NamedTuple):
    """An article on the page that is looked at before: `will` is what becomes of it.

    Rows to which nothing is done stand first: they are what she has to look at.
    """

    article: Article
    will: str
    is_done: bool
    key: str


def chosen_in(model_admin: Any, request: HttpRequest, articles: models.QuerySet) -> Any:
    """The articles of an action; None, with a word why, where there are too many."""
    rows = list(articles.select_related("source")[: MOST + 1])
    if len(rows) <= MOST:
        return rows
    model_admin.message_user(
        request,
        f"You chose {articles.count():,} articles: at most {MOST} at once. Narrow the list, or do "
        "them page by page.",
        messages.ERROR,
    )
    return None


def read_chosen(request: HttpRequest) -> list[Chosen]:
    keys = dict.fromkeys(request.POST.getlist("chosen"))
    return [one for one in map(Chosen.read, keys) if one][:MOST]


def articles_of(model_admin: Any, request: HttpRequest, chosen: Iterable[Chosen]) -> list[Article]:
    rows = model_admin.get_queryset(request).select_related("source").defer("text")
    return list(rows.filter(pk__in=[one.pk for one in chosen]))


def work_through(
    model_admin: Any,
    request: HttpRequest,
    act: Callable[[Chosen], str],
    **page: Any,
) -> HttpResponse:
    """Do the next few; then a page that goes on by itself, or tells what became of all."""
    chosen = read_chosen(request)
    outcomes = _outcomes_so_far(request, chosen)
    for one in [one for one in chosen if one.pk not in outcomes][:AT_ONCE]:
        outcomes[one.pk] = act(one)
    context = {
        "chosen": [one.key for one in chosen],
        "outcomes": [f"{pk}:{word}" for pk, word in outcomes.items()],
        "count": len(outcomes),
        "total": len(chosen),
        **page,
    }
    if len(outcomes) < len(chosen):
        return shown(model_admin, request, "admin/many_going.html", **context)
    by_word: dict[str, list[Article]] = {}
    for article in articles_of(model_admin, request, chosen):
        by_word.setdefault(outcomes[article.pk], []).append(article)
    return shown(model_admin, request, "admin/many_done.html", **context, by_word=by_word)


def _outcomes_so_far(request: HttpRequest, chosen: list[Chosen]) -> dict[int, str]:
    """What the page before this one says of them. Only she herself is told by it."""
    words = (DONE, CHANGED, REFUSED, IDLE)
    told = (key.partition(":")[::2] for key in request.POST.getlist("outcome"))
    outcomes = {pk: word for pk, word in told if word in words}
    return {one.pk: outcomes[str(one.pk)] for one in chosen if str(one.pk) in outcomes}


def shown(model_admin: Any, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    context |= model_admin.admin_site.each_context(request)
    if "rows" in context:
        context["rows"] = sorted(context["rows"], key=lambda row: row.is_done)
    media = model_admin.media + context.get("media", forms.Media())
    context |= {"opts": model_admin.opts, "media": media}
    return TemplateResponse(request, template, context)
