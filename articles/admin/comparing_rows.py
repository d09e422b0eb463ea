"""The rows of an inline in two versions: tags, names, ties. They are put together row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import models

from articles.pages.named import described
from articles.three_way import Taken, merge

from .comparing import NOTHING, Difference, Log, paragraph
from .opened import Opened, Row, prefix_of

NOT_THERE = "not there"
REMOVED = "removed"
ROWS_MAX = 2000  # Django takes no more of one set of forms


@dataclass
class Mine:
    """A row as she sent it; one without an id is new."""

    id: str
    values: dict[str, str]
    is_removed: bool = False
    difference: Difference | None = None


class RowMerge:
    """The rows of one inline, put together; `proposal` are those to go on with."""

    def __init__(self, inline: Any, data: Any, base: Opened | None, now: Opened, log: Log) -> None:
        self.inline, self.model, self.log = inline, inline.model, log
        self.prefix = prefix_of(inline)
        self.names = list(inline.form.Meta.fields)
        self.base = {row.id: row for row in base.rows.get(self.prefix, ())} if base else {}
        self.now = {row.id: row for row in now.rows[self.prefix]}
        sent = list(self._sent(data))
        self.old = {row.id: row for row in sent if row.id}
        self.new = [row for row in sent if not row.id]
        self.shown = shown_entities(
            self.model,
            [row.values for row in (*self.base.values(), *self.now.values(), *sent)],
        )

    def put(self, data: Any) -> list[Difference]:
        """Write the proposal into what she sent; what differs, with its place in the form."""
        rows = [self._still_there(row) for row in self.now.values()]
        rows += filter(
            None, (self._gone(row) for row in self.old.values() if row.id not in self.now)
        )
        rows += self.new
        known = sum(bool(row.id) for row in rows)
        for name in [name for name in data if name.startswith(f"{self.prefix}-")]:
            if name.split("-")[1].isdecimal():
                del data[name]
        for number, row in enumerate(rows):
            place = f"{self.prefix}-{number}"
            for name, value in (row.values | {"id": row.id}).items():
                data[f"{place}-{name}"] = value
            if row.is_removed:
                data[f"{place}-DELETE"] = "on"
            if row.difference:
                row.difference.key = place
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows))
        data[f"{self.prefix}-INITIAL_FORMS"] = str(known)
        return [row.difference for row in rows if row.difference] + self.dropped

    def _sent(self, data: Any) -> Iterator[Mine]:
        self.dropped: list[Difference] = []
        total = data.get(f"{self.prefix}-TOTAL_FORMS", "")
        for number in range(min(int(total), ROWS_MAX) if total.isdecimal() else 0):
            place = f"{self.prefix}-{number}"
            row_id = data.get(f"{place}-id", "")
            known = self.now.get(row_id) or self.base.get(row_id)
            # What makes a row what it is stands in the page as words, and is not sent.
            values = {
                name: data.get(f"{place}-{name}", known.values[name] if known else "").strip()
                for name in self.names
            }
            yield Mine(row_id if known else "", values, f"{place}-DELETE" in data)

    def _still_there(self, row: Row) -> Mine:
        was, mine = self.base.get(row.id), self.old.get(row.id)
        if mine is None:
            return self._added_by_them(row)
        if mine.is_removed:
            is_same = was is not None and was.values == row.values
            mine.difference = self._difference(
                row, was, row.values, None, Taken.HERS if is_same else Taken.ASKED
            )
            return mine
        merged = {
            name: merge(was.values[name] if was else None, row.values[name], mine.values[name])
            for name in self.names
        }
        taken = _overall(taken for taken, _ in merged.values())
        values = {name: value for name, (_, value) in merged.items()}
        hers, mine = mine.values, replace(mine, values=values)
        if taken != Taken.SAME or (was and was.values != hers):
            mine.difference = self._difference(row, was, row.values, hers, taken)
            if taken == Taken.BOTH:
                mine.difference.merged = paragraph(self._words(values))
        return mine

    def _added_by_them(self, row: Row) -> Mine:
        """New since; unless she added the same, too."""
        twin = next((one for one in self.new if self._is_same(one.values, row.values)), None)
        if twin is None:
            taken_over = Mine(row.id, row.values)
            taken_over.difference = self._difference(row, None, row.values, None, Taken.THEIRS)
            return taken_over
        self.new.remove(twin)
        twin.id = row.id
        if twin.values != row.values:
            twin.difference = self._difference(row, None, row.values, twin.values, Taken.ASKED)
        return twin

    def _gone(self, mine: Mine) -> Mine | None:
        """Removed by them since: gone, unless she changed it, and then she is asked."""
        was = self.base[mine.id]
        is_asked = not mine.is_removed and mine.values != was.values
        taken = Taken.ASKED if is_asked else Taken.THEIRS
        hers = None if mine.is_removed else mine.values
        difference = self._difference(was, was, None, hers, taken)
        if is_asked:
            return Mine("", mine.values, difference=difference)
        self.dropped.append(difference)
        return None

    def _is_same(self, one: dict[str, str], other: dict[str, str]) -> bool:
        return all(one[name] == other[name] for name in self.inline.form.identity)

    def _difference(
        self,
        row: Row,
        was: Row | None,
        theirs: dict[str, str] | None,
        hers: dict[str, str] | None,
        taken: Taken,
    ) -> Difference:
        noun = str(self.model._meta.verbose_name).capitalize()
        named = ", ".join(self._value(name, row.values[name]) for name in self._identity())
        gone = REMOVED if was else NOT_THERE
        return Difference(
            label=f"{noun}: {named}",
            opened=paragraph(self._words(was.values) if was else NOT_THERE),
            theirs=paragraph(self._words(theirs) if theirs else gone),
            hers=paragraph(self._words(hers) if hers else gone),
            taken=taken,
            change=self.log.of_row(self.model, row.key),
        )

    def _identity(self) -> Iterable[str]:
        return [name for name in self.inline.form.identity if name in self.names]

    def _words(self, values: dict[str, str]) -> str:
        """A row without what names it; or all of it where nothing else is left to say."""
        rest = [name for name in self.names if name not in self._identity()]
        words = [self._value(name, values[name]) for name in rest or self.names]
        return ", ".join(filter(None, words)) or NOTHING

    def _value(self, name: str, value: str) -> str:
        field = self.model._meta.get_field(name)
        if field.is_relation:
            return self.shown.get(value, value)
        return str(dict(field.flatchoices).get(value, value))


def _overall(taken: Iterable[Taken]) -> Taken:
    found = set(taken) - {Taken.SAME}
    if Taken.ASKED in found:
        return Taken.ASKED
    if len(found) > 1:
        return Taken.BOTH
    return found.pop() if found else Taken.SAME


def shown_entities(model: type[models.Model], rows: Iterable[dict[str, str]]) -> dict[str, str]:
    """The names of all entities that rows name, by their ids."""
    names = [field for field in model._meta.concrete_fields if field.is_relation]
    wanted: dict[Any, set[str]] = {}
    for row in rows:
        for field in names:
            value = row.get(field.name, "")
            if value.isdecimal():
                wanted.setdefault(field.related_model, set()).add(value)
    return {
        str(entity.pk): described(entity)
        for related, numbers in wanted.items()
        for entity in related._base_manager.filter(pk__in=numbers)
    }
