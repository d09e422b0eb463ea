"""The page on which an editor reviews what waits, by mouse or by keyboard."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.annotating.deciding import NotDecided, decide
from articles.models import Article, Conflict
from articles.pages import suggested
from articles.pages.suggested import Queue
from articles.pages.unreviewed import UnreviewedQueue
from articles.pages.waiting import ORPHANED, PARTS, SUGGESTED, Part, Position, part_named

from . import unreviewed
from .orphans import NotPlaced, lost, settle
from .recorded import editor, remember

_QUESTION = re.compile(r"(?:q-(?:headline|text)-[0-9]{1,9}-[0-9]{1,9}|a-[0-9a-f-]{36})")


def review(model_admin: Any, request: HttpRequest) -> HttpResponse:
    part = part_named(request.GET.get("part", ""))
    article = _article(request.GET.get("article", ""))
    if request.method == "POST" and article is not None:
        return _answer(model_admin, request, part, article)
    position = Position(part, article)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Review",
        "part": part,
        "parts": [(one, one.waiting) for one in PARTS],
        "position": position,
        "article": position.article,
        "queue": _queue(part, position.article) if position.article else None,
        "most": suggested.MOST,
        "may_accept_all": model_admin.has_accept_permission(request),
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/review.html", context)


def _article(key: str) -> Article | None:
    is_key = key.isascii() and key.isdigit() and len(key) < 19
    return Article.objects.filter(pk=int(key)).first() if is_key else None


def _queue(part: Part, article: Article) -> Any:
    if part == SUGGESTED:
        return Queue(article)
    return lost(article) if part == ORPHANED else UnreviewedQueue(article)


def _answer(model_admin: Any, request: HttpRequest, part: Part, article: Article) -> HttpResponse:
    user = editor(request)
    try:
        with transaction.atomic():
            said = _act(part, article, request)
    except (NotDecided, NotPlaced, Conflict, ValidationError) as fault:
        words = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
        model_admin.message_user(request, f"{words} Nothing was saved.", messages.ERROR)
    else:
        remember(request, article.changes.filter(by=user).newest().first())
        model_admin.message_user(request, said, messages.SUCCESS)
    going_on = request.POST.get("next", "")
    place = f"#{going_on}" if _QUESTION.fullmatch(going_on) else ""
    query = urlencode({"part": part.name, "article": article.pk})
    return redirect(f"{request.path}?{query}{place}")


def _act(part: Part, article: Article, request: HttpRequest) -> str:
    user = editor(request)
    if part == SUGGESTED:
        return decide(Queue(article), request.POST, by=user)
    if part == ORPHANED:
        return settle(article, request.POST, user)
    return unreviewed.review(article, request.POST, by=user)
