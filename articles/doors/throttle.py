"""Whether a password is looked at at all. Guessing is slowed down before it costs us anything.

Three rules, of which the longest wait holds:

1. One account from one address: five wrong in a quarter of an hour, then none until the first of
   them is a quarter of an hour old. Signing in clears the slate.
2. One address, whatever the accounts: thirty wrong in a quarter of an hour.
3. One account, whatever the addresses: from the tenth wrong one within an hour on a pause, from one
   second doubling to five minutes. That leaves some twenty guesses an hour to a crowd of addresses.

So that a stranger cannot lock an owner out, an address from which the account has signed in before
is held to the first rule only. And no wait is longer than a quarter of an hour. (Codes of a second
factor are slowed down by their device too, without end: who guesses at them has the password. From
a shell, `manage.py forgive` ends any wait.)

All rules know names as they were typed, so an account that does not exist is as slow as one that
does. An attempt counts as failed from before its password is looked at until it has proved right:
however many come at the same moment, no more of them are let through than the rules say.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from articles.models import AuthEvent, AuthEventKind
from articles.models.auth_event import AuthEventQuerySet
from articles.text import LINE_MAX, clean_line

from .visitor import address_of, note, tell

QUARTER = timedelta(minutes=15)
WRONG_FROM_ONE_ADDRESS_FOR_ONE_ACCOUNT = 5
WRONG_FROM_ONE_ADDRESS = 30
HOUR = timedelta(hours=1)
WRONG_FOR_ONE_ACCOUNT = 10
LONGEST_PAUSE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


class TooManyAttempts(Exception):
    """Raised before a password is looked at. `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes, rest = -(-seconds // 60), seconds
        wait = f"{minutes} minutes" if seconds > 60 else f"{rest} second{'s' * (rest != 1)}"
        super().__init__(f"Too many wrong attempts. Please wait {wait} and try again.")


def attempt(request: HttpRequest, username: str) -> AuthEvent:
    """An attempt that may be made. Until `succeeded` it stands as failed."""
    username, address = clean_line(username)[:LINE_MAX], address_of(request)
    _refuse_too_many(request, username, address, AuthEvent.objects.all())
    AuthEvent.objects.outdated().delete()
    made = note(request, AuthEventKind.FAILED, username=username)
    try:
        _refuse_too_many(request, username, address, AuthEvent.objects.exclude(pk=made.pk))
    except TooManyAttempts:
        made.delete()
        raise
    return made


def succeeded(made: AuthEvent, user: object) -> None:
    AuthEvent.objects.filter(pk=made.pk).update(kind=AuthEventKind.SIGNED_IN, user=user)
    tell("signed in", made)


def _refuse_too_many(
    request: HttpRequest, username: str, address: str | None, events: AuthEventQuerySet
) -> None:
    now = timezone.now()
    wait = free_at(events, username, address, now) - now
    if wait <= timedelta(0):
        return
    # One row a minute: whoever floods us does not fill the table.
    told = events.of(AuthEventKind.LOCKED_OUT).coming_from(address).since(now - MINUTE)
    if not told.exists():
        note(request, AuthEventKind.LOCKED_OUT, username=username)
    raise TooManyAttempts(-(-wait // timedelta(seconds=1)))


def free_at(
    events: AuthEventQuerySet, username: str, address: str | None, now: datetime
) -> datetime:
    """The moment from which another attempt may be made; past, if one may be made now."""
    failures = events.of(AuthEventKind.FAILED)
    successes = events.of(AuthEventKind.SIGNED_IN).naming(username).coming_from(address)
    last_success = successes.values_list("at", flat=True).first()
    of_both = failures.naming(username).coming_from(address)
    if last_success:
        since = max(last_success, now - QUARTER)
        return _end(of_both.since(since), WRONG_FROM_ONE_ADDRESS_FOR_ONE_ACCOUNT, now)
    since = now - QUARTER
    return max(
        _end(of_both.since(since), WRONG_FROM_ONE_ADDRESS_FOR_ONE_ACCOUNT, now),
        _end(failures.coming_from(address).since(since), WRONG_FROM_ONE_ADDRESS, now),
        _end_of_pause(failures.naming(username).since(now - HOUR), now),
    )


def _end(failures: AuthEventQuerySet, limit: int, now: datetime) -> datetime:
    times = list(failures.values_list("at", flat=True)[:limit])
    return times[-1] + QUARTER if len(times) == limit else now


def _end_of_pause(failures: AuthEventQuerySet, now: datetime) -> datetime:
    times = list(failures.values_list("at", flat=True)[: WRONG_FOR_ONE_ACCOUNT + 10])
    if len(times) < WRONG_FOR_ONE_ACCOUNT:
        return now
    doubled = timedelta(seconds=2 ** (len(times) - WRONG_FOR_ONE_ACCOUNT))
    return times[0] + min(doubled, LONGEST_PAUSE)
