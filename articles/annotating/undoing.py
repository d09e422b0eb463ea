"""What she has just done here, and how it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from articles.models import Article, Change, may_undo, undo
from articles.pages.plain_words import describe, known_in

from .deciding import NotDecided

if TYPE_CHECKING:
    from django.contrib.auth.models import User

DIGITS_MAX = 18  # as many as a database counts


@dataclass(frozen=True)
class Done:
    """Her own change of an article, in plain words."""

    change: Change
    by: User

    @property
    def phrases(self) -> list[str]:
        return describe(self.change, known_in([self.change], for_readers=False))

    @property
    def may_be_undone(self) -> bool:
        is_undone = Change.objects.filter(undoes=self.change).exists()
        return not is_undone and may_undo(self.by, self.change)


def done_by(user: User, article: Article, number: str) -> Done | None:
    if not (number.isascii() and number.isdigit() and len(number) <= DIGITS_MAX):
        return None
    change = Change.objects.filter(article=article, by=user, number=int(number)).first()
    return Done(change, user) if change else None


def take_back(article: Article, number: str, *, by: User) -> Change:
    """Raises `CannotUndo` where what it did has been changed since."""
    done = done_by(by, article, number)
    if done is None:
        raise NotDecided("That was not done by you, or not here.")
    if not may_undo(by, done.change):
        raise PermissionDenied
    return undo(done.change, by=by)
