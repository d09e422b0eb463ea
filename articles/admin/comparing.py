"""Two versions of a form, hers and the stored one, against the one that both began with.

    differences = compare_fields(form, data, base, now, log)    # rows: comparing_rows.py

`form` shows the row as it is stored, `data` is what she sent. Afterwards `data` holds the proposal:
hers, with all that only others changed taken over, and with both put together where that can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models

from articles.models import Article, Change, Field
from articles.models.fields import ProseField
from articles.text import paragraphs
from articles.three_way import Taken, merge, merge_sets, merge_words
from articles.word_diff import Paragraph, Piece, changed_paragraphs

from .opened import Opened, Values, is_several, names_of, put, sent

NOTHING = "–"
LONG = 400  # characters


@dataclass
class Difference:
    """A field, or a row of an inline, in its versions; each of these a list of paragraphs.

    `key` names the question where one is asked, `change` is the last that made theirs.
    """

    label: str
    opened: list[Paragraph | int]
    theirs: list[Paragraph | int]
    hers: list[Paragraph | int]
    taken: Taken
    merged: list[Paragraph | int] | None = None
    key: str = ""
    change: Change | None = None
    answer: str = ""

    @property
    def is_asked(self) -> bool:
        return self.taken == Taken.ASKED

    @property
    def was_long(self) -> bool:
        """Then it is folded: what changed in it stands beside it."""
        pieces = [piece for one in self.opened if not isinstance(one, int) for piece in one]
        return sum(len(piece.text) for piece in pieces) > LONG


class Log:
    """What was done since, newest first: who changed which field."""

    def __init__(self, changes: Iterable[Change], obj: Any) -> None:
        self.changes = list(changes)
        self.obj = obj

    def of_field(self, names: Iterable[str]) -> Change | None:
        names = set(names)
        if isinstance(self.obj, Article) and names & set(Field.values):
            return self._last(lambda part: part["model"] == "revision")
        mine = self.obj._meta.model_name, list(self.obj.natural_key())
        return self._last(
            lambda part: (part["model"], part["key"]) == mine and names & set(part.get("after", {}))
        )

    def of_row(self, model: type[models.Model], key: list[Any]) -> Change | None:
        return self._last(lambda part: (part["model"], part["key"]) == (_name(model), key))

    def of_this(self) -> Change | None:
        return self.of_row(type(self.obj), list(self.obj.natural_key()))

    def _last(self, is_meant: Any) -> Change | None:
        return next(
            (change for change in self.changes if any(is_meant(part) for part in change.parts)),
            None,
        )


def _name(model: type[models.Model]) -> str:
    return str(model._meta.model_name)


# --- Fields -------------------------------------------------------------------------------------


def units(form: Any) -> Iterator[tuple[str, ...]]:
    """Fields that mean something only together are one; the first of them names it."""
    group_of = {name: group for group in form.together for name in group}
    done: set[str] = set()
    for name in form.fields:
        if name == "seen" or name in done:
            continue
        group = tuple(one for one in group_of.get(name, (name,)) if one in form.fields)
        done.update(group)
        yield group


def html_names(form: Any, unit: Iterable[str]) -> list[str]:
    return [html_name for name in unit for html_name in names_of(name, form.fields[name])]


def compare_fields(
    form: Any, data: Any, base: Opened | None, now: Opened, log: Log
) -> Iterator[Difference]:
    for unit in units(form):
        names = html_names(form, unit)
        field = form.fields[unit[0]]
        theirs = {name: now.values.get(name, [""]) for name in names}
        old = {name: base.values.get(name, [""]) for name in names} if base else None
        hers = sent(names, data, is_several(field))
        if theirs == hers == old or (theirs == hers and old is None):
            continue
        taken, merged = _merge_unit(form, unit, old, theirs, hers)
        put(data, merged)
        if (
            taken == Taken.HERS
            and not any(map(any, theirs.values()))
            and _is_of_the_save(form, unit)
        ):
            continue
        by_word = _is_merged_by_word(form, unit)
        yield Difference(
            label=str(field.label or unit[0].replace("_", " ")).capitalize(),
            opened=_paragraphs(old) if by_word and old else _plain(form, unit, old),
            theirs=_against(old, theirs) if by_word else _plain(form, unit, theirs),
            hers=_against(old, hers) if by_word else _plain(form, unit, hers),
            taken=taken,
            merged=_merged(form, unit, theirs, merged, by_word) if taken == Taken.BOTH else None,
            key=unit[0],
            change=log.of_field(form.logged_as.get(unit[0], unit)),
        )


def _is_of_the_save(form: Any, unit: tuple[str, ...]) -> bool:
    """Such as its reason: it is no part of the row."""
    return unit[0] not in {field.name for field in form._meta.model._meta.get_fields()}


def _merge_unit(
    form: Any, unit: tuple[str, ...], old: Values | None, theirs: Values, hers: Values
) -> tuple[Taken, Values]:
    name = unit[0]
    if _is_merged_by_word(form, unit):
        taken, words = merge_words(old[name][0] if old else None, _word(theirs), _word(hers))
        return taken, {name: [words]}
    if is_several(form.fields[name]):
        taken, several = merge_sets(old[name] if old else None, theirs[name], hers[name])
        return taken, {name: several}
    return merge(old, theirs, hers)


def _is_merged_by_word(form: Any, unit: tuple[str, ...]) -> bool:
    """Long texts; and headlines, which the form names."""
    names = {field.name for field in form._meta.model._meta.concrete_fields}
    is_prose = unit[0] in names and isinstance(
        form._meta.model._meta.get_field(unit[0]), ProseField
    )
    return is_prose or unit[0] in form.by_word


def _word(values: Values) -> str:
    ((word, *_),) = ([*typed, ""] for typed in values.values())
    return word


def _merged(
    form: Any, unit: tuple[str, ...], theirs: Values, merged: Values, by_word: bool
) -> list[Paragraph | int]:
    return _against(theirs, merged) if by_word else _plain(form, unit, merged)


def _against(old: Values | None, new: Values) -> list[Paragraph | int]:
    return (
        changed_paragraphs(_word(old), _word(new))
        if old and _word(old)
        else [[Piece("same", _word(new) or NOTHING)]]
    ) or [[Piece("same", "As it was when you opened it.")]]


def _plain(form: Any, unit: tuple[str, ...], values: Values | None) -> list[Paragraph | int]:
    if values is None:
        return paragraph("Nobody knows any more.")
    shown = [
        _shown(form.fields[name], [value for one in names_of(name, field) for value in values[one]])
        for name, field in ((name, form.fields[name]) for name in unit)
    ]
    return paragraph(", ".join(filter(None, shown)) or NOTHING)


def _paragraphs(values: Values) -> list[Paragraph | int]:
    return [[Piece("same", one.text)] for one in paragraphs(_word(values))] or paragraph(NOTHING)


def paragraph(words: str) -> list[Paragraph | int]:
    return [[Piece("same", words)]]


def _shown(field: forms.Field, values: list[str]) -> str:
    """A value as she reads it in the form."""
    if isinstance(field, forms.BooleanField):
        return "yes" if values else "no"
    if isinstance(field, forms.ModelChoiceField):
        numbers = [value for value in values if value.isdecimal()]
        rows = field.queryset.filter(pk__in=numbers) if numbers else ()
        return ", ".join(field.label_from_instance(row) for row in rows)
    choices = dict(getattr(field, "choices", ()))
    return ", ".join(str(choices.get(value, value)) for value in values if value)
