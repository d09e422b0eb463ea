"""A tree in its usual spelling, which parses to the same tree."""

from __future__ import annotations

import re

from .tree import All, Any, Filter, Near, Node, Not, Phrase, Prefix, Statement, Word, binds

_BARE = re.compile(r'[^\s"()@,*]+')


def written(tree: Node) -> str:
    match tree:
        case All(of):
            return " ".join(_conjunct(node, former) for former, node in _with_former(of))
        case Any(of):
            return " OR ".join(written(node) for node in of)
        case _:
            return _one(tree)


def _with_former(nodes: tuple[Node, ...]) -> list[tuple[Node | None, Node]]:
    return list(zip([None, *nodes], nodes, strict=False))


def _conjunct(node: Node, former: Node | None) -> str:
    # Apart, or the first of its parts would be read as one of the statement before.
    first = Statement(node.parts[:1]) if isinstance(node, Statement) else node
    is_apart = former is not None and binds(former, first) is not None
    return f"({written(node)})" if is_apart else _one(node)


def _one(node: Node) -> str:
    match node:
        case Not(of):
            return f"-{_one(of)}" if not _is_several(of) else f"-({written(of)})"
        case All() | Any():
            return f"({written(node)})"
        case Statement(parts):
            return " ".join(map(_filter, parts))
        case Filter():
            return _filter(node)
        case Word(text, in_title):
            return _in_title(text, in_title)
        case Prefix(text, in_title):
            return _in_title(f"{text}*", in_title)
        case Phrase(text, in_title):
            return _in_title(f'"{text}"', in_title)
        case Near(text, between, in_title):
            return _in_title(f'"{text}"~{between}', in_title)
    raise TypeError(node)


def _is_several(node: Node) -> bool:
    return isinstance(node, Statement) and len(node.parts) > 1


def _in_title(term: str, in_title: bool) -> str:
    return f"title:{term}" if in_title else term


def _filter(node: Filter) -> str:
    value = node.value if _BARE.fullmatch(node.value) else f'"{node.value}"'
    return f"{node.key}:{value}" + (f"@{node.role}" if node.role else "")
