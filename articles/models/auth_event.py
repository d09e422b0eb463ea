from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.text import LINE_MAX

from .fields import AsciiField, LineField, one_of

KEPT = timedelta(days=90)


class AuthEventKind(models.TextChoices):
    SIGNED_IN = "signed-in", "signed in"
    FAILED = "failed", "sign-in failed"
    LOCKED_OUT = "locked-out", "locked out"
    SIGNED_OUT = "signed-out", "signed out"
    REFUSED = "refused"
    TOKEN_MADE = "token-made", "token made"
    TOKEN_REVOKED = "token-revoked", "token revoked"
    TOKEN_REFUSED = "token-refused", "token refused"


class AuthEventQuerySet(models.QuerySet["AuthEvent"]):
    def of(self, kind: AuthEventKind) -> AuthEventQuerySet:
        return self.filter(kind=kind)

    def naming(self, username: str) -> AuthEventQuerySet:
        return self.filter(username=username)

    def coming_from(self, address: str | None) -> AuthEventQuerySet:
        return self.filter(address=address)

    def since(self, moment: datetime) -> AuthEventQuerySet:
        return self.filter(at__gt=moment)

    def outdated(self) -> AuthEventQuerySet:
        """What nobody asks for any more: personal data has no business here for longer."""
        return self.filter(at__lt=timezone.now() - KEPT)


class AuthEvent(models.Model):
    """A sign-in, or a refusal. Apart from the log: a stranger must not move the archive's revision.

    `username` is what was typed, whether there is such an account or not; `path` is what was asked
    for. No password, no key and no session is ever kept.
    """

    at = models.DateTimeField(default=timezone.now)
    kind = AsciiField(max_length=20, choices=AuthEventKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    username = LineField(max_length=LINE_MAX, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    method = AsciiField(max_length=10, blank=True)
    path = LineField(max_length=LINE_MAX, blank=True)

    objects = AuthEventQuerySet.as_manager()

    class Meta:
        verbose_name = "sign-in or refusal"
        verbose_name_plural = "sign-ins and refusals"
        ordering = ["-at", "-pk"]
        constraints = [one_of("kind", AuthEventKind, "auth_event_kind_is_known")]
        indexes = [
            models.Index(fields=["kind", "username", "at"], name="auth_events_of_an_account"),
            models.Index(fields=["kind", "address", "at"], name="auth_events_of_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.username}"
