"""Pages outside the admin that only those see who annotate.

The same answer whatever the address leads to: what is hidden cannot be guessed from it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from . import kept

RIGHTS = ("articles.view_annotation", "articles.change_annotation")
View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """Who is signed out while she writes finds it again, when she is back, as `request.typed`."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **arguments: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method == "POST":
                kept.keep_for_signing_in(request)
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perms(RIGHTS):
            raise PermissionDenied
        request.typed = kept.kept_for(request)  # type: ignore[attr-defined]
        request.given_to = kept.given_to(request.user)  # type: ignore[attr-defined]
        if request.method == "POST":
            kept.forget(request)
        return view(request, *args, **arguments)

    return door
