"""The page on which an editor mends what in the archive does not agree with itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.consistency import CHECKS, Check, NotMended, check_named
from articles.models import Conflict
from articles.pages.waiting import ORPHANED

from .recorded import editor, remember


def consistency(model_admin: Any, request: HttpRequest) -> HttpResponse:
    check = check_named(request.GET.get("check", ""))
    page = request.GET.get("page", "")
    if request.method == "POST":
        return _answer(model_admin, request, check, page)
    found = check.page(page)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Consistency",
        "checks": CHECKS,
        "check": check,
        "page": found,
        "findings": check.findings(found),
        "lost": ORPHANED.waiting if check.name == "astray" else None,
        "may_merge": request.user.has_perm("articles.merge_entity"),
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/consistency.html", context)


def _answer(model_admin: Any, request: HttpRequest, check: Check, page: str) -> HttpResponse:
    user = editor(request)
    try:
        with transaction.atomic():
            said, of = check.mend(request.POST.get("mend", ""), by=user)
    except (NotMended, Conflict, ValidationError) as fault:
        words = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
        model_admin.message_user(request, f"{words} Nothing was saved.", messages.ERROR)
    else:
        remember(request, of.changes.filter(by=user).newest().first())
        model_admin.message_user(request, said, messages.SUCCESS)
    query = {"check": check.name} | ({"page": page} if page.isdigit() else {})
    return redirect(f"{request.path}?{urlencode(query)}")
