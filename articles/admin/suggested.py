"""The page on which an editor decides on suggested mentions, by mouse or by keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.models import (
    Action,
    Annotation,
    Article,
    Conflict,
    State,
    recording,
    suggester,
)
from articles.pages.suggested import MOST, Queue

from .recorded import editor, remember

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_QUESTION = re.compile(r"q-(?:headline|text)-[0-9]{1,9}-[0-9]{1,9}")


class NotDecided(Exception):
    """Why nothing was saved."""


def suggested(model_admin: Any, request: HttpRequest) -> HttpResponse:
    article = _article(request.GET.get("article", ""))
    if request.method == "POST" and article is not None:
        return _answer(model_admin, request, Queue(article))
    queue = Queue.of(article)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Suggested mentions",
        "queue": queue,
        "most": MOST,
        "may_accept_all": model_admin.has_accept_permission(request),
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/suggested.html", context)


def _article(key: str) -> Article | None:
    is_key = key.isascii() and key.isdigit() and len(key) < 19
    return Article.objects.filter(pk=int(key)).first() if is_key else None


def _answer(model_admin: Any, request: HttpRequest, queue: Queue) -> HttpResponse:
    article, user = queue.article, editor(request)
    try:
        with transaction.atomic():
            said = _act(model_admin, request, queue, user)
    except (NotDecided, Conflict, ValidationError) as fault:
        words = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
        model_admin.message_user(request, f"{words} Nothing was saved.", messages.ERROR)
    else:
        remember(request, article.changes.filter(by=user).newest().first())
        model_admin.message_user(request, said, messages.SUCCESS)
    going_on = request.POST.get("next", "")
    place = f"#{going_on}" if _QUESTION.fullmatch(going_on) else ""
    return redirect(f"{request.path}?article={article.pk}{place}")


def _act(model_admin: Any, request: HttpRequest, queue: Queue, user: User) -> str:
    """Do what the button says; what was done, in words."""
    article, data = queue.article, request.POST
    if "suggest" in data:
        if not user.has_perm("articles.add_annotation"):
            raise PermissionDenied
        return _counted(len(article.suggest(suggester(), by=user)), "suggested")
    if "safe" in data:
        if not model_admin.has_accept_permission(request):
            raise PermissionDenied
        return _accept_safe(queue, data.getlist("option"), user)
    if "accept" in data:
        mention = _chosen(article, data["accept"])
        article.choose(mention, by=user)
        return f"{mention} is {mention.entity} ({mention.entity.kind})."  # type: ignore[union-attr]
    mentions = [_chosen(article, key) for key in data.getlist("option")]
    if not mentions or "reject" not in data:
        raise NotDecided("What was meant?")
    _review(article, mentions, State.REJECTED, user)
    return f"{mentions[0]} is rejected."


def _accept_safe(queue: Queue, keys: list[str], user: User) -> str:
    """Of those that were shown as safe, the ones that still are."""
    safe = {option.key: option.mention for one in queue.safe for option in one.options}
    mentions = [safe[key] for key in keys if key in safe]
    _review(queue.article, mentions, State.ACCEPTED, user)
    left = len(keys) - len(mentions)
    return _counted(len(mentions), "accepted") + (
        f" {left} left: changed in the meantime, or no longer safe." if left else ""
    )


def _review(article: Article, mentions: list[Annotation], state: State, user: User) -> None:
    with recording(Action.REVIEWED, by=user, article=article):
        for mention in mentions:
            article.review(mention, state, by=user)


def _chosen(article: Article, key: str) -> Annotation:
    uid, _, version = key.partition(":")
    mentions = article.annotations.suggested().select_related("entity", "article")
    found = {str(mention.uid): mention for mention in mentions}.get(uid)
    if found is None or str(found.version) != version:
        raise NotDecided("Somebody else has decided on these words in the meantime.")
    return found


def _counted(count: int, did: str) -> str:
    return f"{count:,} mention{'s' * (count != 1)} {did}."
