"""Writing what an undo has planned: rows as they were, in the order in which they were left.

Every step undoes one part, from the last to the first; so the rows pass through the same states as
on their way here, and none of them breaks a rule. Steps of one sort are written together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models import F
from django.utils import timezone

from articles.text import TEXT_MAX

from .annotation import Annotation
from .change import Change
from .correcting import return_to
from .entity import Entity
from .natural_keys import AT_ONCE, Key, find_rows, lists_of, model_named
from .record import Record, normalize, write_all
from .source import Source
from .steps import PLACE, Content, Step
from .tag import TaggedEntity
from .undoing import Undoing
from .versioned import Versioned

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def restore(undoing: Undoing, record: Record, *, by: User | None, reason: str) -> None:
    if undoing.withdrawn is not None:
        undoing.withdrawn.withdraw(by=by, reason=reason)
        return
    _Restoring(undoing, record).write(by, reason)


class _Restoring:
    def __init__(self, undoing: Undoing, record: Record) -> None:
        self.undoing = undoing
        self.record = record
        self.pointed_at = find_rows(self._pointed_at())

    def write(self, by: User | None, reason: str) -> None:
        undoing = self.undoing
        self._make_room()
        if undoing.article is not None and undoing.words is not None:
            article, settled = undoing.article, undoing.settled()
            return_to(article, undoing.words, self.record, by=by, reason=reason, settled=settled)
        for (name, did), steps in _alike(undoing.steps):
            getattr(self, f"_write_{did}")(model_named(name), steps)
        if undoing.change.article_id:  # what was done to many articles at once says every tag
            self._settle_tags()

    def _make_room(self) -> None:
        """A database checks one row after the other: places that rows come back to must be free."""
        leaving = [
            cast("models.Model", step.row.instance).pk
            for step in self.undoing.steps
            if step.key.model == "annotation" and step.before and PLACE & set(step.differing)
        ]
        for start in range(0, len(leaving), AT_ONCE):
            rows = Annotation.objects.filter(pk__in=leaving[start : start + AT_ONCE])
            rows.update(start=F("start") + TEXT_MAX, end=F("end") + TEXT_MAX)

    # --- Rows that come back, that change, that go ------------------------------------------------

    def _write_created(self, model: type[models.Model], steps: list[Step]) -> None:
        instances = []
        for step in steps:
            instance = step.row.instance = model()
            self._fill(instance, cast("Content", step.after))
            self._revive(instance, step.part.get("row", {}))
            instances.append(normalize(instance))
        wanted = [instance.pk for instance in instances if instance.pk]
        taken = set(model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))
        for instance in instances:
            instance.pk = None if instance.pk in taken else instance.pk
        model._base_manager.bulk_create(instances)
        self._relate(model, steps)
        for step, instance in zip(steps, instances, strict=True):
            numbers = step.part.get("changes")
            if numbers and isinstance(instance, Entity | Source):
                Change.objects.filter(number__in=numbers).hand_over(instance)
            self.record.note(instance, "created", None, step.after)

    def _write_changed(self, model: type[models.Model], steps: list[Step]) -> None:
        instances: list[models.Model] = []
        moves = any(PLACE & set(step.differing) for step in steps)
        names = {"start", "end"} if model is Annotation and moves else set()
        for step in steps:
            instance = cast("models.Model", step.row.instance)
            before = _columns(instance)
            after = cast("Content", step.after)
            self._fill(instance, {name: after[name] for name in step.differing})
            if hasattr(instance, "updated_at"):
                instance.updated_at = timezone.now()
            now = _columns(normalize(instance))
            names |= {name for name in now if now[name] != before[name]}
            instances.append(instance)
        if names:  # of a list alone, nothing of the row itself differs
            write_all(instances, sorted(names))
        self._relate(model, steps)
        for step, instance in zip(steps, instances, strict=True):
            self.record.note(instance, "changed", step.before, step.after)

    def _write_removed(self, model: type[models.Model], steps: list[Step]) -> None:
        instances = [cast("models.Model", step.row.instance) for step in steps]
        if not hasattr(model, "changes"):
            self.record.remove_all(instances)
            return
        for instance in instances:
            self.record.remove(instance)

    # --- Their fields -----------------------------------------------------------------------------

    def _fill(self, instance: models.Model, content: Content) -> None:
        for name, value in content.items():
            field = cast("models.Field", instance._meta.get_field(name))
            if field.many_to_many:
                continue
            if field.is_relation:
                setattr(instance, name, self._row(field, value))
            else:
                setattr(instance, name, field.to_python(value))

    def _row(self, field: Any, value: Any) -> models.Model | None:
        """The row that a natural key names; nobody, where a person is no longer there."""
        if value is None:
            return None
        key = Key(field.related_model._meta.model_name, tuple(value))
        row = self.undoing.rows.get(key)
        if row is not None and row.instance is not None:
            return row.instance
        return self.pointed_at.get(key)

    def _revive(self, instance: models.Model, row: Content) -> None:
        """What the content of a row leaves out. No version of it comes twice."""
        for name, value in row.items():
            field = cast("models.Field", instance._meta.get_field(name))
            setattr(instance, field.attname, field.to_python(value))
        if isinstance(instance, Versioned) and row:
            instance.version += 1

    def _relate(self, model: type[models.Model], steps: list[Step]) -> None:
        for name in lists_of(model):
            some = [step for step in steps if name in step.differing]
            if not some:
                continue
            field: Any = model._meta.get_field(name)
            through, mine = field.remote_field.through._base_manager, field.m2m_column_name()
            keys = [cast("models.Model", step.row.instance).pk for step in some]
            through.filter(**{f"{mine}__in": keys}).delete()
            through.bulk_create(
                through.model(**{mine: key, field.m2m_reverse_name(): other.pk})
                for key, step in zip(keys, some, strict=True)
                for value in cast("Content", step.after)[name]
                for other in [cast("models.Model", self._row(field, value))]
            )
            for step in some:
                getattr(step.row.instance, "_prefetched_objects_cache", {}).pop(name, None)

    def _pointed_at(self) -> Iterator[Key]:
        for step in self.undoing.steps:
            meta = model_named(step.key.model)._meta
            for name in step.differing if step.after is not None else ():
                field: Any = meta.get_field(name)
                value = step.after[name] if field.is_relation and step.after else None
                for key in (value if field.many_to_many else [value]) if value else ():
                    yield Key(field.related_model._meta.model_name, tuple(key))

    # --- Tags that only mentions make -------------------------------------------------------------

    def _settle_tags(self) -> None:
        """An accepted mention has its tag, and a tag that no one set by hand a mention.

        Only what was done since can have come between: undone at once, every tag is right already.
        """
        pairs = {pair for step in self.undoing.steps for pair in _pairs(step)}
        if not pairs:
            return
        articles, entities = ({pair[side] for pair in pairs} for side in (0, 1))
        accepted = Annotation.objects.mentions().accepted().select_related("article", "entity")
        mentions = accepted.filter(article__slug__in=articles, entity__slug__in=entities)
        mentioned = {
            (mention.article.slug, mention.entity.slug): mention
            for mention in mentions.defer("article__text")
            if mention.entity and not mention.names_something_else
        }
        tags = find_rows(Key("taggedentity", pair) for pair in pairs)
        for pair in sorted(pairs):
            tag = cast("TaggedEntity | None", tags.get(Key("taggedentity", pair)))
            mention = mentioned.get(pair)
            if mention is not None and tag is None:
                both = {"content_object": mention.article, "tag": cast("Entity", mention.entity)}
                self.record.save(TaggedEntity(by_hand=False, **both))
            elif mention is None and tag is not None and not tag.by_hand:
                self.record.remove(tag)


def _alike(steps: list[Step]) -> Iterator[tuple[tuple[str, str], list[Step]]]:
    """Neighbors that are written in one go. A row that changes twice is no neighbor of itself."""
    for sort, group in groupby(steps, key=lambda step: (step.key.model, step.did)):
        some: list[Step] = []
        rows: set[int] = set()
        for step in group:
            if id(step.row) in rows or len(some) == AT_ONCE:
                yield sort, some
                some, rows = [], set()
            some.append(step)
            rows.add(id(step.row))
        yield sort, some


def _columns(instance: models.Model) -> Content:
    return {
        field.name: getattr(instance, field.attname)
        for field in instance._meta.concrete_fields
        if not field.primary_key and field.attname in instance.__dict__
    }


def _pairs(step: Step) -> Iterator[tuple[str, str]]:
    """Article and entity of a tag or a mention."""
    if step.key.model == "taggedentity":
        yield cast("tuple[str, str]", step.key.values)
    for content in (step.before, step.after):
        if step.key.model == "annotation" and content and content.get("entity"):
            yield content["article"][0], content["entity"][0]
