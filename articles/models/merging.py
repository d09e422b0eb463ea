"""Two entities that are one: what belongs to the one that goes is given to the one that is kept.

    preview = MergePreview.of(kept, gone)
    merge(kept, gone, by=user)

The address of the one that goes leads to the one that is kept, for good, and its name is found as
an alias. It is one change in the log with all its parts, so that an undo brings back what was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from .belongings import Belongings
from .change import Action, Archive
from .entity import Entity, EntityLink, EntityName, NameForm
from .record import Record, recording
from .redirect import Noun, Redirect
from .versioned import Conflict

if TYPE_CHECKING:
    from django.contrib.auth.models import User

CODES = ("iso2", "iso3", "iso_numeric")
TOLD = ("wikidata", "description", "sector")  # taken over where the kept one has nothing


def refuse_merge(kept: Entity, gone: Entity) -> None:
    """Raise ValidationError where two entities cannot be one."""
    if kept.pk == gone.pk:
        raise ValidationError(f"“{kept}” cannot be merged with itself.")
    if kept.kind != gone.kind:
        raise ValidationError(
            f"Entities of two kinds are not merged: “{kept}” is a {kept.kind}, “{gone}” is a "
            f"{gone.kind}."
        )
    if has_codes(kept) and has_codes(gone):
        raise ValidationError(f"“{kept}” and “{gone}” both have ISO codes: two countries.")


def merge(
    kept: Entity,
    gone: Entity,
    *,
    by: User | None,
    form: NameForm | str = NameForm.NAME,
    reason: str = "",
) -> None:
    """Make one entity of two of a kind; the other's name is kept as an alias of this form.

    Raises Conflict when somebody changed one of them after it was read, ValidationError when they
    cannot be one.
    """
    refuse_merge(kept, gone)
    with recording(Action.MERGED, by=by, entity=kept, reason=reason) as record:
        Belongings(gone).hold()
        kept, gone = hold_entities(kept, gone)
        _give_all(kept, gone, form, record)
        # Rows are checked against their entity on commit, and whoever commits holds the log: so
        # from here on nobody adds any, and what was added in the meantime is given, too.
        Archive.objects.hold()
        _give_all(kept, gone, form, record)
        record.remove(gone, heir=kept)
        take_over(kept, gone)
        record.save(kept)
        record.save(Redirect(noun=Noun.ENTITY, slug=gone.slug, entity=kept))


def _give_all(kept: Entity, gone: Entity, form: NameForm | str, record: Record) -> None:
    Belongings(gone).give_to(kept, record)
    _give_names(kept, gone, form, record)
    _give_links(kept, gone, record)
    record.point_all(gone.sources.select_related("entity"), "entity", kept)
    old = Redirect.objects.filter(entity=gone).select_related("entity")
    record.point_all(old, "entity", kept)


def hold_entities(*entities: Entity) -> list[Entity]:
    """As they are now, in this order; nobody else changes them until this act ends."""
    keys = [entity.pk for entity in entities]
    held = Entity.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    rows = {row.pk: row for row in held}
    for entity in entities:
        if entity.pk not in rows or rows[entity.pk].version != entity.version:
            raise Conflict(rows.get(entity.pk, entity))
    return [rows[key] for key in keys]


def has_codes(entity: Entity) -> bool:
    return any(getattr(entity, name) for name in CODES)


def take_over(kept: Entity, gone: Entity) -> None:
    """Fill in what only the other one told."""
    for name in TOLD:
        setattr(kept, name, getattr(kept, name) or getattr(gone, name))
    if not has_codes(kept):
        for name in CODES:
            setattr(kept, name, getattr(gone, name))
    kept.is_listed = kept.is_listed or gone.is_listed


def double_names(kept: Entity, gone: Entity) -> list[EntityName]:
    """Names of the one that goes which the kept one has."""
    names = {kept.name, *kept.names.values_list("name", flat=True)}
    return [name for name in gone.names.select_related("entity") if name.name in names]


def double_links(kept: Entity, gone: Entity) -> list[EntityLink]:
    """Ties of the one that goes which the kept one has, or which would tie it to itself."""
    ties = EntityLink.objects.select_related("entity", "target")
    mine = {_ends(tie, kept, kept) for tie in ties.filter(entity=kept) | ties.filter(target=kept)}
    return [
        tie
        for tie in ties.filter(entity=gone) | ties.filter(target=gone)
        if _ends(tie, kept, gone) in mine or {tie.entity_id, tie.target_id} == {kept.pk, gone.pk}
    ]


def _ends(tie: EntityLink, kept: Entity, gone: Entity) -> tuple[int, str, int, str]:
    """What a tie would be, were the one that goes the kept one."""
    ends = (kept.pk if key == gone.pk else key for key in (tie.entity_id, tie.target_id))
    return next(ends), tie.tie, next(ends), tie.label


def _give_names(kept: Entity, gone: Entity, form: NameForm | str, record: Record) -> None:
    record.remove_all(double_names(kept, gone))
    record.point_all(gone.names.select_related("entity"), "entity", kept)
    if not kept.names.filter(name=gone.name).exists():
        record.save(EntityName(entity=kept, name=gone.name, form=form))


def _give_links(kept: Entity, gone: Entity, record: Record) -> None:
    record.remove_all(double_links(kept, gone))
    both = ("entity", "target")
    record.point_all(gone.links.select_related(*both), "entity", kept)
    record.point_all(gone.linked_from.select_related(*both), "target", kept)
