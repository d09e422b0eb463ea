"""The parts that a query is made of."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass

from articles.models import Kind

# An event of the news is an entity too; `event:accuse` is what happens in a statement.
ENTITY_KEYS = ("entity", *Kind.values)
RELATION_KEYS = ("event", "actor", "target")
CLAIM_KEYS = ("said-by", "via")


@dataclass(frozen=True)
class Word:
    """In the headline or the text; with `in_title` in the headline."""

    text: str
    in_title: bool = False


@dataclass(frozen=True)
class Phrase:
    text: str
    in_title: bool = False


@dataclass(frozen=True)
class Near:
    """All its words in any order, with at most `between` others among them."""

    text: str
    between: int
    in_title: bool = False


@dataclass(frozen=True)
class Prefix:
    """A word that begins so."""

    text: str
    in_title: bool = False


@dataclass(frozen=True)
class Filter:
    """What is no word: `country:SY@subject`, `date:2012-11..2012-12`, `no:country`."""

    key: str
    value: str
    role: str = ""


@dataclass(frozen=True)
class Statement:
    """One claim or relation in which all of these hold; each key occurs once."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True)
class Not:
    of: Part


@dataclass(frozen=True)
class All:
    of: tuple[Part, ...]


@dataclass(frozen=True)
class Any:
    of: tuple[Part, ...]


Part = typing.Any
"""A node; in a condition for the index, with its filters looked up."""
Term = Word | Phrase | Near | Prefix
Node = Term | Filter | Statement | Not | All | Any


@dataclass(frozen=True)
class Parsed:
    """A query as it was understood. `tree` is None when nothing is asked for."""

    tree: Node | None
    repairs: tuple[str, ...] = ()

    def __str__(self) -> str:
        from .written import written

        return written(self.tree) if self.tree else ""

    def in_words(self) -> str:
        from .spoken import in_words

        return in_words(self.tree) if self.tree else ""


def conjuncts(tree: Node | None) -> tuple[Node, ...]:
    """What all has to hold, one by one."""
    if tree is None:
        return ()
    return tree.of if isinstance(tree, All) else (tree,)


def walk(tree: Node | None, *, wanted: bool = True) -> Iterator[tuple[Node, bool]]:
    """Each term, filter and statement, and whether it is wanted (or under a NOT)."""
    if isinstance(tree, Not):
        yield from walk(tree.of, wanted=not wanted)
    elif isinstance(tree, (All, Any)):
        for node in tree.of:
            yield from walk(node, wanted=wanted)
    elif tree is not None:
        yield tree, wanted


def all_of(nodes: list[Node]) -> Node | None:
    """Joined by “and”: without groups within, without doubles."""
    return _joined(All, nodes)


def any_of(nodes: list[Node]) -> Node | None:
    return _joined(Any, nodes)


def not_of(node: Node) -> Node:
    return node.of if isinstance(node, Not) else Not(node)


def binds(former: Node, latter: Node) -> Statement | None:
    """The one statement that two adjacent terms speak of, if they do."""
    if not isinstance(former, Statement) or not isinstance(latter, Statement):
        return None
    keys = [part.key for part in (*former.parts, *latter.parts)]
    is_one = len(set(keys)) == len(keys)
    is_alike = set(keys) <= set(RELATION_KEYS) or set(keys) <= set(CLAIM_KEYS)
    return Statement(former.parts + latter.parts) if is_one and is_alike else None


def _joined(kind: type[All] | type[Any], nodes: list[Node]) -> Node | None:
    parts: list[Node] = []
    for node in nodes:
        parts += node.of if isinstance(node, kind) else [node]
    parts = list(dict.fromkeys(parts))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else kind(tuple(parts))
