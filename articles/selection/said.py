"""What the search field asks for, as the words behind “38 articles”."""

from __future__ import annotations

from collections.abc import Iterator

from articles.search import terms_of
from articles.search.query import Node, Statement, conjuncts, in_words, walk
from articles.search.query.spoken import Names
from articles.search.query.tree import all_of


def phrases(tree: Node | None, names: Names) -> Iterator[str]:
    """“on “gas” and “oil””, “with a claim by Lavrov”, “with the filter Syria as subject”."""
    parts = conjuncts(tree)
    words = [part for part in parts if any(terms_of(node) for node, _ in walk(part))]
    stated: list[Node] = [part for part in parts if isinstance(part, Statement)]
    if on := all_of(words):
        yield f"on {in_words(on, names)}"
    if told := all_of(stated):
        yield f"with {in_words(told, names)}"
    if other := all_of([part for part in parts if part not in [*words, *stated]]):
        yield f"with the filter {in_words(other, names)}"
