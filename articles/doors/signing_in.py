"""Name and password, at either door."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.models import AuthEvent

from .door import ADMIN, READERS, Door
from .throttle import TooManyAttempts, attempt
from .welcome import answer, welcome


class SignInForm(AuthenticationForm):
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


class StaffSignInForm(SignInForm, AdminAuthenticationForm):
    pass


class SignIn(LoginView):
    """Django's own, which keeps `next` to this host, asked by our form."""

    door: Door = READERS
    form_class = SignInForm
    template_name = READERS.login_template
    next_page = READERS.first_page
    redirect_authenticated_user = True

    def get_redirect_url(self, *args: Any) -> str:
        """Never back to this door: who is in already would go round in a circle."""
        wanted = super().get_redirect_url(*args)
        return "" if urlsplit(wanted).path == self.request.path else wanted

    def form_invalid(self, form: Any) -> HttpResponse:
        return answer(self.render_to_response(self.get_context_data(form=form)), form.refusal)

    def form_valid(self, form: Any) -> HttpResponse:
        user, wanted = form.get_user(), self.get_success_url()
        if asks_for_code(user):
            from . import second_factor

            return second_factor.ask(self.request, user, form.attempt, wanted, self.door)
        welcome(self.request, user, form.attempt)
        return redirect(wanted)


class StaffSignIn(SignIn):
    """Who is signed in as a reader only may come in here as somebody else."""

    door = ADMIN
    form_class = StaffSignInForm
    template_name = ADMIN.login_template
    next_page = ADMIN.first_page
    redirect_authenticated_user = False


def asks_for_code(user: User) -> bool:
    if not settings.SECOND_FACTOR:
        return False
    from . import codes

    return codes.phone_of(user) is not None
