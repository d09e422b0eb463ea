"""The log: each act of a person on the archive, in the order in which it was committed.

Changes are made by `recording` (record.py), numbered under the lock of the archive's one row.
"""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models.functions import Cast
from django.utils import timezone

from articles.text import NOTE_MAX

from .fields import AsciiField, ProseField, one_of

if TYPE_CHECKING:
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

    def hold(self) -> None:
        """Let nobody else commit a change until this transaction ends."""
        list(self.select_for_update().filter(pk=1))

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
        stand = self.stand(timezone.now())
        return stand.archive, stand.last_change, stand.ended

    def stand(self, moment: datetime.datetime, known: int = 0) -> Stand:
        """Where the archive stands; `known` is the number of a change to have the moment of.

        Each page asks this, some twice: as a queryset it takes ten times as long to put into words
        as to answer.
        """
        with connection.cursor() as cursor:
            until = connection.ops.adapt_datetimefield_value(moment)
            cursor.execute(_STAND, [until, known])
            row = cursor.fetchone()
        if row is None:
            self.current()
            return self.stand(moment, known)
        uid, last_change, ended, last_at, known_at = row
        return Stand(str(uuid.UUID(str(uid))), last_change, ended, _utc(last_at), _utc(known_at))


class Stand(NamedTuple):
    """`ended` counts the embargoes that have ended."""

    archive: str
    last_change: int
    ended: int
    last_at: datetime.datetime | None
    known_at: datetime.datetime | None


_STAND = """
    SELECT archive.uid, archive.last_change,
        (SELECT COUNT(*) FROM articles_article
            WHERE status = 'published' AND embargo_until <= %s),
        (SELECT at FROM articles_change WHERE number = archive.last_change),
        (SELECT at FROM articles_change WHERE number = %s)
    FROM articles_archive archive WHERE archive.id = 1
"""


def _utc(moment: datetime.datetime | str | None) -> datetime.datetime | None:
    """A moment as its database gives it: SQLite has no type for one."""
    if not isinstance(moment, str):
        return moment
    return datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)


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

    def naming(self, *keys: object) -> ChangeQuerySet:
        """Changes whose parts have all of these slugs and uids somewhere: a sieve for their log."""
        changes = self.annotate(as_text=Cast("parts", models.TextField()))
        words = [key for key in keys if isinstance(key, str) and key.isascii() and '"' not in key]
        return changes.filter(*(models.Q(as_text__contains=f'"{word}"') for word in words))

    def adding_articles(self) -> ChangeQuerySet:
        """An import is one when its part is the whole article, and not when it updates one."""
        is_new = models.Q(parts__0__model="article", parts__0__did="created")
        return self.exclude(article=None).filter(
            models.Q(action=Action.CREATED) | models.Q(is_new, action=Action.IMPORTED)
        )

    def hand_over(self, heir: Entity | Source) -> None:
        """Let these changes be found under another entity. What they say stays as it was."""
        super().update(**{str(heir._meta.model_name): heir})

    def append(self, changes: list[Change]) -> None:
        """Number many changes in their order and insert them, last of all in their transaction."""
        self.give_numbers(changes)
        Change.objects.bulk_create(changes)

    def give_numbers(self, changes: list[Change]) -> None:
        """In their order, as the next ones: who asks for them inserts them, and nothing else."""
        numbers = Archive.objects.next_numbers(len(changes))
        for number, change in zip(numbers, changes, strict=True):
            change.number = number

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
    Texts are named by their revision's number, never copied. A removed row has two more: `row`,
    what its content leaves out (primary key, version, moments), and of a noun that has a history
    of its own `changes`, their numbers: these may be found under its heir now.
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
