"""Who does what a command does: `--by USERNAME`, for the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.management import CommandError, CommandParser

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def add_by(parser: CommandParser) -> None:
    parser.add_argument("--by", metavar="USERNAME", help="who does it, for the log")


def person(username: str | None, *, may: str = "") -> User | None:
    """Nobody where no name is given: then it was the archive's operator, who may everything."""
    if username is None:
        return None
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is nobody of the name “{username}”.")
    if not user.is_active:
        raise CommandError(f"The account “{username}” is closed.")
    if may and not user.has_perm(may):
        raise CommandError(f"{username} may not do that: it takes {may}.")
    return user
