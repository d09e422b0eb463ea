"""What a merge would do, counted before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .belongings import Belongings
from .change import Change
from .entity import Entity
from .merging import CODES, TOLD, double_links, double_names, has_codes, refuse_merge
from .redirect import Redirect
from .tag import TaggedEntity

SHOWN = 20


class Count(NamedTuple):
    """So many rows of the one that goes; so many of them the kept one has already."""

    noun: str
    rows: int
    doubles: int


class Difference(NamedTuple):
    """A field in which both say something else; the kept one's stays."""

    field: str
    kept: str
    gone: str


class DoubleTag(NamedTuple):
    """An article tagged with both, and the tag that stays."""

    kept: TaggedEntity
    gone: TaggedEntity
    stays: TaggedEntity


@dataclass(frozen=True)
class MergePreview:
    kept: Entity
    gone: Entity
    counts: list[Count]
    differences: list[Difference]
    double_tags: list[DoubleTag]
    lost_ties: list[str]

    @classmethod
    def of(cls, kept: Entity, gone: Entity) -> MergePreview:
        """In the same few queries, however much they have. Raises ValidationError if refused."""
        refuse_merge(kept, gone)
        theirs = Belongings(gone)
        tags, links = theirs.double_tags(kept), double_links(kept, gone)
        to_itself = [tie for tie in links if {tie.entity_id, tie.target_id} == {kept.pk, gone.pk}]
        return cls(
            kept,
            gone,
            counts=[
                Count("tagged articles", theirs.tags.count(), len(tags)),
                Count("mentions", theirs.mentions.count(), len(theirs.double_mentions(kept))),
                Count("claims", *_counted(theirs.claims, Belongings(kept).claims)),
                Count("relations", *_counted(theirs.relations, Belongings(kept).relations)),
                Count("other names", gone.names.count(), len(double_names(kept, gone))),
                Count(
                    "ties",
                    gone.links.count() + gone.linked_from.count(),
                    len(links) - len(to_itself),
                ),
                Count("sources that it is", gone.sources.count(), 0),
                Count("old addresses", Redirect.objects.filter(entity=gone).count(), 0),
                Count("changes in its history", Change.objects.filter(entity=gone).count(), 0),
            ],
            differences=list(_differences(kept, gone)),
            double_tags=[
                DoubleTag(mine, other, max(mine, other, key=lambda tag: tag.weight))
                for other, mine in tags
            ],
            lost_ties=[str(tie) for tie in to_itself],
        )

    @property
    def clashes(self) -> Iterator[str]:
        """What will not be as it was, in words."""
        for count in self.counts:
            if count.doubles:
                yield f"{count.doubles:,} of {count.rows:,} {count.noun} the kept one has, too."
        for one in self.differences:
            yield f"{one.field}: “{one.kept}” stays, “{one.gone}” goes."
        for tie in self.lost_ties:
            yield f"It would be tied to itself: “{tie}” goes."

    @property
    def first_double_tags(self) -> list[DoubleTag]:
        return self.double_tags[:SHOWN]

    @property
    def more_double_tags(self) -> int:
        return max(0, len(self.double_tags) - SHOWN)


def _counted(theirs, mine):  # type: ignore[no-untyped-def]
    return theirs.count(), theirs.filter(pk__in=mine.order_by().values("pk")).count()


def _differences(kept: Entity, gone: Entity) -> Iterator[Difference]:
    names = [*TOLD, *(CODES if has_codes(kept) else ())]
    for name in names:
        mine, theirs = getattr(kept, name), getattr(gone, name)
        if mine and theirs and mine != theirs:
            label = str(Entity._meta.get_field(name).verbose_name)
            yield Difference(label[0].upper() + label[1:], mine, theirs)
