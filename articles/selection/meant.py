"""What may have been meant by words that find little: a known name, or words spelled otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from articles.facets import EntityFacet, Several, Value
from articles.models import Entity
from articles.search import alike, respelled
from articles.search.query import Phrase, Word, conjuncts

from .names import names_beginning

if TYPE_CHECKING:
    from .selection import Selection

# Names that begin with as many letters as these; the right one is among them.
SAME_LETTERS = (4, 2)
MOST_NAMES = 2000
MOST_NEAR = 20
LEAST_LETTERS = 3


def meant(selection: Selection) -> Iterator[tuple[str, Selection]]:
    """Selections to count before they are offered."""
    if selection.tree is None:
        return
    for value in _named(selection):
        label = f"Did you mean {value.words}, the {value.parameter}?"
        yield label, selection.without_words().with_value(value)
    if better := respelled(selection.tree, selection.look):
        other = selection.reworded(better)
        yield f"Did you mean {other.words}?", other


def _named(selection: Selection) -> tuple[Value, ...]:
    """The entities whose name is nearest to all the words together."""
    parts = conjuncts(selection.tree)
    if not all(isinstance(part, (Word, Phrase)) for part in parts):
        return ()
    typed = " ".join(part.text for part in parts if isinstance(part, (Word, Phrase)))
    if len(typed) < LEAST_LETTERS:
        return ()
    return _of_name(typed) or _nearest(typed.casefold())


def _of_name(name: str) -> tuple[Value, ...]:
    found = EntityFacet.find([("", name)]).get(("", name))
    if isinstance(found, Several):
        return found.choices
    return (found,) if found else ()


def _nearest(typed: str) -> tuple[Value, ...]:
    """The one with the nearest name of those that a reader may know of."""
    for letters in SAME_LETTERS:
        names = dict(names_beginning(typed[:letters], MOST_NAMES))
        pks = [names[name] for name in alike(typed, ((name, 0) for name in names))[:MOST_NEAR]]
        known = Entity.objects.filter(pk__in=pks).known_to_readers() if pks else []
        for entity in sorted(known, key=lambda entity: pks.index(entity.pk)):
            return (EntityFacet.value_of(entity),)
    return ()
