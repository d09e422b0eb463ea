"""What an entity is tied to, and what is tied to it: by the words of the tie, at both ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.models import Entity, EntityLink, Tie

SHOWN = 12
# How a tie is called at its other end.
OUTWARD = {str(tie.value): str(tie.label) for tie in Tie}
INWARD: dict[str, str] = {
    Tie.PART_OF: "Parts",
    Tie.CITIZEN_OF: "Citizens",
    Tie.LOCATED_IN: "Located here",
    Tie.OPERATED_BY: "Operates",
    Tie.HOLDS_OFFICE_IN: "In office",
}


@dataclass
class Tied:
    """The entities at the other end of one kind of tie, with its words; `more` are not shown."""

    tie: str
    label: str
    others: list[tuple[Entity, str]] = field(default_factory=list)
    more: int = 0


class Ties(NamedTuple):
    out: list[Tied]
    into: list[Tied]

    @classmethod
    def of(cls, entity: Entity) -> Ties:
        """The first few of each tie by name; only what readers may know of is counted."""
        links = EntityLink.objects.order_by("label")
        out = list(links.filter(entity=entity).values_list("tie", "target", "label"))
        into = list(links.filter(target=entity).values_list("tie", "entity", "label"))
        named = Entity.objects.filter(pk__in={pk for _, pk, _ in (*out, *into)}).by_name()
        known = {one.pk: one for one in named.known_to_readers()}
        return cls(_grouped(out, known, OUTWARD), _grouped(into, known, INWARD))


def _grouped(
    rows: Iterable[tuple[str, int, str]], known: Mapping[int, Entity], labels: Mapping[str, str]
) -> list[Tied]:
    place = {pk: number for number, pk in enumerate(known)}
    groups = {tie: Tied(tie, labels[tie].capitalize()) for tie in Tie.values}
    for tie, pk, words in sorted(
        (row for row in rows if row[1] in known), key=lambda row: place[row[1]]
    ):
        group = groups[tie]
        if len(group.others) < SHOWN:
            group.others.append((known[pk], words))
        else:
            group.more += 1
    return [group for group in groups.values() if group.others]
