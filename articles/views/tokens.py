"""A person's own tokens: to make one, which is shown once, and to revoke it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from articles.doors.door import ADMIN
from articles.doors.visitor import note
from articles.forms import TokenForm
from articles.models import AuthEventKind, PersonalToken, Scope


@require_safe
@login_required
def token_list(request: HttpRequest) -> HttpResponse:
    return _page(request, form=_form(request))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@sensitive_variables("secret")
def token_new(request: HttpRequest) -> HttpResponse:
    """The token stands on the page that answers, and nowhere after that."""
    form = _form(request)
    if not form.is_bound:
        return redirect("token-list")
    if not form.is_valid():
        return _page(request, form=form, status=400)
    token, secret = form.issue()
    _note(request, AuthEventKind.TOKEN_MADE)
    return render(request, "token/new.html", {"token": token, "secret": secret})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def token_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To revoke it. To anybody else it is not there."""
    token = get_object_or_404(PersonalToken.objects.of(cast(User, request.user)), uid=uid)
    if request.method != "POST":
        return render(request, "token/detail.html", {"token": token})
    if token.is_valid:
        token.revoke()
        _note(request, AuthEventKind.TOKEN_REVOKED)
    messages.success(request, f"“{token.name}” is revoked.")
    return redirect("token-list")


def _form(request: HttpRequest) -> TokenForm:
    user = cast(User, request.user)
    may_write = ADMIN.lets_in(user) and user.has_perm("articles.change_annotation")
    return TokenForm(request.POST or None, owner=user, scopes=list(Scope) if may_write else [])


def _page(request: HttpRequest, *, form: TokenForm, status: int = 200) -> HttpResponse:
    tokens = PersonalToken.objects.of(cast(User, request.user))
    context: dict[str, Any] = {"tokens": tokens, "form": form}
    return render(request, "token/list.html", context, status=status)


def _note(request: HttpRequest, kind: AuthEventKind) -> None:
    user = cast(User, request.user)
    note(request, kind, user=user, username=user.get_username())
