"""An entity that the archive does not know yet, made where it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError

from articles.models import Action, Entity, recording
from articles.models.likeness import Likeness, likenesses
from articles.text import mixed_script

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LIKE_MAX = 5


def new_entity(name: str, kind: str, form: forms.Form) -> Entity | None:
    """Not saved yet; None, and the form says why, where there can be no such entity."""
    if not kind:
        form.add_error("new_kind", "Say what it is.")
        return None
    entity = Entity(name=name, kind=kind)
    entity.derive()
    try:
        entity.full_clean(exclude=["slug", "sort_key"])
    except ValidationError as fault:
        form.add_error("new_name", fault.messages)
        return None
    if mixed_script(name):
        form.add_error("new_name", f"“{name}” mixes letters of several alphabets in one word.")
        return None
    return entity


def look_alikes(entity: Entity) -> list[Likeness]:
    return likenesses(entity)[:LIKE_MAX]


def make_entity(entity: Entity, *, by: User) -> None:
    with recording(Action.CREATED, by=by, entity=entity) as record:
        record.save(entity)
