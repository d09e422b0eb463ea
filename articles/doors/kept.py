"""What was typed when a session had ended: kept until its writer has signed in again.

Every form of the admin says, signed, to whom it was given. Only such a form is kept, so a stranger
fills no table; it is shown only to the one to whom it was given, and saved by nobody but her: she
sees the form filled in again, and sends it once more.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, QueryDict

SALT = "a form given to"
DAYS_14 = 14 * 24 * 60 * 60
KEPT = "kept"
FRESH = "fresh"  # in an address: the form without what is kept


def given_to(user: Any) -> str:
    """What a form holds to say for whom it was made."""
    return signing.dumps(user.pk, salt=SALT)


def writer_of(data: QueryDict) -> int | None:
    try:
        return signing.loads(data.get("given_to", ""), salt=SALT, max_age=DAYS_14)  # type: ignore[no-any-return]
    except signing.BadSignature:
        return None


def keep(request: HttpRequest) -> bool:
    """Keep a form that cannot be saved now; whether it is one that may be kept."""
    writer = writer_of(request.POST)
    if writer is None or request.user.pk not in (None, writer):
        return False
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    request.session[KEPT] = {"at": request.path, "writer": writer, "data": data.urlencode()}
    return True


def keep_for_signing_in(request: HttpRequest) -> None:
    if keep(request):
        said = "Your session has ended. What you typed is kept: sign in, and you see it again."
        messages.info(request, said)


def kept_for(request: HttpRequest) -> QueryDict | None:
    """What the one who is signed in typed into the form at this address, before she was."""
    kept = request.session.get(KEPT)
    if not kept or kept["at"] != request.path or kept["writer"] != request.user.pk:
        return None
    return None if FRESH in request.GET else QueryDict(kept["data"])


def forget(request: HttpRequest) -> None:
    """She has sent it once more."""
    kept = request.session.get(KEPT)
    if kept and kept["at"] == request.path:
        del request.session[KEPT]


def writer_is_signed_in(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and writer_of(request.POST) == user.pk
