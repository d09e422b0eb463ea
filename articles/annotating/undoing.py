"""Her own last act, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from articles.models import Article, Change, may_undo, undo

from .deciding import NotDecided

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def take_back(article: Article, number: str, *, by: User) -> Change:
    """Raises `CannotUndo` where what it did has been changed since."""
    known = number if number.isascii() and number.isdigit() and len(number) < 19 else "0"
    change = Change.objects.filter(article=article, by=by, number=int(known)).first()
    if change is None:
        raise NotDecided("That was not done by you, or not here.")
    if not may_undo(by, change):
        raise PermissionDenied
    return undo(change, by=by)
