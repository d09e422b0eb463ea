"""Name and password, at the admin's door."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.models import AuthEvent

from .throttle import TooManyAttempts, attempt, succeeded


class SignInForm(AdminAuthenticationForm):
    request: HttpRequest
    attempt: AuthEvent
    refusal: TooManyAttempts | None = None

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("username") and self.cleaned_data.get("password"):
            try:
                self.attempt = attempt(self.request, self.cleaned_data["username"])
            except TooManyAttempts as refusal:
                self.refusal = refusal
                raise ValidationError(str(refusal), code="too_many_attempts") from refusal
        return super().clean()


class SignIn(LoginView):
    """Django's own, which keeps `next` to this host, asked by our form."""

    form_class = SignInForm
    template_name = "admin/login.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return answer(self.render_to_response(self.get_context_data(form=form)), form.refusal)

    def form_valid(self, form: Any) -> HttpResponse:
        welcome(self.request, form.get_user(), form.attempt)
        return redirect(self.get_success_url())


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
