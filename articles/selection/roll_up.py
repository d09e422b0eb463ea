"""Who does what to whom, counted: a line for each actor, kind of act and target.

Nobody is taken for somebody else. What is done to the rebels of a country is not done to the
country, and what its officials do is theirs: each line is about two entities, with the sector of
each beside its name, and what it is tied to in the words of the tie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Q

from articles.models import Entity, EntityLink, Relation, RelationStatus, Tie
from articles.models.plover import Category

from .narrowing_statements import is_plain, with_parts

if TYPE_CHECKING:
    from .stated import Statements

SHOWN = 10
MOST = 500
# The tie that says best who somebody is.
TELLING = (Tie.HOLDS_OFFICE_IN, Tie.PART_OF, Tie.LOCATED_IN, Tie.CITIZEN_OF)


class Party(NamedTuple):
    """An entity with what it is: “rebels, part of Syria”."""

    entity: Entity
    is_what: str


class Doing(NamedTuple):
    """`but` says how many of the times have not happened, or are only claimed."""

    actor: Party
    does: str
    target: Party
    times: int
    but: str
    url: str


@dataclass(frozen=True)
class RollUp:
    statements: Statements
    is_whole: bool = False

    @cached_property
    def doings(self) -> list[Doing]:
        return list(self._doings(self._numbers[: self.shown]))

    @property
    def shown(self) -> int:
        return MOST if self.is_whole else SHOWN

    @property
    def has_more(self) -> bool:
        return len(self._numbers) > self.shown

    @property
    def whole_url(self) -> str:
        query = self.statements.selection.on_page(1).address()
        return f"{self.statements.path}?{query}&all=1" if query else f"{self.statements.path}?all=1"

    @cached_property
    def _numbers(self) -> list[dict[str, Any]]:
        """The most frequent first; one more than is shown, if there are more."""
        if not is_plain(self.statements):
            return []
        relations = Relation.objects.filter(pk__in=self.statements.counted).exclude(category="")
        relations = relations.order_by().filter(actors__isnull=False, targets__isnull=False)
        for part, values in self._asked.items():
            if part != "event":
                relations = relations.filter(**{f"{self.statements.parts[part]}__in": values})
        names = ("actors", "category", "targets", "actors__sort_key", "targets__sort_key")
        others = (RelationStatus.PLANNED, RelationStatus.CLAIMED, RelationStatus.PAST)
        numbers = relations.values(*names).annotate(
            count=Count("pk"),
            **{str(one): Count("pk", filter=Q(status=one)) for one in others},
        )
        return list(numbers.order_by("-count", *names[3:], *names[:3])[: self.shown + 1])

    @property
    def _asked(self) -> Mapping[str, Any]:
        """Of several actors in one relation only those that are asked for."""
        return self.statements.wanted[0] if self.statements.wanted else {}

    def _doings(self, rows: list[dict[str, Any]]) -> Iterator[Doing]:
        pks = {row[name] for row in rows for name in ("actors", "targets")}
        entities = Entity.objects.in_bulk(pks)
        ties = _ties(pks)
        parties = {pk: Party(one, _is_what(one, ties.get(pk, ""))) for pk, one in entities.items()}
        for row in rows:
            actor, target = parties[row["actors"]], parties[row["targets"]]
            category = Category(row["category"])
            selection = with_parts(
                self.statements,
                event=category.lower(),
                actor=actor.entity.code,
                target=target.entity.code,
            )
            url = self.statements.url_of(selection)
            yield Doing(actor, category.label, target, row["count"], _but(row), url)


def _but(row: dict[str, Any]) -> str:
    """“planned”; of several “1 planned, 2 claimed”."""
    others = (RelationStatus.PLANNED, RelationStatus.CLAIMED, RelationStatus.PAST)
    numbers = {one: row[one] for one in others if row[one]}
    return ", ".join(str(one) if n == row["count"] else f"{n} {one}" for one, n in numbers.items())


def _is_what(entity: Entity, tie: str) -> str:
    sector = entity.get_sector_display().lower() if entity.sector else entity.kind
    return ", ".join(filter(None, [sector, tie]))


def _ties(pks: set[int]) -> dict[int, str]:
    """Of each that has one the most telling tie, in its own words."""
    links = EntityLink.objects.filter(entity__in=pks, tie__in=TELLING).order_by("pk")
    found = sorted(
        links.values_list("tie", "entity", "target", "label"),
        key=lambda link: TELLING.index(Tie(link[0])),
    )
    targets = Entity.objects.filter(pk__in={target for _, _, target, _ in found})
    known = {one.pk: one.name for one in targets.known_to_readers()}
    said: dict[int, str] = {}
    for tie, entity, target, label in found:
        if target in known:
            words = f"{label} ({known[target]})" if label else f"{Tie(tie).label} {known[target]}"
            said.setdefault(entity, words)
    return said
