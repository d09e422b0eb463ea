"""Suggested mentions of one article: what stands in it, less what is decided already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from .matching import Match, Matcher, describes
from .names import Name
from .signs import Context, is_city, is_part_of_longer_name, is_surname, ranked
from .surroundings import Surroundings


class Choice(NamedTuple):
    name: Name
    reason: str


@dataclass(frozen=True)
class Suggestion:
    """Words of a text that may be a mention, the likelier entity first."""

    field: str
    start: int
    end: int
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Mark:
    """A mention that there is; `state` and `form` are those of an Annotation."""

    field: str
    start: int
    end: int
    entity: int
    state: str = "accepted"
    form: str = "name"

    def holds(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end

    def settles(self, start: int, end: int, text: str) -> bool:
        """Whether an editor has said what these words are, or what name they are part of."""
        if self.state != "accepted" or not self.holds(start, end):
            return False
        is_description = self.form == "description" or describes(text[self.start : self.end])
        return (self.start, self.end) == (start, end) or not is_description


class Suggester:
    """The names of an archive, ready for any number of articles."""

    def __init__(
        self, names: Iterable[Name], ties: Mapping[int, Collection[int]] | None = None
    ) -> None:
        names = list(names)
        self._matcher = Matcher(name for name in names if not name.record.is_silent)
        self._ties = ties or {}
        self._labels = {name.entity: name.called for name in names}

    def suggest(
        self,
        texts: Mapping[str, str],
        *,
        tagged: Collection[int] = (),
        marks: Sequence[Mark] = (),
    ) -> list[Suggestion]:
        """What the texts of an article name, by field; nothing that is marked or was rejected."""
        found = [(field, match) for field, text in texts.items() for match in self._in(text)]
        sure = {mark.entity: self._labels.get(mark.entity, "") for mark in _accepted(marks)}
        named = {
            match.names[0].entity: match.names[0].words for _, match in found if _is_sure(match)
        }
        context = Context({*tagged, *sure}, named, self._ties, self._labels)
        by_field: dict[str, list[Mark]] = {}
        for mark in marks:
            by_field.setdefault(mark.field, []).append(mark)
        suggestions = (
            self._suggestion(field, texts[field], match, context, by_field.get(field, []))
            for field, match in found
        )
        return [suggestion for suggestion in suggestions if suggestion.choices]

    def _in(self, text: str) -> Iterator[Match]:
        found = [
            (name, match, Surroundings(text, match.start, match.end))
            for match in self._matcher.find(text)
            for name in match.names
        ]
        surnames = {name for name, _, around in found if is_surname(name, around)}
        longer = {
            (around.word_before, name)
            for name, _, around in found
            if around.word_before and is_part_of_longer_name(name, around)
        }
        kept: dict[Match, list[Name]] = {}
        for name, match, around in found:
            is_other = name in surnames or (around.word_before, name) in longer
            if not (is_other or is_part_of_longer_name(name, around)):
                kept.setdefault(match, []).append(name)
        for match, names in kept.items():
            around = Surroundings(text, match.start, match.end)
            if names[1:] or names[0].form != "metonym" or not is_city(names[0], around):
                yield replace(match, names=tuple(names))

    def _suggestion(
        self, field: str, text: str, match: Match, context: Context, marks: Sequence[Mark]
    ) -> Suggestion:
        span = match.start, match.end
        around = Surroundings(text, *span)
        known = {mark.entity for mark in marks if mark.holds(*span)}
        is_settled = any(mark.settles(*span, text) for mark in marks)
        names = [] if is_settled else [name for name in match.names if name.entity not in known]
        choices = tuple(Choice(*one) for one in ranked(names, around, context))
        return Suggestion(field, *span, choices)


def _accepted(marks: Iterable[Mark]) -> Iterator[Mark]:
    return (mark for mark in marks if mark.state == "accepted")


def _is_sure(match: Match) -> bool:
    """Names that can be nobody else's; a metonym may be a city that the archive does not know."""
    return len(match.names) == 1 and match.names[0].form != "metonym"
