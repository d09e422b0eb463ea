"""What an act of an editor left behind."""

import contextlib

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError

from articles.models import (
    Change,
)

REFUSED = (ValidationError, IntegrityError, DataError)
SEED = "turkey-to-press-putin-on-negotiating-end-to-assads-rule"


@contextlib.contextmanager
def changes_made(*actions):
    """What is done here appends these changes, in this order, and no other."""
    last = Change.objects.count()
    yield
    made = list(Change.objects.order_by("number")[last:])
    assert [change.action for change in made] == [str(action) for action in actions]


def last_change():
    return Change.objects.newest().first()


def parts(did=None, model=None):
    return [
        part
        for part in last_change().parts
        if did in (None, part["did"]) and model in (None, part["model"])
    ]


def tags_of(story):
    return {
        tag.tag.slug: (tag.role, tag.salience, tag.by_hand)
        for tag in story.tags.select_related("tag")
    }


def assert_anchored(story):
    """Every annotation stands on its words, or it is an orphan that kept them."""
    story.refresh_from_db()
    for mark in story.annotations.all():
        if mark.is_orphaned:
            assert mark.start is None and mark.end is None and mark.exact
        else:
            assert getattr(story, mark.field)[mark.start : mark.end] == mark.exact


HOSTILE = "A\0B\ud800C\x0bD\ufffeE\x1bF\uffffG"


def assert_legal(text):
    text.encode()
    assert not set(text) & {"\0", "\x0b", "\x1b", "\ufffe", "\uffff"}
    assert "A" in text and "G" in text
