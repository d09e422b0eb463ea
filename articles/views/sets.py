"""Frozen sets: a result is cited by a person, and read by everybody for ever."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import FrozenSet
from articles.pages.cited import CitedSet
from articles.selection import Selection
from articles.selection.citing import CannotCite, cite, found_lines, may_be_said, set_record

from .usual import of_selection

ANOTHER_QUESTION = (
    "These very articles were cited before, as the answer to another question. The list and its"
    " address are the same."
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@of_selection
def set_new(request: HttpRequest, selection: Selection) -> HttpResponse:
    """Whether to cite what a list finds now, and the act itself."""
    refusal = None
    try:
        if request.method == "POST":
            frozen = cite(selection, by=cast(User, request.user))
            if frozen.query != selection.bare.address():
                messages.info(request, ANOTHER_QUESTION)
            return redirect(frozen)
        found_lines(selection)
    except CannotCite as reason:
        refusal = str(reason)
    context = {"selection": selection, "refusal": refusal}
    status = 400 if request.method == "POST" else 200
    return render(request, "set/new.html", context, status=status)


@require_safe
def set_detail(request: HttpRequest, sha256: str) -> HttpResponse:
    frozen = get_object_or_404(FrozenSet, sha256=sha256)
    cited = CitedSet(frozen, request.GET.get("page", "1"))
    return render(
        request,
        "set/detail.html",
        {
            "frozen": frozen,
            "cited": cited,
            "is_said": may_be_said(frozen.query, is_whole=cited.is_whole),
            "origin": request.build_absolute_uri("/")[:-1],
        },
    )


@require_safe
def set_json(request: HttpRequest, sha256: str) -> HttpResponse:
    record = set_record(get_object_or_404(FrozenSet, sha256=sha256))
    return JsonResponse(record, json_dumps_params={"ensure_ascii": False})


@require_safe
def set_text(request: HttpRequest, sha256: str) -> HttpResponse:
    cited = CitedSet(get_object_or_404(FrozenSet, sha256=sha256))
    return HttpResponse(cited.text, content_type="text/plain; charset=utf-8")
