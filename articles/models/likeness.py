"""Entities that may be one, or may be taken for one another: told, never refused.

likenesses(turkey)          # [Likeness("looks like", <Entity: Turkey>), ...]: a few look-ups
possible_duplicates()       # the same over the whole archive, in groups
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Exists, OuterRef

from articles.text import LOOKS_LATIN, fold, looks_like

from .entity import Entity, EntityName, NameForm
from .merging import has_codes

# Forms in which a name is a name: Ankara and Turkish are shared by what is not one.
NAMES = (NameForm.NAME, NameForm.ABBREVIATION, NameForm.FORMER)
GROUPS_MAX = 100


class Likeness(NamedTuple):
    why: str
    other: Entity


class Group(NamedTuple):
    """Entities that share something, which may be one."""

    shared: str
    entities: list[Entity]


class Duplicates(NamedTuple):
    why: str
    groups: list[Group]
    are_all: bool


# --- Of one entity ------------------------------------------------------------------------------


def likenesses(entity: Entity) -> list[Likeness]:
    """Each other entity once, with the best reason; in a constant number of queries."""
    found: dict[int, Likeness] = {}
    for likeness in _found(entity):
        if likeness.other.pk != entity.pk:
            found.setdefault(likeness.other.pk, likeness)
    return list(found.values())


def _found(entity: Entity) -> Iterator[Likeness]:
    folded, skeleton = fold(entity.name), looks_like(entity.name)
    entities = Entity.objects.by_name()
    if entity.wikidata:
        for other in entities.filter(wikidata=entity.wikidata):
            yield Likeness(f"has the same Wikidata id, {entity.wikidata}, as", other)
    for other in entities.filter(folded__in={folded, skeleton}):
        yield Likeness("has the same name as" if other.folded == folded else "looks like", other)
    aliases = EntityName.objects.filter(form__in=NAMES).select_related("entity").order_by("pk")
    for alias in aliases.filter(folded__in={folded, skeleton}):
        said = "is also a name of" if alias.folded == folded else f"looks like “{alias.name}”, of"
        yield Likeness(said, alias.entity)
    own = aliases.filter(entity=entity.pk).values("folded")
    for other in entities.filter(folded__in=own, kind=entity.kind):
        yield Likeness(f"is also called “{other.name}”, the name of", other)


# --- Of the whole archive -----------------------------------------------------------------------


def possible_duplicates() -> list[Duplicates]:
    """Only what has duplicates; the surest reason first."""
    found = [
        _duplicates("The same Wikidata id", _by_wikidata()),
        _duplicates("A name of one kind that two have", _by_alias()),
        _duplicates("Names that look alike, in letters of other alphabets", _by_looks()),
        _duplicates("The same name in two kinds", _by_name()),
    ]
    return [duplicates for duplicates in found if duplicates.groups]


def _duplicates(why: str, groups: list[Group]) -> Duplicates:
    return Duplicates(why, groups[:GROUPS_MAX], len(groups) <= GROUPS_MAX)


def _by_wikidata() -> list[Group]:
    entities = Entity.objects.exclude(wikidata="")
    return _grouped(entities, "wikidata", _several(entities, "wikidata"))


def _by_name() -> list[Group]:
    entities = Entity.objects.all()
    return _grouped(entities, "folded", _several(entities, "folded"))


def _several(rows: models.QuerySet, *names: str, what: str = "pk") -> models.QuerySet:
    """Values of these columns which more than one row has: the database groups by an index."""
    counted = rows.order_by().values(*names).annotate(n=Count(what, distinct=what != "pk"))
    return counted.filter(n__gt=1).order_by(*names)[: GROUPS_MAX + 1]


def _grouped(entities: models.QuerySet, name: str, several: models.QuerySet) -> list[Group]:
    values = [row[name] for row in several]
    groups: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in entities.filter(**{f"{name}__in": values}).order_by(name, "sort_key", "slug"):
        groups[getattr(entity, name)].append(entity)
    return [Group(shared, found) for shared, found in groups.items()]


def _by_alias() -> list[Group]:
    """Two other names that fold alike, or another name that is the name of a second entity."""
    aliases = EntityName.objects.filter(form__in=NAMES)
    same = Entity.objects.filter(folded=OuterRef("folded"), kind=OuterRef("entity__kind"))
    named = aliases.filter(Exists(same.exclude(pk=OuterRef("entity"))))
    keys = {
        *named.order_by("folded").values_list("folded", "entity__kind")[: GROUPS_MAX + 1],
        *(
            (row["folded"], row["entity__kind"])
            for row in _several(aliases, "folded", "entity__kind", what="entity")
        ),
    }
    groups: defaultdict[tuple[str, str], dict[int, Entity]] = defaultdict(dict)
    folded = {folded for folded, _ in keys}
    for entity in Entity.objects.filter(folded__in=folded):
        groups[entity.folded, entity.kind][entity.pk] = entity
    for alias in aliases.filter(folded__in=folded).select_related("entity"):
        groups[alias.folded, alias.entity.kind][alias.entity.pk] = alias.entity
    shared: defaultdict[tuple[Entity, ...], list[str]] = defaultdict(list)
    for key in sorted(keys):
        shared[tuple(_in_order(groups[key].values()))].append(key[0])
    # Two Congos, two Koreas: countries with codes of their own are known to be two.
    return [
        Group(", ".join(names), list(entities))
        for entities, names in shared.items()
        if not all(map(has_codes, entities))
    ]


def _by_looks() -> list[Group]:
    foreign = Entity.objects.filter(name__regex=LOOKS_LATIN).order_by("sort_key", "slug")
    by_skeleton = {looks_like(entity.name): entity for entity in foreign[: 100 * GROUPS_MAX]}
    groups = [
        Group(other.name, [other, by_skeleton[other.folded]])
        for keys in _in_lots(list(by_skeleton))
        for other in Entity.objects.filter(folded__in=keys).order_by("sort_key", "slug")
        if other.pk != by_skeleton[other.folded].pk
    ]
    return groups[: GROUPS_MAX + 1]


def _in_lots(keys: list[str], size: int = 500) -> Iterator[list[str]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _in_order(entities: Iterable[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (entity.sort_key, entity.slug))
