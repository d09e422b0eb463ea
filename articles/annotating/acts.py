"""What the buttons of the workbench do, and what is shown then."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.models import (
    Action,
    Annotation,
    Archive,
    Article,
    Claim,
    Entity,
    State,
    recording,
)
from articles.pages.places import Place

from .deciding import ACTS, NotDecided, decide
from .making import Making
from .matches import next_match
from .mention import MakeMention
from .undoing import take_back
from .workbench import NO_MORE, Workbench

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import QueryDict


GONE = "This mark is not there any more: somebody has rejected it."


class NotSaved(Exception):
    """The form says why."""


def act(bench: Workbench, sent: QueryDict) -> dict[str, str]:
    """Do what the button says, as one change; the query of the page that shows it."""
    before = Archive.objects.current().last_change
    going_on = _act(bench, sent)
    changes = bench.article.changes.filter(by=bench.by, number__gt=before)
    done = changes.newest().values_list("number", flat=True).first()
    return ({"done": str(done)} if done else {}) | going_on


def _act(bench: Workbench, sent: QueryDict) -> dict[str, str]:
    if "undo" in sent:
        take_back(bench.article, sent.get("undo", ""), by=bench.by)
    elif "remove" in sent:
        remove(bench.form, by=bench.by)
    elif any(name in sent for name in ACTS):
        decide(bench.queue, sent, by=bench.by)
    else:
        return _save(bench, sent)
    return {}


def _save(bench: Workbench, sent: QueryDict) -> dict[str, str]:
    if bench.is_gone:
        raise NotDecided(f"{GONE} Save once more to mark the words again.")
    form = bench.form
    if not form.is_valid():
        raise NotSaved
    form.allow(bench.by)
    marked = form.save(by=bench.by)
    if sent.get("save") == "next" and isinstance(form, MakeMention):
        return _going_on(bench.article, marked)
    # Who makes claims makes another; the row that was open is done with.
    return {} if bench.kind == MakeMention.kind or bench.row else {"kind": bench.kind}


def _going_on(article: Article, marked: Annotation) -> dict[str, str]:
    """The form filled in for the same words, where they stand next."""
    at = Place(marked.field, marked.start or 0, marked.end or 0)  # type: ignore[arg-type]
    entity = cast(Entity, marked.entity)
    place = next_match(article, at, entity)
    if place is None:
        return {"next": NO_MORE}
    return {"place": place.key(article), "entity": entity.slug, "form": marked.form}


def remove(form: Making, *, by: User) -> None:
    """Reject what is open, with the words that say who says it."""
    row, words = form.row, form.annotation
    if row is None or words is None:
        raise NotDecided(GONE)
    if form.data.get("version") != form.version:
        raise NotDecided("Somebody else changed that after you opened it: look at it again.")
    if not by.has_perm("articles.change_annotation"):
        raise PermissionDenied
    article = form.article
    with transaction.atomic(), recording(Action.REVIEWED, by=by, article=article):
        article.review(words, State.REJECTED, by=by)
        if isinstance(row, Claim) and row.cue is not None:
            article.review(row.cue, State.REJECTED, by=by)
