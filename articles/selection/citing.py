"""What a selection finds now, kept for good so that it can be cited."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils import timezone

from articles.models import FrozenSet
from articles.models.frozen_set import Line, lines_of
from articles.pages.cited import CitedSet

from .selection import Selection

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST = 10_000
MOST_A_DAY = 100


class CannotCite(Exception):
    """Says why, to the one who would cite."""


def cite(selection: Selection, by: User) -> FrozenSet:
    """The set that holds what the selection finds. The same articles again are the same set."""
    lines = found_lines(selection)
    if there_is := FrozenSet.objects.of_lines(lines).first():
        return there_is
    _refuse_too_many(by)
    whole = selection.bare
    return FrozenSet.objects.freeze(lines, query=whole.address(), in_words=whole.in_words(), by=by)


def found_lines(selection: Selection) -> list[Line]:
    """All of them, from the index, which has to know every change and agree with the database."""
    if not selection.total:
        raise CannotCite("No article is found, so there is nothing to cite.")
    if selection.total > MOST:
        raise CannotCite(
            f"These are {selection.total:,} articles. Up to {MOST:,} can be cited as one result:"
            " narrow it first, by date for example."
        )
    found = selection.look.find(selection.condition, sort=selection.sort, limit=MOST)
    lines = lines_of(found.pks)
    if selection.look.behind or len(lines) != selection.total:
        raise CannotCite("The archive is changing at this moment. Try again in some seconds.")
    return lines


def _refuse_too_many(by: User) -> None:
    day = timezone.now() - timedelta(days=1)
    if FrozenSet.objects.filter(made_by=by, made_at__gt=day).count() >= MOST_A_DAY:
        raise CannotCite(f"You have cited {MOST_A_DAY} results in a day. Go on tomorrow.")


def set_record(frozen: FrozenSet) -> dict[str, Any]:
    """A set for programs: what was cited, and what has become of it."""
    cited = CitedSet(frozen)
    is_said = may_be_said(frozen.query, is_whole=cited.is_whole)
    return {
        "sha256": frozen.sha256,
        "total": frozen.total,
        "cited_at": frozen.made_at.isoformat(),
        "archive_revision": frozen.archive_revision,
        "query": frozen.in_words if is_said else None,
        "url": f"/articles/?{frozen.query}" if is_said else None,
        "is_whole": cited.is_whole,
        "articles": [member.as_record for member in cited.members],
    }


def may_be_said(query: str, *, is_whole: bool) -> bool:
    """Whether readers may be told what was asked: only names that they can know today.

    Where one of the articles is hidden, words that were typed could be a quotation of it.
    """
    selection = Selection.read(QueryDict(query))
    return not selection.ignored and (is_whole or selection.tree is None)
