"""The page on which an editor decides on suggested mentions, by mouse or by keyboard."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.annotating.deciding import NotDecided, decide
from articles.models import Article, Conflict
from articles.pages.suggested import MOST, Queue

from .recorded import editor, remember

_QUESTION = re.compile(r"q-(?:headline|text)-[0-9]{1,9}-[0-9]{1,9}")


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
        said = decide(queue, request.POST, by=user)
    except (NotDecided, Conflict, ValidationError) as fault:
        words = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
        model_admin.message_user(request, f"{words} Nothing was saved.", messages.ERROR)
    else:
        remember(request, article.changes.filter(by=user).newest().first())
        model_admin.message_user(request, said, messages.SUCCESS)
    going_on = request.POST.get("next", "")
    place = f"#{going_on}" if _QUESTION.fullmatch(going_on) else ""
    return redirect(f"{request.path}?article={article.pk}{place}")
