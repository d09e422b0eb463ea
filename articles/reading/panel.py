"""The entities of an article by kind: how often they are mentioned, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from articles.models import (
    Annotation,
    Entity,
    Field,
    Kind,
    TaggedEntity,
)


@dataclass
class EntityHere:
    """One entity in one article. `starts` are its places in the text, for a strip."""

    entity: Entity
    tag: TaggedEntity | None = None
    count: int = 0
    starts: list[int] = field(default_factory=list)

    @cached_property
    def address(self) -> str:
        return self.entity.get_absolute_url()


@dataclass(frozen=True)
class KindOfEntity:
    """The entities of one kind: with several mentions, with one, and tagged without any."""

    kind: Kind
    several: list[EntityHere]
    once: list[EntityHere]
    unnamed: list[EntityHere]

    def __iter__(self) -> Iterator[EntityHere]:
        return iter([*self.several, *self.once, *self.unnamed])


def entities_by_kind(
    annotations: Iterable[Annotation], tags: Iterable[TaggedEntity]
) -> list[KindOfEntity]:
    """Of anchored annotations and all tags: the most mentioned first, then by name.

    A kind without entities is left out.
    """
    found = {tag.tag_id: EntityHere(tag.tag, tag) for tag in tags}
    for annotation in annotations:
        if annotation.entity is not None:
            here = found.setdefault(annotation.entity.pk, EntityHere(annotation.entity))
            here.count += 1
            if annotation.field == Field.TEXT:
                here.starts.append(annotation.anchor().start)
    in_order = sorted(
        found.values(), key=lambda here: (-here.count, here.entity.sort_key, here.entity.slug)
    )
    groups = [
        KindOfEntity(
            kind,
            several=[here for here in in_order if here.entity.kind == kind and here.count > 1],
            once=[here for here in in_order if here.entity.kind == kind and here.count == 1],
            unnamed=[here for here in in_order if here.entity.kind == kind and not here.count],
        )
        for kind in Kind
    ]
    return [group for group in groups if any(group)]
