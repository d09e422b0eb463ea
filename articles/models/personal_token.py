"""By which a program writes in the name of a person: shown once, kept only as a checksum."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.text import NAME_MAX

from .fields import AsciiField, LineField

BEGINNING = "archive_"  # so that those who look for secrets in files know one
SHOWN = len(BEGINNING) + 6
RANDOM_BYTES = 32
LAST_USED_EACH = timedelta(minutes=1)  # not a write for each use


class Scope(models.TextChoices):
    WRITE = "annotations:write", "make, change and withdraw annotations"
    REVIEW = "annotations:review", "accept and reject annotations"


_ONE = "|".join(Scope.values)


class PersonalTokenQuerySet(models.QuerySet["PersonalToken"]):
    def of(self, user: User) -> PersonalTokenQuerySet:
        return self.filter(owner=user)

    def valid(self) -> PersonalTokenQuerySet:
        now = timezone.now()
        return self.filter(revoked_at=None, expires_at__gt=now, owner__is_active=True)

    def issue(
        self, owner: User, *, name: str, scopes: Collection[str], expires_at: datetime
    ) -> tuple[PersonalToken, str]:
        """A new token, and its words: they are nowhere else."""
        secret = BEGINNING + secrets.token_urlsafe(RANDOM_BYTES)
        token = self.model(
            owner=owner,
            name=name,
            scopes=" ".join(scope for scope in Scope.values if scope in scopes),
            sha256=checksum(secret),
            prefix=secret[:SHOWN],
            expires_at=expires_at,
        )
        token.full_clean()
        token.save()
        return token, secret

    def for_secret(self, secret: str) -> PersonalToken | None:
        return self.valid().select_related("owner").filter(sha256=checksum(secret)).first()


def checksum(secret: str) -> str:
    """Of 256 random bits: nobody guesses them, so no slow hash has to hide them."""
    return hashlib.sha256(secret.encode()).hexdigest()


class PersonalToken(models.Model):
    """Never more than its owner may at the time of use, and of that only what its scopes name.

    No `Change`: it is no act on an article. That it was made or revoked is an `AuthEvent`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="personal_tokens"
    )
    name = LineField(max_length=NAME_MAX, help_text="What it is for.")
    scopes = AsciiField(
        max_length=200, blank=True, help_text="Divided by blanks; none: it only reads."
    )
    sha256 = AsciiField("SHA-256", max_length=64, unique=True, editable=False)
    prefix = AsciiField("beginning", max_length=SHOWN, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PersonalTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="personal_token_has_a_name"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="personal_token_is_kept_as_a_checksum",
            ),
            models.CheckConstraint(
                condition=Q(scopes="") | Q(scopes__regex=f"^({_ONE})( ({_ONE}))*$"),
                name="personal_token_scopes_are_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("token-detail", args=[self.uid])

    @property
    def scopes_in_words(self) -> str:
        return "; ".join(Scope(scope).label for scope in self.scopes.split()) or "only read"

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes.split()

    def revoke(self) -> None:
        """For good: a revoked token stays in its owner's list and opens nothing."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])

    def use(self) -> None:
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > LAST_USED_EACH:
            type(self).objects.filter(pk=self.pk).update(last_used_at=now)
