"""Somebody else saved first: she sees both versions side by side, and saves the two put together.

`reconcile` stands before every save of a row. Where the row is still what the form was opened on
it does nothing. Else it makes a proposal of what she sent, on the newest version, and the form
shows that, with a `Meeting` above it: what each field was, what it is now and by whom, what she
wrote, and a question where both changed the same. Saved is only what she then sends; and again
not, if somebody saved once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localtime

from articles.models import Change
from articles.pages.plain_words import describe, known_in, who
from articles.three_way import Taken

from .comparing import Difference, Log, compare_fields, html_names, units
from .comparing_rows import RowMerge
from .opened import Opened, put

NOTHING_SAVED = "Nothing of yours was saved. What you typed still stands below."
THEIRS, HERS = "theirs", "hers"
CHANGES_MAX = 50


@dataclass(frozen=True)
class Act:
    change: Change
    phrases: list[str]


@dataclass(frozen=True)
class Meeting:
    """What two people made of a row. `was` is what both began with, as it goes through the form."""

    said: str
    differences: list[Difference]
    acts: list[Act]
    was: str
    unanswered: list[str] = field(default_factory=list)

    @property
    def asked(self) -> list[Difference]:
        return [one for one in self.differences if one.is_asked]

    @property
    def others(self) -> list[Difference]:
        """What is not asked: first what comes from somebody else."""
        ranks = [Taken.BOTH, Taken.THEIRS, Taken.HERS, Taken.SAME]
        rest = [one for one in self.differences if not one.is_asked]
        return sorted(rest, key=lambda one: ranks.index(one.taken))


def reconcile(form: Any, inlines: Sequence[Any], data: Any, changes: Any) -> Meeting | None:
    """Make what she sent a proposal on the row as it is. None if nobody saved in between.

    `form` is that of the row as it is stored; `changes` are those of the whole that it is
    a part of.
    """
    obj = form.instance
    opened = Opened.read(data.get("seen"), obj)
    now = Opened.of(form, inlines)
    answers = {key: data.get(f"choice-{key}", "") for key in data.getlist("asked")}
    unanswered = [key for key, answer in answers.items() if answer not in (THEIRS, HERS)]
    if opened:
        for key, answer in answers.items():
            if answer == THEIRS:
                _take_theirs(form, key, data, opened)
    if opened and opened.state == now.state and not unanswered:
        return None
    was = data.get("was", "") if unanswered else data.get("seen", "")
    base = Opened.read(was, obj)
    log = Log(_since(changes, base), obj)
    differences = list(compare_fields(form, data, base, now, log))
    for inline in inlines:
        differences += RowMerge(inline, data, base, now, log).put(data)
    for one in differences:
        one.answer = answers.get(one.key, "")
    data["seen"] = now.signed(obj)
    return Meeting(_said(log), differences, acts_of(log.changes), was, unanswered)


def _take_theirs(form: Any, key: str, data: Any, opened: Opened) -> None:
    for unit in units(form):
        if unit[0] == key:
            names = html_names(form, unit)
            put(data, {name: opened.values.get(name, [""]) for name in names})
            return
    row_id, (prefix, _, _) = data.get(f"{key}-id", ""), key.partition("-")
    row = next((row for row in opened.rows.get(prefix, ()) if row.id == row_id), None)
    if row is None:
        data[f"{key}-DELETE"] = "on"
        return
    data.pop(f"{key}-DELETE", None)
    for name, value in row.values.items():
        data[f"{key}-{name}"] = value


def _since(changes: Any, base: Opened | None) -> Iterable[Change]:
    newest = changes.newest().select_related("by")
    return newest.filter(number__gt=base.number)[:CHANGES_MAX] if base else newest[:1]


def _said(log: Log) -> str:
    """Who was first, and when."""
    last = log.of_this() or next(iter(log.changes), None)
    if last is None:
        return "Somebody saved this, after you opened it."
    return (
        f"{who(last.by) or 'Somebody'} saved this at {localtime(last.at):%H:%M on %-d %B %Y}, "
        "after you opened it."
    )


def acts_of(changes: Sequence[Change]) -> list[Act]:
    """What was done since, in plain words, to the whole that the row is a part of."""
    known = known_in(changes)
    return [Act(change, describe(change, known)) for change in changes]
