"""Who is shut out is out: no session waits for the day on which the account is opened again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone

RIGHTS = {"is_active", "is_staff"}


def end_sessions(user: User) -> None:
    """A session knows whose it is only within, so all that live are opened; they are few."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


def end_sessions_of_the_shut_out(
    instance: User, created: bool, raw: bool, update_fields: Any = None, **_: Any
) -> None:
    """After a save: a new password ends them by itself, and rights are asked for each time."""
    if created or raw or (instance.is_active and instance.is_staff):
        return
    if update_fields is None or RIGHTS & set(update_fields):
        end_sessions(instance)
