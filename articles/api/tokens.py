"""Who asks: nobody in particular, or the owner of a personal token. Sessions do not count here."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from ninja.security import HttpBearer

from articles.doors.door import ADMIN
from articles.doors.throttle import TooManyAttempts
from articles.doors.tokens import WrongToken, token_for
from articles.models import PersonalToken, Scope

from .problems import Problem

ANYBODY = "anybody"
ASK = 'Bearer realm="archive"'


class Token(HttpBearer):
    """A token that is given has to be right, where none is needed too."""

    def __call__(self, request: HttpRequest) -> PersonalToken | None:
        given = request.headers.get(self.header, "")
        if not given:
            return None
        scheme, _, secret = given.partition(" ")
        if scheme.lower() != self.openapi_scheme:
            raise _refused("Give a personal token: “Authorization: Bearer …”.", ASK)
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> PersonalToken:
        try:
            found = token_for(request, token)
        except WrongToken:
            said = "This token is unknown, expired or revoked."
            raise _refused(said, f'{ASK}, error="invalid_token"') from None
        except TooManyAttempts as wait:
            headers = {"Retry-After": str(wait.seconds)}
            raise Problem(
                429, "Too many wrong tokens from your address.", headers=headers
            ) from None
        request.user = found.owner
        return found


class RequiredToken(Token):
    def __call__(self, request: HttpRequest) -> PersonalToken:
        found = super().__call__(request)
        if found is None:
            raise _refused("Writing takes a personal token.", ASK)
        return found


def anybody(request: HttpRequest) -> str:
    return ANYBODY


TOKEN = Token()
FOR_READING = (TOKEN, anybody)
FOR_WRITING = (RequiredToken(),)


def token_of(request: HttpRequest) -> PersonalToken | None:
    """The token of a request that was let in, if it came with one."""
    given = getattr(request, "auth", None)
    return given if isinstance(given, PersonalToken) else None


def is_editor(token: PersonalToken | None) -> bool:
    """Whether it stands for somebody who may see what editors decide on."""
    if token is None or not token.scopes:
        return False
    return ADMIN.lets_in(token.owner) and token.owner.has_perm("articles.view_annotation")


def editor_with(request: HttpRequest, permission: str, scope: Scope) -> User:
    """Who may do this now: by the token, and by what its owner may at this moment."""
    token = cast(PersonalToken, token_of(request))
    if not token.allows(scope):
        asked = f'{ASK}, error="insufficient_scope", scope="{scope}"'
        detail = f"This token has not the scope {scope}."
        raise Problem(403, detail, headers={"WWW-Authenticate": asked})
    if not (ADMIN.lets_in(token.owner) and token.owner.has_perm(f"articles.{permission}")):
        raise Problem(403, "The owner of this token may not do this.")
    return token.owner


def refused(request: HttpRequest, detail: str) -> Problem:
    """Of what takes more than was shown: a token, or one of somebody else."""
    return Problem(403, detail) if token_of(request) else _refused(detail, ASK)


def _refused(detail: str, ask: str) -> Problem:
    return Problem(401, detail, headers={"WWW-Authenticate": ask})
