"""The ways from one selection to narrower ones, each with the number of articles it leads to.

The numbers come from the index, in one question for all of them, and are exact: the page behind a
link has as many articles as the link says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from articles.facets import FACETS, EntityFacet, Facet, LanguageFacet, SourceFacet, Value
from articles.models import Entity, Source

if TYPE_CHECKING:
    from articles.search import Look

    from .selection import Selection

SHOWN = 4
# Of values with the same number those with the first names are shown; so many are asked for theirs.
MOST_LEVEL = 60


@dataclass(frozen=True)
class Choice:
    """A value: its link narrows to it, or takes it away where it is in use.

    `among` are all articles of the archive, where shares of them are shown.
    """

    code: str
    label: str
    kind: str
    count: int
    url: str
    not_url: str = ""
    is_chosen: bool = False
    among: int = 0
    noun: str = "article"


@dataclass(frozen=True)
class Box:
    """A facet with its most frequent values, those in use first."""

    parameter: str
    label: str
    values: list[Choice]
    total: int = 0
    chosen: int = 0
    more_url: str = ""
    more_label: str = ""
    is_open: bool = field(default=True)

    @property
    def as_record(self) -> list[dict[str, Any]]:
        return [{"value": one.code, "label": one.label, "count": one.count} for one in self.values]


def boxes(selection: Selection, look: Look) -> list[Box]:
    fields = [field_of(facet) for facet in _counted()]
    # The months are for the chart beside the boxes: so all is counted in one question.
    counted = look.counts(selection.condition, *fields, "year", "month")
    wanted = {facet: _most(selection, facet, counted[field_of(facet)]) for facet in _counted()}
    values = values_of(wanted)
    made = []
    for facet in _counted():
        counts = counted[field_of(facet)]
        chosen = chosen_in(selection, facet)
        named = [values[facet, key] for key in wanted[facet] if (facet, key) in values]
        if not named:
            continue
        ordered = sorted(named, key=lambda one: _place(one, counts[key_of(one)], chosen))
        shown = ordered[: max(SHOWN, len(chosen))]
        choices = [choice_of(selection, one, counts[key_of(one)], chosen) for one in shown]
        more = len(counts) > len(shown)
        made.append(
            Box(
                parameter=facet.parameter,
                label=facet.label,
                values=choices,
                total=len(counts),
                chosen=len(chosen),
                more_url=facet_url(selection, facet) if more else "",
                more_label=f"All {len(counts):,} {facet.label.lower()}",
            )
        )
    return made


def facet_of(parameter: str) -> Facet | None:
    """The facet of this parameter, if its values are counted."""
    return next((facet for facet in _counted() if facet.parameter == parameter), None)


def facet_url(selection: Selection, facet: Facet) -> str:
    query = selection.on_page(1).address()
    return f"/articles/facets/{facet.parameter}/" + (f"?{query}" if query else "")


def _counted() -> list[Facet]:
    counted = (EntityFacet, SourceFacet, LanguageFacet)
    return [facet for facet in FACETS if isinstance(facet, counted)]


def field_of(facet: Facet) -> str:
    """How the index calls it."""
    return {"lang": "language"}.get(facet.parameter, facet.parameter)


def key_of(value: Value) -> Any:
    """How the index calls a value."""
    return value.row.pk if value.row is not None else value.code.lower()


def chosen_in(selection: Selection, facet: Facet) -> list[Value]:
    terms = (term for term in selection.terms if term.facet == facet and not term.is_not)
    return [value for term in terms for value in term.values]


def _most(selection: Selection, facet: Facet, counts: Mapping[Any, int]) -> list[Any]:
    """Keys of the values in use, of the most frequent ones, and of those level with the last."""
    chosen = [key for key in map(key_of, chosen_in(selection, facet)) if key in counts]
    first = list(islice(counts, SHOWN + MOST_LEVEL))
    least = counts[first[:SHOWN][-1]] if first else 0
    return list(dict.fromkeys([*chosen, *(key for key in first if counts[key] >= least)]))


def values_of(wanted: Mapping[Facet, Sequence[Any]]) -> dict[tuple[Facet, Any], Value]:
    """The values that these keys stand for; a query for all entities and one for all sources."""
    entities = Entity.objects.for_links().in_bulk(_keys_of(EntityFacet, wanted))
    sources = Source.objects.in_bulk(_keys_of(SourceFacet, wanted))
    found: dict[tuple[Facet, Any], Value] = {}
    for facet, keys in wanted.items():
        for key in keys:
            if isinstance(facet, EntityFacet) and key in entities:
                found[facet, key] = facet.value_of(entities[key])
            elif isinstance(facet, SourceFacet) and key in sources:
                found[facet, key] = facet.value_of(sources[key])
            elif isinstance(facet, LanguageFacet):
                # What has come in as no tag of a language cannot be asked for.
                value = facet.find([("lang", key)]).get(("lang", key))
                found |= {(facet, key): value} if isinstance(value, Value) else {}
    return found


def _keys_of(kind: type[Facet], wanted: Mapping[Facet, Sequence[Any]]) -> list[Any]:
    return [key for facet, keys in wanted.items() if isinstance(facet, kind) for key in keys]


def _place(value: Value, count: int, chosen: Iterable[Value]) -> tuple[bool, int, str, str]:
    return value not in chosen, -count, getattr(value.row, "sort_key", value.label), value.code


def choice_of(selection: Selection, value: Value, count: int, chosen: Iterable[Value]) -> Choice:
    is_chosen = value in chosen
    url = (selection.without(value) if is_chosen else selection.with_value(value)).url()
    not_url = "" if is_chosen else selection.excluding(value).url()
    return Choice(
        value.code, value.label, value.kind, count, url, not_url, is_chosen, selection.among
    )
