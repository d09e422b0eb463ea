"""Fixtures and the log: `loaddata` skips `save()`, so what it writes is noted here.

A fixture holds no versions and no changes. Loaded over an unedited archive it changes nothing. Over
an edited article it restores what the fixture says: a text that differs becomes a new revision, to
which all anchors are carried, and everything that differed is one `Change` of that article.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.utils import timezone

from .annotation import Annotation
from .article import Article
from .change import Action, Archive, Change
from .correcting import restore_words
from .entity import Entity, EntityLink, EntityName
from .lookup import looking_up_once
from .record import Record, content_of, normalize
from .revision import Revision
from .source import Source
from .statement import Claim, Relation
from .tag import TaggedEntity
from .versioned import Versioned

REASON = "Restored from a fixture."

# The article or entity that a row is a part of, found without fetching it.
PARTS: dict[type[models.Model], tuple[type[models.Model], str]] = {
    Revision: (Article, "article_id"),
    TaggedEntity: (Article, "content_object_id"),
    Annotation: (Article, "article_id"),
    Claim: (Article, "evidence.article_id"),
    Relation: (Article, "evidence.article_id"),
    EntityName: (Entity, "entity_id"),
    EntityLink: (Entity, "entity_id"),
}
WHOLES = (Article, Entity, Source)
Whole = tuple[type[models.Model], int]


class Load:
    """One run of `loaddata`: what it wrote, gathered by article; the rest under None."""

    def __init__(self) -> None:
        self.records: dict[int | None, Record] = {}
        self.new: set[Whole] = set()

    def record_of(self, whole: Whole) -> Record:
        model, pk = whole
        return self.records.setdefault(pk if model is Article else None, Record())

    def note(self, row: models.Model, before: dict[str, Any] | None) -> None:
        whole = whole_of(row)
        if whole in self.new:
            return  # It is new, with all its parts: one line in the log says so.
        if before is None and isinstance(row, WHOLES):
            self.new.add(whole)
            self.record_of(whole).note(row, "created", None, None)
        elif before is None:
            self.record_of(whole).note(row, "created", None, content_of(row))
        elif before != content_of(row):
            self.record_of(whole).note(row, "changed", before, content_of(row))

    def append(self) -> None:
        """The changes of this load, last of all in its transaction."""
        for article_id, record in self.records.items():
            if record.parts:
                Change.objects.create(
                    number=Archive.objects.next_number(),
                    action=Action.LOADED,
                    article_id=article_id,
                    parts=record.parts,
                )


LOAD: ContextVar[Load | None] = ContextVar("load", default=None)


@contextmanager
def loading() -> Iterator[None]:
    """Around a `loaddata`, inside its transaction."""
    load = Load()
    token = LOAD.set(load)
    try:
        with looking_up_once():
            yield
    finally:
        LOAD.reset(token)
    load.append()


def whole_of(row: models.Model) -> Whole:
    model, path = PARTS.get(type(row), (type(row), "pk"))
    return model, attrgetter(path)(row)


def before_save(sender: type[models.Model], instance: Any, raw: bool, **_: Any) -> None:
    if sender._meta.app_label == "articles":
        normalize(instance)
    load = LOAD.get()
    if not raw or load is None or not (sender in PARTS or sender in WHOLES):
        return
    stored = sender._base_manager.filter(pk=instance.pk).first() if instance.pk else None
    instance.loaded_over = content_of(stored) if stored else None
    if stored is None:
        return
    for name in ("version", "created_at", "updated_at", "created_by_id"):
        if hasattr(stored, name):
            setattr(instance, name, getattr(stored, name))
    if isinstance(stored, Revision):
        # What a revision said is history; a fixture does not rewrite it.
        for field in sender._meta.concrete_fields:
            setattr(instance, field.attname, getattr(stored, field.attname))
        return
    is_edited = instance.loaded_over != content_of(instance)
    if isinstance(stored, Article):
        is_edited |= restore_words(stored, instance, REASON, load.record_of(whole_of(stored)))
    if is_edited and isinstance(instance, Versioned):
        instance.version += 1
    if is_edited and isinstance(instance, Article):
        instance.updated_at = timezone.now()


def after_save(sender: type[models.Model], instance: Any, raw: bool, **_: Any) -> None:
    load = LOAD.get()
    if raw and load is not None and hasattr(instance, "loaded_over"):
        load.note(instance, instance.loaded_over)


def before_relating(instance: Any, action: str, **_: Any) -> None:
    """Speakers, actors and targets are set after the row itself: they are a change of it, too."""
    load = LOAD.get()
    if load is not None and action in ("pre_add", "pre_remove"):
        is_new = whole_of(instance) in load.new
        instance.loaded_over = None if is_new else content_of(instance)


def after_relating(instance: Any, action: str, pk_set: set[int], **_: Any) -> None:
    load = LOAD.get()
    if load is not None and action in ("post_add", "post_remove") and pk_set:
        load.note(instance, instance.loaded_over)


def connect() -> None:
    pre_save.connect(before_save)
    post_save.connect(after_save)
    for model in (Claim, Relation):
        for field in model._meta.many_to_many:
            m2m_changed.connect(before_relating, sender=field.remote_field.through)
            m2m_changed.connect(after_relating, sender=field.remote_field.through)
