"""Another name and another address for an entity: whoever has the old ones still finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .change import Action
from .entity import Entity, EntityName, NameForm
from .record import recording
from .redirect import Noun, Redirect

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def rename(entity: Entity, *, by: User | None, keeps_old_name: bool = False) -> None:
    """Save an entity. Its old address leads to it for good; its old name may stay as an alias.

    Raises Conflict when somebody changed it after it was read.
    """
    with recording(Action.EDITED, by=by, entity=entity) as record:
        old = Entity.objects.get(pk=entity.pk)
        record.save(entity)
        if entity.slug != old.slug:
            for redirect in Redirect.objects.filter(entity=entity, slug=entity.slug):
                record.remove(redirect)  # back at an address that it had before
            record.save(Redirect(noun=Noun.ENTITY, slug=old.slug, entity=entity))
        named_so = {entity.name, *entity.names.values_list("name", flat=True)}
        if keeps_old_name and old.name not in named_so:
            record.save(EntityName(entity=entity, name=old.name, form=NameForm.FORMER))
