"""The admin with doors of our own."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from articles.models import AuthEventKind

from .door import ADMIN
from .kept import keep_for_signing_in
from .signing_in import StaffSignIn
from .visitor import note


class Choices(AutocompleteJsonView):
    """What is offered while one types. Django fails where the address names a way back."""

    def process_request(self, request: HttpRequest) -> tuple[Any, ...]:
        chosen: tuple[Any, ...] = super().process_request(request)
        if chosen[2].auto_created:
            raise PermissionDenied
        return chosen


class ArchiveSite(admin.AdminSite):
    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Who is signed out while she writes loses nothing of what she sends."""
        door = super().admin_view(view, cacheable)

        @wraps(door)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not self.has_permission(request):
                keep_for_signing_in(request)
            return cast(HttpResponse, door(request, *args, **kwargs))

        return keeping

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = [path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(shut))]
        if settings.SECOND_FACTOR:
            own += [
                path("login/code/", self.code, name="code"),
                path("second-factor/", self.admin_view(self.second_factor), name="second_factor"),
            ]
        return [*own, *super().get_urls()]

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
        return cast(HttpResponse, StaffSignIn.as_view(extra_context=context)(request))

    @method_decorator([never_cache, csrf_protect, sensitive_post_parameters(), login_not_required])
    def code(self, request: HttpRequest) -> HttpResponse:
        from . import second_factor

        return second_factor.code(
            request, {**self.each_context(request), "title": "Your code"}, ADMIN
        )

    @method_decorator(sensitive_post_parameters())
    def second_factor(self, request: HttpRequest) -> HttpResponse:
        from . import second_factor

        return second_factor.own(request, {**self.each_context(request), "title": "Second factor"})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, Choices.as_view(admin_site=self)(request))

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
