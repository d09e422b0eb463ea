"""Who is signed in and asks for what is not theirs is written down."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.models import AuthEventKind

from .visitor import note


def refusals(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """A middleware. A stranger's refusals are in the access log: here they could fill a table."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == 403 and request.user.is_authenticated:
            user = request.user
            note(request, AuthEventKind.REFUSED, user=user, username=user.get_username())
        return response

    return answer
