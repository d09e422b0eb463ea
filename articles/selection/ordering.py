"""The orders that a selection can be read in, and the views of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from articles.search import terms_of

from .reading import BY_WORDS, CONCORDANCE, SORTS

if TYPE_CHECKING:
    from .selection import Selection

LABELS = {BY_WORDS: "Most relevant first", "newest": "Newest first", "oldest": "Oldest first"}
VIEWS = {"": "Articles", CONCORDANCE: "Sentences"}


class Way(NamedTuple):
    label: str
    url: str
    is_chosen: bool


def orders(selection: Selection) -> list[Way]:
    sorts = (BY_WORDS, *SORTS) if terms_of(selection.asked) else SORTS
    return [
        Way(LABELS[sort], selection.sorted_by(sort).url(), sort == selection.sort) for sort in sorts
    ]


def views(selection: Selection) -> list[Way]:
    """Only where there are words: a concordance shows them."""
    if not terms_of(selection.asked):
        return []
    return [
        Way(label, selection.seen_as(view).url(), view == selection.view)
        for view, label in VIEWS.items()
    ]
