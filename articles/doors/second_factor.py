"""The pages of the second factor: the code asked for at the door, and one's own page to set it up.

Between password and code nobody is signed in: the session only remembers, for five minutes, who has
given the right password.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.crypto import constant_time_compare

from articles.models import AuthEvent

from . import codes
from .door import Door
from .throttle import TooManyAttempts, attempt
from .welcome import answer, welcome

if TYPE_CHECKING:
    from django.contrib.auth.models import User

HALF_WAY = "given_the_password"
SECONDS = 300
WRONG_CODE = "This code is wrong, or it has been used."


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class OwnForm(CodeForm):
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "code"]


# --- At the door --------------------------------------------------------------------------------


def ask(request: HttpRequest, user: User, made: AuthEvent, wanted: str, door: Door) -> HttpResponse:
    """After the right password of somebody who wants to be asked for a code as well."""
    request.session.cycle_key()
    request.session[HALF_WAY] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "attempt": made.pk,
        "next": wanted,
        "until": time.time() + SECONDS,
    }
    return redirect(door.code)


def code(request: HttpRequest, context: dict[str, Any], door: Door) -> HttpResponse:
    user = _half_way_in(request, door)
    if user is None:
        messages.info(request, "Please begin with your name and password.")
        return redirect(door.login)
    form, refusal = CodeForm(request.POST or None), None
    form.fields["code"].widget.attrs["autofocus"] = True
    if request.method == "POST" and form.is_valid():
        try:
            if made := _tried(request, user, form.cleaned_data["code"]):
                wanted = request.session.pop(HALF_WAY)["next"]
                welcome(request, user, made)
                return redirect(wanted)
            form.add_error("code", WRONG_CODE)
        except TooManyAttempts as too_many:
            refusal = too_many
            form.add_error(None, str(too_many))
    page = TemplateResponse(request, door.code_template, context | {"form": form})
    return answer(page, refusal)


def _half_way_in(request: HttpRequest, door: Door) -> User | None:
    given = request.session.get(HALF_WAY)
    if not given or given["until"] < time.time():
        return None
    user = get_user_model().objects.filter(pk=given["user"]).first()
    if user is None or not door.lets_in(user):
        return None
    same = constant_time_compare(given["password"], user.get_session_auth_hash())
    return user if same else None


def _tried(request: HttpRequest, user: User, typed: str) -> AuthEvent | None:
    """The attempt, if the code is right. Password and first code are one attempt."""
    first = request.session[HALF_WAY].pop("attempt", None)
    request.session.modified = True
    made = AuthEvent.objects.filter(pk=first).first() or attempt(request, user.get_username())
    return made if codes.is_right(user, typed) else None


# --- One's own page -----------------------------------------------------------------------------


def own(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """To set it up, to get new recovery codes, to remove it: with password and code each time."""
    user = cast("User", request.user)
    act, form, refusal, given = request.POST.get("act"), OwnForm(), None, None
    if act == "begin" and not codes.phone_of(user):
        codes.begin(user)
        return redirect("admin:second_factor")
    if act in ("confirm", "renew", "remove"):
        form = OwnForm(request.POST)
        try:
            given = _do(request, user, act, form) if form.is_valid() else None
        except TooManyAttempts as too_many:
            refusal = too_many
            form.add_error(None, str(too_many))
    context |= {"form": OwnForm() if given else form, "given": given, **_standing(user)}
    return answer(TemplateResponse(request, "admin/second_factor.html", context), refusal)


def _do(request: HttpRequest, user: User, act: str, form: OwnForm) -> list[str] | None:
    """New recovery codes, where the act gives some. Guessing is slowed down as at the door."""
    made = attempt(request, user.get_username())
    typed, given = form.cleaned_data["code"], None
    if not user.check_password(form.cleaned_data["password"]):
        form.add_error("password", "This is not your password.")
        return None
    is_right = codes.confirm(user, typed) if act == "confirm" else codes.is_right(user, typed)
    if not is_right:
        form.add_error("code", WRONG_CODE)
        return None
    made.delete()  # nobody guessed
    if act == "remove":
        codes.forget(user)
        messages.success(request, "Your second factor is removed: the password alone lets you in.")
    else:
        given = codes.new_recovery_codes(user)
    return given


def _standing(user: User) -> dict[str, Any]:
    standing = {"phone": codes.phone_of(user), "codes_left": codes.recovery_codes_left(user)}
    if new := codes.phone_of(user, confirmed=False):
        width, dark = codes.drawing_of(new)
        standing |= {"new": new, "key": codes.key_of(new), "width": width, "dark": dark}
    return standing
