"""Who comes with a personal token instead of a password.

A token is looked up at once: it is too long to be guessed. Wrong ones are counted by address, so
that nobody fills the table of refusals, and a right one is let in however many were wrong before.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from articles.models import AuthEvent, AuthEventKind, PersonalToken
from articles.models.personal_token import BEGINNING, SHOWN

from .throttle import QUARTER, WRONG_FROM_ONE_ADDRESS, TooManyAttempts
from .visitor import address_of, note


class WrongToken(Exception):
    """It never was one, or is revoked or expired, or its owner is shut out: all the same."""


def token_for(request: HttpRequest, secret: str) -> PersonalToken:
    token = PersonalToken.objects.for_secret(secret)
    if token is None:
        _count_wrong(request, secret)
        raise WrongToken
    token.use()
    return token


def _count_wrong(request: HttpRequest, secret: str) -> None:
    now = timezone.now()
    wrong = AuthEvent.objects.of(AuthEventKind.TOKEN_REFUSED).coming_from(address_of(request))
    times = wrong.since(now - QUARTER).values_list("at", flat=True)[:WRONG_FROM_ONE_ADDRESS]
    if len(times) == WRONG_FROM_ONE_ADDRESS:
        raise TooManyAttempts(-(-(min(times) + QUARTER - now) // timedelta(seconds=1)))
    AuthEvent.objects.outdated().delete()
    shown = secret[:SHOWN] if secret.startswith(BEGINNING) else ""
    note(request, AuthEventKind.TOKEN_REFUSED, username=shown)
