"""A tree in plain words, for the sentence above the results."""

from __future__ import annotations

from collections.abc import Mapping

from articles.naming import in_a_row
from articles.period import Period

from .tree import ENTITY_KEYS, All, Any, Filter, Near, Node, Not, Phrase, Prefix, Statement, Word

Names = Mapping[Filter, str]
"""What filters are called whose value is a code or a slug: “Sergei Lavrov” for sergei-lavrov."""


def in_words(tree: Node, names: Names | None = None) -> str:
    return _in_words(tree, names or {})


def _in_words(tree: Node, names: Names) -> str:
    match tree:
        case All(of):
            return " and ".join(_grouped(node, names) for node in of)
        case Any(of):
            return in_a_row([_grouped(node, names) for node in of], "or")
        case Not(of):
            return f"not {_grouped(of, names)}"
        case Statement(parts):
            return _statement({part.key: names.get(part, part.value) for part in parts})
        case Filter():
            return _filter(tree, names.get(tree, tree.value))
        case Word(text, in_title) | Phrase(text, in_title):
            said = f"“{text}”"
        case Near(text, between, in_title):
            said = f"“{text}” with at most {between} words between"
        case Prefix(text, in_title):
            said = f"words that begin with “{text}”"
    return f"{said} in the headline" if in_title else said


def _grouped(node: Node, names: Names) -> str:
    words = _in_words(node, names)
    return f"({words})" if isinstance(node, (All, Any)) else words


def _statement(parts: dict[str, str]) -> str:
    if "said-by" in parts or "via" in parts:
        by = f" by {parts['said-by']}" if "said-by" in parts else ""
        via = f" passed on by {parts['via']}" if "via" in parts else ""
        return f"a claim{by}{via}"
    category = f" “{parts['event'].lower()}”" if "event" in parts else ""
    actor = f" by {parts['actor']}" if "actor" in parts else ""
    target = f" to {parts['target']}" if "target" in parts else ""
    return f"an event{category}{actor}{target}"


def _filter(node: Filter, name: str) -> str:
    if node.key in ENTITY_KEYS:
        return f"{name} as {node.role}" if node.role else name
    match node.key:
        case "date":
            return _dates(*node.value.partition("..")[::2], is_range=".." in node.value)
        case "before" | "after":
            return f"published {node.key} {_period(node.value)}"
        case "has":
            return f"with {node.value}"
        case "no":
            return f"without {node.value}"
        case "lang":
            return f"in the language {node.value}"
    return f"from {name}"


def _dates(first: str, last: str, *, is_range: bool) -> str:
    if first and last:
        return f"published from {_period(first)} to {_period(last)}"
    if not is_range:
        return f"published in {_period(first)}"
    return f"published since {_period(first)}" if first else f"published until {_period(last)}"


def _period(written: str) -> str:
    period = Period.read(written)
    return period.words if period else written
