"""An article that the archive has already, and a record that may say something else of it.

What the record does not say stays as it is, and nothing is removed. What people changed here since
it came (its status, a tag, a note) stays, too, with a warning. Other words become a new revision;
words that the archive had before are no news: somebody has corrected them since.

Everything is compared in memory first, so that an unchanged article costs no query of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from articles import anchors, quotes
from articles.models import (
    Action,
    Annotation,
    Article,
    Claim,
    DatePrecision,
    Record,
    Relation,
    Revision,
    TaggedEntity,
)
from articles.models.correcting import take_revision
from articles.text import text_checksum

from . import creating
from .checking import Checked
from .creating import APART, MANY, Lookup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models

    from articles.models import Source

REASON = "Imported with other words."
PLACE = ("field", "exact", "prefix", "suffix", "start", "end", "is_orphaned")


@dataclass
class Update:
    """What a record changes of an article, which comes from `for_record(public=False)`."""

    article: Article
    checked: Checked
    source: Source | None
    lookup: Lookup
    revisions: list[Revision] = field(default_factory=list)
    is_older: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    new: list[models.Model] = field(default_factory=list)
    changed: list[tuple[models.Model, dict[str, Any]]] = field(default_factory=list)
    related: list[tuple[models.Model, dict[str, list[Any]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._compare_words()
        self._compare_fields()
        self._compare_parts()

    @property
    def is_needed(self) -> bool:
        return bool(self.revisions or self.fields or self.new or self.changed or self.related)

    def apply(self) -> Record:
        """Write it, within a transaction that holds the article."""
        record = Record()
        for revision in self.revisions:
            take_revision(self.article, revision, record)
        for name, value in self.fields.items():
            setattr(self.article, name, value)
        if (self.revisions or self.fields) and not record.save(self.article) and self.revisions:
            record.touch(self.article)
        if self.revisions:  # the anchors were carried: compare with where they stand now
            self._forget_parts()
            self.article = Article.objects.for_record(public=False).get(pk=self.article.pk)
            self._compare_parts()
        for row, values in self.changed:
            for name, value in values.items():
                setattr(row, name, value)
            record.save(row)
        lists = {id(row): values for row, values in self.related}
        for row in self.new:
            record.save(row, **lists.pop(id(row), {}))
        for row, values in self.related:
            if id(row) in lists:
                record.save(row, **values)
        return record

    # Words

    def _compare_words(self) -> None:
        if self.checked.is_summary:
            return
        stored = sorted(self.article.revisions.all(), key=lambda revision: revision.number)
        had = [(revision.headline, revision.sha256) for revision in stored]
        theirs = [(row["headline"], text_checksum(row["text"])) for row in self.checked.revisions]
        values = self.checked.values
        words = values["headline"], text_checksum(values["text"])
        if had and theirs and theirs[: len(had)] == had:
            rows = self.checked.revisions[len(had) :]
            self.revisions = [creating.new_revision(self.article, row, self.lookup) for row in rows]
        elif words == (self.article.headline, self.article.sha256):
            pass
        elif words in had:
            self.is_older = True
        else:
            if theirs:
                self._warn("its revisions are not those of the archive: only the newest is taken")
            revision = Revision(
                article=self.article,
                number=len(had) + 1,
                headline=values["headline"],
                text=values["text"],
                reason=REASON,
                made_by=self.lookup.by,
            )
            self.revisions = [revision]

    # Fields

    def _compare_fields(self) -> None:
        given = {
            name: value
            for name, value in self.checked.values.items()
            if name not in ("headline", "text", "slug")
        }
        if given.get("published_on") and "date_precision" not in given:
            precision = DatePrecision(self.article.date_precision)
            given["published_on"] = precision.period(given["published_on"])[0]
        if self.source and self.source.pk != self.article.source_id:
            given["source"] = self.source
        self.fields = self._differing(self.article, given)

    def _differing(self, row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
        """The values that a row does not have yet, and that nobody chose here."""
        differing = {}
        for name, value in values.items():
            if getattr(row, name) == value:
                continue
            if (row._meta.model_name, _key(row), name) in self._chosen:
                self._warn(f"{name} of {_called(row)} was changed here, and is kept")
            else:
                differing[name] = value
        return differing

    @cached_property
    def _chosen(self) -> set[tuple[str | None, str, str]]:
        """What people changed, made or removed here: (model, key, field)."""
        chosen = set()
        acts = self.article.changes.exclude(action__in=[Action.IMPORTED, Action.LOADED])
        for parts in acts.values_list("parts", flat=True):
            for part in parts:
                names = [part["did"], *part.get("before", {}), *part.get("after", {})]
                chosen.update((part["model"], part["key"][-1], name) for name in names)
        return chosen

    def _was_removed(self, model: type[models.Model], key: str) -> bool:
        return (model._meta.model_name, key, "removed") in self._chosen

    # Parts

    def _forget_parts(self) -> None:
        self.new, self.changed, self.related = [], [], []

    def _compare_parts(self) -> None:
        annotations = self._compare_annotations()
        self._compare_tags(annotations.values())
        self._compare_statements(annotations)

    def _compare_tags(self, annotations: Iterable[Annotation]) -> None:
        stored = {tag.tag.slug: tag for tag in self.article.tags.all()}
        for entity, values in creating.tags_of(self.checked, annotations, self.lookup):
            if entity.slug not in stored and not self._was_removed(TaggedEntity, entity.slug):
                tag = TaggedEntity(content_object=self.article, tag=entity, **values)
                self.new.append(tag)
        for row in self.checked.tags or []:
            tag = stored.get(self.lookup.entity(row["entity"]).slug)
            values = {name: value for name, value in row.items() if name != "entity"}
            if tag:
                self._change(tag, values)

    def _change(self, row: models.Model, values: dict[str, Any]) -> None:
        if differing := self._differing(row, values):
            self.changed.append((row, differing))

    def _compare_annotations(self) -> dict[UUID, Annotation]:
        """All annotations of the article as they will be, by their ids."""
        stored = {row.uid: row for row in self.article.annotations.all()}
        revisions = sorted(self.article.revisions.all(), key=lambda revision: revision.number)
        annotations = dict(stored)
        alike = {_likeness(row): row for row in stored.values()}
        for row in self.checked.annotations:
            wanted = creating.new_annotation(self.article, row, revisions, self.lookup)
            if self.is_older:
                _place_again(wanted)
            same = stored.get(row["id"]) if row.get("id") else alike.get(_likeness(wanted))
            if same:
                self._change(same, self._values(row, wanted))
            elif not self._was_removed(Annotation, str(wanted.uid)):
                self.new.append(wanted)
                annotations[wanted.uid] = wanted
                alike[_likeness(wanted)] = wanted
        creating.refuse_doubles(annotations.values())
        return annotations

    def _values(self, row: dict[str, Any], wanted: Annotation) -> dict[str, Any]:
        names = [name for name in row if name not in (*APART, "created_at", *PLACE)]
        names += ["entity"] if row.get("entity") else []
        names += [] if self.is_older else PLACE
        return {name: getattr(wanted, name) for name in names}

    def _compare_statements(self, annotations: dict[UUID, Annotation]) -> None:
        claims = {row.claim.uid: row.claim for row in annotations.values() if _has(row, "claim")}
        for row in self.checked.claims:
            wanted: Claim | Relation = creating.new_claim(row, annotations, self.lookup)
            self._compare_statement(claims.get(row["id"]), wanted, row, "claims")
            claims.setdefault(wanted.uid, wanted)  # type: ignore[arg-type]
        relations = {
            row.relation.uid: row.relation for row in annotations.values() if _has(row, "relation")
        }
        for row in self.checked.relations:
            wanted = creating.new_relation(row, annotations, claims)
            self._compare_statement(relations.get(row["id"]), wanted, row, "relations")

    def _compare_statement(
        self, stored: Any, wanted: Claim | Relation, row: dict[str, Any], part: str
    ) -> None:
        lists = {
            name: entities
            for _, name, entities in creating.related_rows(wanted, row, part, self.lookup)
        }
        if stored is None:
            if not self._was_removed(type(wanted), str(wanted.uid)):
                self.new.append(wanted)
                self.related.append((wanted, lists))
            return
        names = [name for name in row if name not in ("id", *MANY[part])]
        self._change(stored, {name: getattr(wanted, name) for name in names})
        differing = {
            name: entities
            for name, entities in lists.items()
            if {entity.pk for entity in getattr(stored, name).all()}
            != {entity.pk for entity in entities}
        }
        if differing:
            self.related.append((stored, differing))

    def _warn(self, warning: str) -> None:
        if warning not in self.checked.warnings:
            self.checked.warnings.append(warning)


def _place_again(annotation: Annotation) -> None:
    """Its offsets are those of older words: find it in the present ones, or nowhere."""
    words = getattr(annotation.article, annotation.field)
    quote = annotation.exact, annotation.prefix, annotation.suffix
    span = quotes.unique_best(words, *quote)
    if span and not annotation.is_orphaned:
        annotation.settle(*span, *anchors.describe(words, *span))
    else:
        annotation.orphan()


def _likeness(row: Annotation) -> tuple[Any, ...]:
    """By this an annotation without an id is known again."""
    return row.kind, row.field, row.start, row.end, row.exact, row.entity_id, row.note, row.value


def _has(row: Annotation, statement: str) -> bool:
    return row.pk is not None and hasattr(row, statement)


def _key(row: models.Model) -> str:
    return row.natural_key()[-1] if row.pk else ""  # type: ignore[attr-defined]


def _called(row: models.Model) -> str:
    return f"the {row._meta.verbose_name} {_key(row)}"
