"""What one act writes: its rows, and what was before and after.

    with recording(Action.TAGGED, by=user, article=article) as record:
        record.save(row)
        record.remove(other)

The rows change first; the `Change` is appended last, in the same transaction, under the lock of the
archive's one row, so that numbers follow commit order. A record without parts appends nothing.
An act within an act is a part of it: only the outermost one appends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.core import serializers
from django.db import models, transaction
from django.utils import timezone

from .change import Action, Archive, Change
from .versioned import Conflict, Versioned

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article
    from .entity import Entity
    from .source import Source

AT_ONCE = 10_000  # keys in one statement: SQLite takes 32,766
NO_CONTENT = ("version", "updated_at", "created_at")


def content_of(instance: models.Model) -> dict[str, Any]:
    """A row as the log keeps it: field -> value, related rows by natural key, nothing derived."""
    left_out = {*NO_CONTENT, *getattr(instance, "not_logged", ())}
    fields = [
        field.name
        for field in (*instance._meta.concrete_fields, *instance._meta.many_to_many)
        if field.name not in left_out and not field.primary_key and field.name != "entities"
    ]
    (row,) = serializers.serialize(
        "python",
        [instance],
        fields=fields,
        use_natural_foreign_keys=True,
        use_natural_primary_keys=True,
    )
    return dict(row["fields"])


def row_of(instance: models.Model) -> dict[str, Any]:
    """What the content of a row leaves out, and a row that comes back has again."""
    return {
        field.attname: getattr(instance, field.attname)
        for field in instance._meta.concrete_fields
        if field.primary_key or field.name in NO_CONTENT
    }


def normalize(instance: models.Model) -> models.Model:
    """Make a row what it will be when it is stored: gates passed, derived columns filled."""
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if isinstance(value, str):
            setattr(instance, field.attname, field.to_python(value))
    if hasattr(instance, "derive"):
        instance.derive()
    return instance


def write_all(rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """Write these fields of many rows of one model, and their next versions.

    Rows that get the same values get them by one statement: a case for each row, as Django writes
    them otherwise, is slow for thousands.
    """
    manager, is_versioned = type(rows[0])._base_manager, isinstance(rows[0], Versioned)
    fields = [type(rows[0])._meta.get_field(name) for name in names if name != "version"]
    alike: dict[str, list[models.Model]] = {}
    for row in rows:
        if is_versioned:
            row.version += 1  # type: ignore[attr-defined]
        alike.setdefault(repr([getattr(row, field.attname) for field in fields]), []).append(row)  # type: ignore[union-attr]
    if 10 * len(alike) > len(rows):
        versions = ["version"] if is_versioned else []
        columns = [*(field.name for field in fields), *versions]
        manager.bulk_update(rows, columns, batch_size=200)
        return
    for some in alike.values():
        values = {field.attname: getattr(some[0], field.attname) for field in fields}  # type: ignore[union-attr]
        more = {"version": models.F("version") + 1} if is_versioned else {}
        manager.filter(pk__in=[row.pk for row in some]).update(**values, **more)


class Record:
    """The rows one act writes, and what was before and after. Made by `recording`."""

    def __init__(self) -> None:
        self.parts: list[dict[str, Any]] = []
        self.change: Change | None = None  # the one that was appended, once it was

    @contextmanager
    def part(self) -> Iterator[None]:
        """Around an act within this one: what it rolls back is not recorded either."""
        count = len(self.parts)
        try:
            yield
        except BaseException:
            del self.parts[count:]
            raise

    def save(self, instance: models.Model, **related: Sequence[models.Model]) -> bool:
        """Save a row and its many-to-many `related` rows; whether anything differed."""
        model = type(instance)
        stored = model._base_manager.filter(pk=instance.pk).first() if instance.pk else None
        if stored is None:
            instance.save(force_insert=True)
            self._relate(instance, related)
            self.note(instance, "created", None, content_of(instance))
            return True
        before = content_of(stored)
        with transaction.atomic():
            self._relate(instance, related)
            if before == content_of(normalize(instance)):
                return False
            self._update(instance)
        self.note(instance, "changed", before, content_of(instance))
        return True

    def touch(self, instance: Versioned) -> None:
        """Save a row whose change the log does not copy: its new text is a revision's part."""
        self._update(normalize(instance))

    def create_all(self, instances: Iterable[models.Model], *, brief: bool = False) -> None:
        """Insert many rows of one model; `brief` keeps only their keys, as for a new article."""
        rows = list(instances)
        if not rows:
            return
        for row in rows:
            normalize(row)
        type(rows[0])._base_manager.bulk_create(rows)
        for row in rows:
            self.note(row, "created", None, None if brief else content_of(row))

    def save_all(
        self, pairs: Iterable[tuple[dict[str, Any], models.Model]], *, always: Sequence[str] = ()
    ) -> None:
        """Update many rows of one model, each given with its content as it was before.

        Written are the fields in which any of them differs, and `always` those.
        """
        changed = [(before, row) for before, row in pairs if before != content_of(row)]
        if not changed:
            return
        differing = {name for before, row in changed for name in _differing(before, row)}
        fields = sorted(differing.union(always))
        write_all([row for _, row in changed], fields)
        for before, row in changed:
            self.note(row, "changed", before, content_of(row))

    def point_all(self, rows: models.QuerySet, name: str, target: models.Model) -> int:
        """Point many rows at another target by few statements; how many there were.

        These and no other: what somebody else commits meanwhile would be in no part of the log.
        Their natural keys are asked for: let the queryset fetch what these are made of.
        """
        found = list(rows)
        more = {"version": models.F("version") + 1} if issubclass(rows.model, Versioned) else {}
        keys = [row.pk for row in found]
        for start in range(0, len(keys), AT_ONCE):
            pointed = rows.model._base_manager.filter(pk__in=keys[start : start + AT_ONCE])
            pointed.update(**{name: target}, **more)
        after = {name: list(target.natural_key())}  # type: ignore[attr-defined]
        for row in found:
            before = {name: list(getattr(row, name).natural_key())}
            setattr(row, name, target)
            self.note(row, "changed", before, after)
        return len(found)

    def remove(self, instance: models.Model, *, heir: Entity | None = None) -> None:
        """Delete a row; the log keeps its whole content, so that undo can bring it back.

        Its own history is found under the heir from now on, if there is one.
        """
        part = self.note(instance, "removed", content_of(instance), None)
        part["row"] = row_of(instance)
        if hasattr(instance, "changes"):
            part["changes"] = sorted(instance.changes.values_list("number", flat=True))
            if heir is not None:
                instance.changes.all().hand_over(heir)
        instance.delete()

    def remove_all(self, instances: Iterable[models.Model]) -> None:
        """Delete many rows of one model that nothing else points at."""
        rows = list(instances)
        for row in rows:
            self.note(row, "removed", content_of(row), None)["row"] = row_of(row)
        if rows:
            type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).delete()

    def _relate(self, instance: models.Model, related: dict[str, Sequence[models.Model]]) -> None:
        for name, rows in related.items():
            getattr(instance, name).set(rows)

    def _update(self, instance: models.Model) -> None:
        if not isinstance(instance, Versioned):
            instance.save(force_update=True)
            return
        if hasattr(instance, "updated_at"):
            instance.updated_at = timezone.now()
        values = {
            field.attname: getattr(instance, field.attname)
            for field in instance._meta.concrete_fields
            if not field.primary_key and field.name != "version" and not field.generated
        }
        rows = type(instance)._base_manager.filter(pk=instance.pk, version=instance.version)
        if not rows.update(version=models.F("version") + 1, **values):
            raise Conflict(type(instance)._base_manager.get(pk=instance.pk))
        instance.version += 1

    def note(
        self,
        instance: models.Model,
        did: str,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> dict[str, Any]:
        if before is not None and after is not None:
            names = [name for name in after if before.get(name) != after[name]]
            before = {name: before.get(name) for name in names}
            after = {name: after[name] for name in names}
        part = {
            "model": instance._meta.model_name,
            "key": list(instance.natural_key()),  # type: ignore[attr-defined]
            "did": did,
            "before": before,
            "after": after,
        }
        self.parts.append({name: value for name, value in part.items() if value is not None})
        return self.parts[-1]


def _differing(before: dict[str, Any], row: models.Model) -> list[str]:
    after = content_of(row)
    return [name for name in after if before.get(name) != after[name]]


ACT: ContextVar[Record | None] = ContextVar("act", default=None)


@contextmanager
def recording(
    action: Action,
    *,
    by: User | None,
    article: Article | None = None,
    entity: Entity | None = None,
    source: Source | None = None,
    reason: str = "",
    undoes: Change | None = None,
) -> Iterator[Record]:
    """One act: a transaction whose rows go through the record, closed by its Change.

    Within another act the rows are parts of that one, and it alone says what was done by whom.
    """
    outer = ACT.get()
    with transaction.atomic():
        if outer is not None:
            with outer.part():
                yield outer
            return
        record = Record()
        token = ACT.set(record)
        try:
            yield record
        finally:
            ACT.reset(token)
        if record.parts:
            record.change = Change.objects.create(
                number=Archive.objects.next_number(),
                by=by,
                action=action,
                article=article,
                entity=entity,
                source=source,
                reason=reason,
                parts=record.parts,
                undoes=undoes,
            )
