"""The log: each act of a person on the archive, in the order in which it was committed.

    with recording(Action.TAGGED, by=user, article=article) as record:
        record.save(row)
        record.remove(other)

The rows change first; the `Change` is appended last, in the same transaction, under the lock of the
archive's one row, so that numbers follow commit order. A record without parts appends nothing.
An act within an act is a part of it: only the outermost one appends.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from articles.text import NOTE_MAX

from .fields import AsciiField, ProseField, one_of
from .versioned import Conflict, Versioned

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article
    from .entity import Entity
    from .source import Source


class ExactEncoder(DjangoJSONEncoder):
    """Django's JSON, but a moment keeps its microseconds: undo brings back what was."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime.datetime) else super().default(value)


class ArchiveManager(models.Manager["Archive"]):
    def current(self) -> Archive:
        """The archive's one row, made if a test or a restore has emptied the table."""
        return self.get_or_create(pk=1)[0]

    def next_number(self) -> int:
        """The number of the next change. Holds the archive's row until the transaction ends."""
        return self.next_numbers(1)[0]

    def next_numbers(self, count: int) -> range:
        if not self.filter(pk=1).update(last_change=models.F("last_change") + count):
            self.current()
            return self.next_numbers(count)
        last = self.values_list("last_change", flat=True).get(pk=1)
        return range(last - count + 1, last + 1)

    def etag_parts(self) -> tuple[str, int, int]:
        """What makes public pages change: (archive id, last change, number of embargoes ended)."""
        from .article import Article

        archive = self.current()
        return str(archive.uid), archive.last_change, Article.objects.embargo_ended().count()


class Archive(models.Model):
    """One row: which archive this is, and how far its log has come."""

    uid = models.UUIDField("id", default=uuid.uuid4, unique=True, editable=False)
    last_change = models.PositiveBigIntegerField(default=0, editable=False)

    objects = ArchiveManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_archive"),
        ]

    def __str__(self) -> str:
        return f"Archive {self.uid}"


class Action(models.TextChoices):
    CREATED = "created"
    IMPORTED = "imported"
    LOADED = "loaded", "loaded from a fixture"
    EDITED = "edited"
    CORRECTED = "corrected"
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    ANNOTATED = "annotated"
    REVIEWED = "reviewed"
    STATED = "stated"
    PUBLISHED = "published"
    EMBARGOED = "embargoed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    REMOVED = "removed"
    MERGED = "merged"
    UNDONE = "undone"


class ChangeQuerySet(models.QuerySet["Change"]):
    def public(self) -> ChangeQuerySet:
        """Changes of what a reader may see now. Those of no one row (a fixture) tell counts."""
        from .article import Article
        from .entity import Entity
        from .source import Source

        def is_seen(rows: models.QuerySet, name: str) -> models.Exists:
            return models.Exists(rows.filter(pk=models.OuterRef(name)))

        no_article = models.Q(article=None)
        return self.filter(
            models.Q(is_seen(Article.objects.public(), "article"))
            | no_article & models.Q(is_seen(Entity.objects.public(), "entity"))
            | no_article & models.Q(is_seen(Source.objects.public(), "source"), entity=None)
            | no_article & models.Q(entity=None, source=None)
        )

    def append(self, changes: list[Change]) -> None:
        """Number many changes in their order and insert them, last of all in their transaction."""
        numbers = Archive.objects.next_numbers(len(changes))
        for number, change in zip(numbers, changes, strict=True):
            change.number = number
        Change.objects.bulk_create(changes)

    def newest(self) -> ChangeQuerySet:
        return self.order_by("-number")

    def update(self, **values: Any) -> int:
        raise TypeError("The log is append-only: changes cannot be changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The log is append-only: changes cannot be deleted.")

    delete.queryset_only = True  # type: ignore[attr-defined]

    def for_reading(self) -> ChangeQuerySet:
        return self.select_related("by", "article", "entity", "source")


class Change(models.Model):
    """One act of a person (or of a fixture), with its parts; never changed, never deleted.

    `parts` is a list of ``{"model", "key", "did", "before", "after"}``: `did` is created, changed
    or removed; `key` is the row's natural key; `before` and `after` hold the fields that differ.
    Texts are named by their revision's number, never copied.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    action = AsciiField(max_length=20, choices=Action)
    article = models.ForeignKey(
        "Article", null=True, blank=True, on_delete=models.SET_NULL, related_name="changes"
    )
    entity = models.ForeignKey(
        "Entity", null=True, blank=True, on_delete=models.SET_NULL, related_name="changes"
    )
    source = models.ForeignKey(
        "Source", null=True, blank=True, on_delete=models.SET_NULL, related_name="changes"
    )
    reason = ProseField(max_length=NOTE_MAX, blank=True)
    parts = models.JSONField(default=list, encoder=ExactEncoder)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [one_of("action", Action, "change_action_is_known")]

    def __str__(self) -> str:
        return f"Change {self.number}"

    def natural_key(self) -> tuple[int]:
        return (self.number,)

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("The log is append-only: a change cannot be changed.")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The log is append-only: a change cannot be deleted.")


def content_of(instance: models.Model) -> dict[str, Any]:
    """A row as the log keeps it: field -> value, related rows by natural key, nothing derived."""
    left_out = {"version", "updated_at", "created_at", *getattr(instance, "not_logged", ())}
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


def normalize(instance: models.Model) -> models.Model:
    """Make a row what it will be when it is stored: gates passed, derived columns filled."""
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if isinstance(value, str):
            setattr(instance, field.attname, field.to_python(value))
    if hasattr(instance, "derive"):
        instance.derive()
    return instance


class Record:
    """The rows one act writes, and what was before and after. Made by `recording`."""

    def __init__(self) -> None:
        self.parts: list[dict[str, Any]] = []

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
        for _, row in changed:
            if isinstance(row, Versioned):
                row.version += 1
        rows = [row for _, row in changed]
        versioned = ["version"] if isinstance(rows[0], Versioned) else []
        type(rows[0])._base_manager.bulk_update(rows, [*fields, *versioned], batch_size=200)
        for before, row in changed:
            self.note(row, "changed", before, content_of(row))

    def remove(self, instance: models.Model) -> None:
        """Delete a row; the log keeps its whole content, so that undo can bring it back."""
        self.note(instance, "removed", content_of(instance), None)
        instance.delete()

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
    ) -> None:
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
            Change.objects.create(
                number=Archive.objects.next_number(),
                by=by,
                action=action,
                article=article,
                entity=entity,
                source=source,
                reason=reason,
                parts=record.parts,
            )
