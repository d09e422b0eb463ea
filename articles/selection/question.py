"""What is typed in the search field, looked up: words stay, plain filters become parameters."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.facets import BY_PARAMETER, Asked, EntityFacet, Several, Value
from articles.naming import in_a_row
from articles.period import Period
from articles.search import conditions, parse
from articles.search.query import (
    ENTITY_KEYS,
    All,
    Any,
    Filter,
    Node,
    Not,
    Parsed,
    Statement,
    conjuncts,
    walk,
)
from articles.search.query.filters import CONTENTS
from articles.search.query.tree import all_of, any_of

_DAY = datetime.timedelta(days=1)
_LOOKED_UP = (*ENTITY_KEYS, "source")


@dataclass
class Question:
    """`tree` is what stays in `q` and is known; `condition` is the same with its names looked up.

    `names` says who is meant by the values of its filters; `moved` are parameters, `unknown`
    filters that stand for nothing, `several` says which names stand for more than one.
    """

    parsed: Parsed
    tree: Node | None = None
    condition: conditions.Condition | None = None
    names: dict[Filter, str] = field(default_factory=dict)
    moved: list[Asked] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    several: list[str] = field(default_factory=list)


def read_question(typed: str, dated: set[str]) -> Question:
    """`dated` are those of `from` and `to` that the address has already: they take one value."""
    question = Question(parse(typed))
    found = _find(question.parsed.tree)
    rest: list[Node] = []
    for node in conjuncts(_known(question.parsed.tree, found, question)):
        parameters = list(_parameters(node, found))
        if parameters and not dated & {name for name, _ in parameters}:
            question.moved += parameters
            dated |= {name for name, _ in parameters} & {"from", "to"}
        else:
            rest.append(node)
    question.tree = all_of(rest)
    question.condition = _looked_up(question.tree, found, question)
    question.names = dict(_names(question.tree, found))
    return question


def _find(tree: Node | None) -> dict[Asked, Value | Several]:
    """All names in the query, each class of facets asked once."""
    asked = {_asked(part) for node, _ in walk(tree) for part in _filters(node)}
    names = {pair for pair in asked if pair and pair[0] != "source"}
    sources = {pair for pair in asked if pair and pair[0] == "source"}
    found: dict[Asked, Value | Several] = {}
    if names:
        found |= EntityFacet.find(names)
    if sources:
        found |= type(BY_PARAMETER["source"]).find(sources)
    return found


def _names(tree: Node | None, found: dict[Asked, Value | Several]) -> Iterator[tuple[Filter, str]]:
    """What each filter that stands for one thing calls it."""
    for node, _ in walk(tree):
        for part in _filters(node):
            value = found.get(_asked(part) or ("", ""))
            if isinstance(value, Value):
                yield part, value.words


def _filters(node: Node) -> tuple[Filter, ...]:
    if isinstance(node, Statement):
        return node.parts
    return (node,) if isinstance(node, Filter) else ()


def _asked(part: Filter) -> Asked | None:
    if part.key == "source":
        return "source", part.value
    if part.key in ("actor", "target", "said-by", "via", "entity"):
        return "", part.value
    return (part.key, part.value) if part.key in ENTITY_KEYS else None


# Plain filters


def _parameters(node: Node, found: dict[Asked, Value | Several]) -> Iterator[Asked]:
    """A conjunct as parameters of an address; none where it is more than a plain filter."""
    if isinstance(node, Not):
        one = _parameter(node.of, found)
        if one and one[0] not in ("from", "to", "has"):
            yield "not", f"{one[0]}:{one[1]}"
    elif isinstance(node, Any):
        each = [_parameter(part, found) for part in node.of]
        names = {one[0] if one else "" for one in each}
        if len(names) == 1 and not names & {"", "from", "to"}:
            yield names.pop(), ",".join(one[1] for one in each if one)
    elif isinstance(node, Filter) and node.key == "date" and ".." in node.value:
        first, _, last = node.value.partition("..")
        yield from ((name, day) for name, day in (("from", first), ("to", last)) if day)
    elif isinstance(node, Filter) and node.key == "date":
        yield from (("from", node.value), ("to", node.value))
    elif one := _parameter(node, found):
        yield one


def _parameter(node: Node, found: dict[Asked, Value | Several]) -> Asked | None:
    if not isinstance(node, Filter) or node.role:
        return None
    if node.key in _LOOKED_UP:
        value = found.get(_asked(node) or ("", ""))
        return (value.parameter, value.code) if isinstance(value, Value) else None
    if node.key == "lang" or (node.key == "has" and node.value in CONTENTS):
        return node.key, node.value
    if node.key in ("before", "after"):
        period = Period.read(node.value)
        name = "to" if node.key == "before" else "from"
        day = _next_to(period, node.key) if period else None
        return (name, str(day)) if day else None
    return None


def _next_to(period: Period, side: str) -> datetime.date | None:
    try:
        return period.first - _DAY if side == "before" else period.last + _DAY
    except OverflowError:
        return None


# What stays


def _known(
    node: Node | None, found: dict[Asked, Value | Several], question: Question
) -> Node | None:
    """The node without what stands for nothing in this archive, which is said."""
    match node:
        case Not(of):
            inner = _known(of, found, question)
            return Not(inner) if inner else None
        case All(of) | Any(of):
            parts = [_known(one, found, question) for one in of]
            join = all_of if isinstance(node, All) else any_of
            return join([part for part in parts if part])
        case Statement(parts):
            known = tuple(
                part for part in parts if part.key == "event" or _is_known(part, found, question)
            )
            return Statement(known) if known else None
        case Filter():
            return node if _is_known(node, found, question) else None
    return node


def _is_known(part: Filter, found: dict[Asked, Value | Several], question: Question) -> bool:
    asked = _asked(part)
    if asked is None or asked in found:
        return True
    facet = BY_PARAMETER.get(part.key)
    reason = facet.missing if facet else "is no country, person or other entity in this archive"
    if (unknown := (f"{part.key}:{part.value}", reason)) not in question.unknown:
        question.unknown.append(unknown)
    return False


def _looked_up(
    node: Node | None, found: dict[Asked, Value | Several], question: Question
) -> conditions.Condition | None:
    """The node as the index is asked for it."""
    match node:
        case Not(of):
            return Not(_looked_up(of, found, question))
        case All(of):
            return All(tuple(_looked_up(one, found, question) for one in of))
        case Any(of):
            return Any(tuple(_looked_up(one, found, question) for one in of))
        case Statement(parts):
            return conditions.Stated(
                tuple((part.key, _values(part, found, question)) for part in parts)
            )
        case Filter():
            return _filter(node, found, question)
    return node


def _filter(
    node: Filter, found: dict[Asked, Value | Several], question: Question
) -> conditions.Condition:
    if node.key in _LOOKED_UP:
        rows = _rows(node, found, question)
        is_source = node.key == "source"
        return conditions.FromSource(rows) if is_source else conditions.Tagged(rows, node.role)
    match node.key:
        case "lang":
            return conditions.InLanguage((node.value,))
        case "has":
            return conditions.Has(node.value)
        case "no":
            return Not(conditions.Has(node.value))
    return _between(node)


def _between(node: Filter) -> conditions.Condition:
    period = Period.read(node.value)
    if period and node.key in ("before", "after"):
        day = _next_to(period, node.key)
        if day is None:
            return conditions.Nothing()
        is_before = node.key == "before"
        return conditions.Between(None, day) if is_before else conditions.Between(day, None)
    first, dots, last = node.value.partition("..")
    since, until = Period.read(first), Period.read(last if dots else first)
    return conditions.Between(since.first if since else None, until.last if until else None)


def _values(
    part: Filter, found: dict[Asked, Value | Several], question: Question
) -> tuple[str, ...]:
    if part.key == "event":
        return (part.value,)
    return tuple(str(pk) for pk in _rows(part, found, question))


def _rows(part: Filter, found: dict[Asked, Value | Several], question: Question) -> tuple[int, ...]:
    """The keys of what a name stands for."""
    value = found[_asked(part) or ("", "")]
    if isinstance(value, Value):
        return (value.row.pk,)
    names = [f"{one.label} ({one.parameter})" for one in value.choices]
    said = f"“{part.value}” may be {in_a_row(names, 'or')}: each of them is looked for."
    if said not in question.several:
        question.several.append(said)
    return tuple(one.row.pk for one in value.choices)
