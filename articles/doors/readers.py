"""The readers' door. Nobody opens an account here: those who run the archive do (README)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from articles.models import AuthEventKind

from .door import READERS
from .signing_in import SignIn
from .visitor import note

sign_in = SignIn.as_view()


@never_cache
@csrf_protect
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    if not settings.SECOND_FACTOR:
        raise Http404("Nobody is asked for a code.")
    from . import second_factor

    return second_factor.code(request, {}, READERS)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    user = request.user
    if user.is_authenticated:
        logout(request)
        note(request, AuthEventKind.SIGNED_OUT, user=user, username=user.get_username())
    return redirect("home")
