"""What one must be allowed to do to undo a change: what the change itself did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .annotation import State
from .change import Action, Change

if TYPE_CHECKING:
    from django.contrib.auth.models import User

VERBS = {"created": "add", "changed": "change", "removed": "delete"}
PARTS = ("taggedentity", "entityname", "entitylink")  # of which editors remove what is wrong
# Whole nouns come and go by the hand of a chief editor alone.
WHOLE = {"article": "publish_article", "source": "publish_article", "entity": "merge_entity"}


def rights_to_undo(change: Change) -> set[str]:
    rights = {right for part in change.parts for right in _rights_of(part)}
    # A suggestion that was rejected only waits again: to choose one of several is one decision.
    reviewed = [part for part in change.parts if State.ACCEPTED in _states(part)]
    if _first(change).action == Action.REVIEWED and len(reviewed) > 1:
        rights.add("accept_annotations")
    return {f"articles.{right}" for right in rights}


def may_undo(user: User, change: Change) -> bool:
    return user.has_perms(rights_to_undo(change))


def _states(part: Mapping[str, Any]) -> list[str]:
    return [part[when]["state"] for when in ("before", "after") if "state" in part.get(when, {})]


def _rights_of(part: Mapping[str, Any]) -> Iterator[str]:
    model, did = part["model"], part["did"]
    if model == "revision":
        yield "change_article"
    elif model == "redirect":
        yield "change_entity"
    elif model in WHOLE and did != "changed":
        yield WHOLE[model]
    elif {"status", "embargo_until"} & set(part.get("after", {})) and model == "article":
        yield "publish_article"
    elif did == "removed" and model not in PARTS:
        yield f"add_{model}"  # an undo has taken it away, and nobody else does
    else:
        yield f"{VERBS[did]}_{model}"


def _first(change: Change) -> Change:
    """The act that was undone, and perhaps done and undone again."""
    while change.undoes is not None:
        change = change.undoes
    return change
