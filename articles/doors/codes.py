"""Codes as a second factor: those that a phone makes, and those on paper. Needs the extra `otp`."""

from __future__ import annotations

from base64 import b32encode
from typing import TYPE_CHECKING, Any

import segno
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from .throttle import TooManyAttempts

if TYPE_CHECKING:
    from django.contrib.auth.models import User

RECOVERY_CODES = 10
DIGITS = 6


def phone_of(user: User, *, confirmed: bool = True) -> Any | None:
    """What makes this person's codes. One that is not confirmed is not asked for at the door."""
    return TOTPDevice.objects.filter(user=user, confirmed=confirmed).first()


def begin(user: User) -> None:
    """A new secret, to be confirmed by the first code that is made of it."""
    forget(user)
    TOTPDevice.objects.create(user=user, name="Phone", confirmed=False)


def confirm(user: User, code: str) -> bool:
    """Whether the code is right: then from now on one is asked for."""
    with transaction.atomic():
        phone = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if phone is None or not phone.verify_token(_bare(code)):
            return False
        phone.confirmed = True
        phone.save()
    return True


def new_recovery_codes(user: User) -> list[str]:
    """Ten codes, each good for once. Those given before are good no longer."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        paper = StaticDevice.objects.create(user=user, name="Paper")
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        paper.token_set.bulk_create(StaticToken(device=paper, token=code) for code in codes)
    return codes


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def is_right(user: User, typed: str) -> bool:
    """Whether a code proves that this is the person. A code is good for once."""
    code = _bare(typed)
    model = TOTPDevice if code.isdigit() and len(code) == DIGITS else StaticDevice
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            return False
        may, why = device.verify_is_allowed()
        if may:
            return bool(device.verify_token(code))
    # Beside our own throttle: who comes this far has the password.
    raise TooManyAttempts(int((why["locked_until"] - timezone.now()).total_seconds()) + 1)


def forget(user: User) -> bool:
    """Whether there was anything to forget."""
    phones = TOTPDevice.objects.filter(user=user)
    was_asked = phones.filter(confirmed=True).exists()
    phones.delete()
    StaticDevice.objects.filter(user=user).delete()
    return was_asked


def key_of(phone: Any) -> str:
    """The secret as one types it: in groups of four."""
    key = b32encode(phone.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def drawing_of(phone: Any) -> tuple[int, str]:
    """The secret as a phone reads it: how many squares wide, and the path of the dark ones."""
    rows = segno.make(phone.config_url, micro=False, error="m").matrix
    dark = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, square in enumerate(row) if square
    ]
    return len(rows), "".join(dark)


def _bare(typed: str) -> str:
    return "".join(typed.split()).replace("-", "").lower()
