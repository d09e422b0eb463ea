"""What is in use, each with the way to all else without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.facets import Chip, Facet, Term
from articles.search.query import in_words

if TYPE_CHECKING:
    from .selection import Selection


def chips(selection: Selection) -> list[Chip]:
    """Its words, then its values in the order of its terms."""
    order = dict.fromkeys(type(term.facet) for term in selection.terms)
    of_terms = [
        replace(chip, remove_url=selection.of_terms(chip.terms).url())
        for group, terms in groups(selection.terms, order)
        for chip in group.chips(selection.terms, terms)
    ]
    return [*_of_words(selection), *of_terms]


def groups(
    terms: Iterable[Term], order: Iterable[type[Facet]]
) -> Iterator[tuple[type[Facet], list[Term]]]:
    """The terms of each class of facets, where there are any."""
    terms = list(terms)
    for group in order:
        if of_group := [term for term in terms if type(term.facet) is group]:
            yield group, of_group


def _of_words(selection: Selection) -> Iterator[Chip]:
    if selection.tree:
        url = selection.without_words().url()
        words = in_words(selection.tree, selection.names)
        yield Chip(words, "", False, "and", selection.terms, url)
