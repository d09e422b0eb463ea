"""The ways from a list of statements to fewer: who speaks, on whose word, who does what to whom.

Each is a term of the query. One of them beside another means one statement that has both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from articles.facets import EntityFacet
from articles.models import Entity
from articles.models.plover import Category
from articles.search.query import Filter, Node, Statement, conjuncts
from articles.search.query.tree import all_of

from .narrowing import Box, Choice

if TYPE_CHECKING:
    from .selection import Selection
    from .stated import Statements

SHOWN = 6
LABELS = {
    "said-by": "Who speaks",
    "via": "On whose word",
    "event": "What is done",
    "actor": "Who does it",
    "target": "To whom",
}


def boxes(statements: Statements) -> list[Box]:
    made: list[Box] = []
    if not is_plain(statements):
        return made
    for part in statements.parts:
        chosen = in_use(statements).get(part)
        choices = [_in_use(statements, part, chosen)] if chosen else _choices(statements, part)
        if choices:
            made.append(Box(part, LABELS[part], choices, len(choices), int(bool(chosen))))
    return made


def is_plain(statements: Statements) -> bool:
    """Whether the selection speaks of one statement at the most, which a term more is a part of."""
    return len(statements.wanted) == (1 if _its_own(statements) else 0)


def in_use(statements: Statements) -> dict[str, Filter]:
    """The parts of the one statement that the selection speaks of, or of the first of several."""
    node = _its_own(statements)
    return {part.key: part for part in node.parts} if node else {}


def with_parts(statements: Statements, **codes: str) -> Selection:
    """The selection with these parts in its statement, instead of others of their names."""
    named = {name.replace("_", "-"): code for name, code in codes.items()}
    parts = in_use(statements) | {key: Filter(key, code) for key, code in named.items()}
    return _with(
        statements, Statement(tuple(parts[key] for key in statements.parts if key in parts))
    )


def without_part(statements: Statements, key: str) -> Selection:
    rest = tuple(part for name, part in in_use(statements).items() if name != key)
    return _with(statements, Statement(rest) if rest else None)


def _with(statements: Statements, instead: Statement | None) -> Selection:
    selection, own = statements.selection, _its_own(statements)
    nodes: list[Node] = [node for node in conjuncts(selection.tree) if node != own]
    tree = all_of([*nodes, instead] if instead else nodes)
    # Only its address is asked for: that is written from the tree.
    return selection.asking(tree, selection.asked)


def _its_own(statements: Statements) -> Statement | None:
    nodes = conjuncts(statements.selection.tree)
    return next((node for node in nodes if statements.is_of_this_noun(node)), None)  # type: ignore[return-value]


def _in_use(statements: Statements, key: str, part: Filter) -> Choice:
    name = statements.selection.names.get(part, part.value)
    if key == "event":
        name = Category(part.value.upper()).label
    url = statements.url_of(without_part(statements, key))
    label = f"{name[0].upper()}{name[1:]}"
    return Choice(part.value, label, "", statements.total, url, "", True, noun=statements.noun)


def _choices(statements: Statements, key: str) -> list[Choice]:
    """The most frequent values, each with the number of its statements."""
    column = statements.parts[key]
    field: Any = statements.model._meta.get_field(column)
    rows: Any
    if field.many_to_many:
        through = getattr(statements.model, column).through.objects
        rows, column = through.filter(**{f"{statements.noun}__in": statements.counted}), "entity"
    else:
        known = statements.model.objects.filter(pk__in=statements.counted)
        rows = known.exclude(**{column: "" if key == "event" else None})
    numbers = rows.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)
    return list(_named(statements, key, dict(numbers[:SHOWN])))


def _named(statements: Statements, key: str, numbers: dict[Any, int]) -> Iterator[Choice]:
    entities = Entity.objects.in_bulk(numbers) if key != "event" else {}
    for value, count in numbers.items():
        if key == "event":
            label = Category(value).label
            code, label, kind = value.lower(), f"{label[0].upper()}{label[1:]}", ""
        else:
            of = EntityFacet.value_of(entities[value])
            code, label, kind = of.code, of.label, of.kind
        url = statements.url_of(with_parts(statements, **{key.replace("-", "_"): code}))
        yield Choice(code, label, kind, count, url, noun=statements.noun)
