"""What is answered at a door: come in, or wait."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from articles.models import AuthEvent

from .throttle import TooManyAttempts, succeeded


def answer(response: HttpResponse, refusal: TooManyAttempts | None) -> HttpResponse:
    """The page with its form, which says by its status too that one has to wait."""
    if refusal:
        response.status_code = 429
        response["Retry-After"] = str(refusal.seconds)
    return response


def welcome(request: HttpRequest, user: User, made: AuthEvent) -> None:
    """A new key for the session, and an end to those that nobody can use any more."""
    login(request, user)
    succeeded(made, user)
    request.session.clear_expired()
