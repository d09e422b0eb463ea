"""The admin with doors of our own."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from articles.models import AuthEventKind

from .signing_in import SignIn
from .visitor import note


class ArchiveSite(admin.AdminSite):
    def get_urls(self) -> list[URLPattern | URLResolver]:
        shortcut = path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(shut))
        return [shortcut, *super().get_urls()]

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        context = {
            **self.each_context(request),
            "title": "Log in",
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        return cast(HttpResponse, SignIn.as_view(extra_context=context)(request))

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        user = request.user
        response = super().logout(request, extra_context)
        if request.method == "POST":
            note(request, AuthEventKind.SIGNED_OUT, user=user, username=user.get_username())
        return response


def shut(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Django would send anybody on the staff to the address of any row, and so tell its slug.

    Where a row has a public page, its own admin links to it (`view_on_site`).
    """
    raise Http404
