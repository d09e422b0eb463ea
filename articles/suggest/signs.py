"""Which of several entities is meant, and why: signs that weigh, each in an editor's words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .names import Name
from .surroundings import Surroundings
from .track_record import TOLD_FROM
from .word_lists import BUILDINGS, GIVEN_NAMES

PLACES = ("country", "place", "facility")


@dataclass(frozen=True)
class Context:
    """What is known of an article; entities are given by their keys."""

    tagged: Collection[int] = ()
    named: Mapping[int, str] = field(default_factory=dict)  # by words that can be nobody else's
    ties: Mapping[int, Collection[int]] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)

    def tied(self, entity: int) -> str:
        """What the article names that this entity belongs to, or that belongs to it."""
        here = [one for one in self.ties.get(entity, ()) if one in self.tagged or one in self.named]
        return next((self.labels[one] for one in sorted(here) if one in self.labels), "")


class Sign(NamedTuple):
    weight: float
    words: str


def ranked(names: Iterable[Name], around: Surroundings, context: Context) -> list[tuple[Name, str]]:
    """The names that words may be, likelier first, each with the weightiest reason for it."""
    found = []
    for name in names:
        signs = [sign for look in LOOKS for sign in look(name, around, context)]
        best = max(signs, key=lambda sign: sign.weight)
        found.append((-sum(sign.weight for sign in signs), name.entity, name, best.words))
    return [(name, words) for _, _, name, words in sorted(found, key=lambda one: one[:2])]


def _tagged(name: Name, around: Surroundings, context: Context) -> Iterator[Sign]:
    if name.entity in context.tagged:
        yield Sign(4, f"The article is tagged with {name.called}.")


def _named(name: Name, around: Surroundings, context: Context) -> Iterator[Sign]:
    words = context.named.get(name.entity)
    if words and words != name.words:
        yield Sign(3, f"“{words}” stands in the article, too.")
    elif tied := context.tied(name.entity):
        yield Sign(2, f"The article names {tied}, to which it is tied.")


def _place(name: Name, around: Surroundings, context: Context) -> Iterator[Sign]:
    if name.form == "metonym":
        if is_city(name, around):
            yield Sign(-6, "Here it is rather the place.")
        else:
            yield Sign(3, f"It stands for the government of {name.called}, as capitals do.")
    elif around.is_place and name.kind in PLACES and name.form != "demonym":
        before = around.word_before
        told = (
            f"It stands after “{before}”." if before else "It stands beside a city, as regions do."
        )
        yield Sign(3, f"{'It opens the report.' if around.is_dateline else told} That is a place.")


def _person(name: Name, around: Surroundings, context: Context) -> Iterator[Sign]:
    if name.kind == "person" and around.follows_title:
        yield Sign(3, f"It stands after “{around.word_before}”.")


def _before(name: Name, around: Surroundings, context: Context) -> Iterator[Sign]:
    record = name.record
    if record.decided >= TOLD_FROM:
        yield Sign(6 * record.accepted / record.decided - 3, f"Before this: {record}.")


def _form(name: Name, around: Surroundings, context: Context) -> Iterator[Sign]:
    weight = 0.5 * (name.kind == "country")
    if name.words == name.called:
        yield Sign(weight + 1, f"It is the name of the {name.kind} {name.called}.")
    else:
        forms = {"name": "a name", "former": "a former name", "abbreviation": "short"}
        told = forms.get(name.form, f"a {name.form}")
        link = "for" if name.form == "abbreviation" else "of"
        yield Sign(weight + 0.5, f"It is {told} {link} {name.called} ({name.kind}).")


LOOKS: tuple[Callable[[Name, Surroundings, Context], Iterator[Sign]], ...] = (
    *(_tagged, _place, _named, _person, _before, _form),
)


def is_part_of_longer_name(name: Name, around: Surroundings) -> bool:
    """Emine Erdogan is not Tayyip Erdogan, and the Washington Post is no government."""
    if " " in name.words or name.form in ("demonym", "abbreviation"):
        return False
    if name.kind == "person":
        return around.follows_name
    may_be_part = name.form == "metonym" or name.words in GIVEN_NAMES
    return may_be_part and (around.follows_name or around.precedes_name)


def is_city(name: Name, around: Surroundings) -> bool:
    """Whether a metonym is the place itself, which stands for nobody."""
    if around.is_place:
        return True
    if " " in name.words or name.words in BUILDINGS:
        return around.has_article and around.word_before.lower() == "to"
    return around.is_attribute


def is_surname(name: Name, around: Surroundings) -> bool:
    """Whether somebody of this name is in the article, as Valeska Paris: then Paris is hers."""
    may_be_surname = name.form == "metonym" or name.words in GIVEN_NAMES
    return may_be_surname and " " not in name.words and around.follows_name
