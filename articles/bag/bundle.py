"""All rows of one article, made of its record; and those of many articles, inserted together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.contrib.auth import get_user_model

from articles.models import (
    Annotation,
    Article,
    Claim,
    Entity,
    Field,
    Relation,
    Revision,
    Source,
    TaggedEntity,
)
from articles.models.statement import known_contexts

from .table import Json, fill, keys_of

# What each record and its parts say in the words of the columns.
ARTICLE = (
    *("slug", "headline", "byline", "dateline", "section", "published_on", "date_precision"),
    *("published_at", "embargo_until", "language", "url", "status", "text"),
    *("version", "created_at", "updated_at"),
)
REVISION = ("number", "headline", "text", "reason", "notice", "made_at")
TAG = ("role", "salience")
ANNOTATION = (
    *("kind", "state", "field", "exact", "prefix", "suffix", "start", "end", "note"),
    *("created_at", "version"),
)
CLAIM = ("mode", "via_inherited", "note", "version")
RELATION = (
    *("kind", "action", "category", "mode", "contexts", "state", "status", "time", "certainty"),
    *("note", "version"),
)


class Known:
    """Primary keys of what the records of some articles name: sources, entities, people."""

    def __init__(self, records: Iterable[Json]) -> None:
        words: defaultdict[Any, set[Any]] = defaultdict(set)
        for record in records:
            for model, word in _words(record):
                if isinstance(word, str):
                    words[model].add(word)
        self.sources = keys_of(Source, words[Source])
        self.entities = keys_of(Entity, words[Entity])
        self.people = keys_of(get_user_model(), words[get_user_model()])

    def entity(self, slug: str | None) -> int | None:
        return None if slug is None else self.entities[slug]

    def person(self, username: str | None) -> int | None:
        return None if username is None else self.people[username]


def _words(record: Json) -> Iterator[tuple[Any, Any]]:
    people = get_user_model()
    yield Source, record.get("source")
    for part, name, model in (
        ("entities", "slug", Entity),
        ("untagged", "slug", Entity),
        ("annotations", "created_by", people),
        ("revisions", "made_by", people),
    ):
        rows = record.get(part)  # of whatever shape: what is wrong is said when its turn comes
        for row in rows if isinstance(rows, list) else ():
            yield model, row.get(name) if isinstance(row, dict) else None


class Bundle:
    """The rows of one article, none of them saved. Raises KeyError, ValueError or their like."""

    def __init__(self, record: Json, known: Known) -> None:
        self.known = known
        self.article = Article(source_id=known.sources[record["source"]])
        self.article.rights = record["rights"] or ""
        fill(self.article, record, ARTICLE)
        self.revisions = [self._revision(row) for row in record["revisions"]]
        self.numbered = {revision.number: revision for revision in self.revisions}
        self.tags = [self._tag(row) for row in record["entities"]]
        self.annotations = [self._annotation(row) for row in record["annotations"]]
        marks = {str(row.uid): row for row in self.annotations}
        self.claims = [self._claim(row, marks) for row in record["claims"]]
        said = {str(claim.uid): claim for claim in self.claims}
        self.relations = [self._relation(row, marks, said) for row in record["relations"]]
        self.people = [
            (row, name, known.entities[slug])
            for part, rows, names in (
                ("claims", self.claims, ("speakers", "about")),
                ("relations", self.relations, ("actors", "targets")),
            )
            for row, told in zip(rows, record[part], strict=True)
            for name in names
            for slug in told[name]
        ]

    def _revision(self, row: Json) -> Revision:
        revision = Revision(article=self.article, made_by_id=self.known.person(row["made_by"]))
        return fill(revision, row, REVISION)

    def _tag(self, row: Json) -> TaggedEntity:
        tag = TaggedEntity(content_object=self.article, tag_id=self.known.entity(row["slug"]))
        tag.by_hand = row.get("by_hand", True)
        return fill(tag, row, TAG)

    def _annotation(self, row: Json) -> Annotation:
        annotation = Annotation(
            article=self.article,
            made_on=self.numbered[row["made_on"]],
            uid=_uid(row),
            is_orphaned=row["orphaned"],
            entity_id=self.known.entity(row["entity"]),
            form=row["form"] or "",
            value=row["value"] or "",
            created_by_id=self.known.person(row["created_by"]),
        )
        return fill(annotation, row, ANNOTATION)

    def _claim(self, row: Json, marks: dict[str, Annotation]) -> Claim:
        claim = Claim(
            uid=_uid(row),
            evidence=marks[row["evidence"]],
            cue=None if row["cue"] is None else marks[row["cue"]],
            via_id=self.known.entity(row["via"]),
        )
        return fill(claim, row, CLAIM)

    def _relation(
        self, row: Json, marks: dict[str, Annotation], said: dict[str, Claim]
    ) -> Relation:
        known_contexts(row["contexts"])
        relation = Relation(
            uid=_uid(row),
            evidence=marks[row["evidence"]],
            claim=None if row["claim"] is None else said[row["claim"]],
        )
        return fill(relation, row, RELATION)

    def check(self) -> None:
        """What no constraint of the database holds."""
        article, newest = self.article, self.numbered[max(self.numbered, default=1)]
        if (newest.headline, newest.text) != (article.headline, article.text):
            raise ValueError("its newest revision has other words than the article")
        for row in self.annotations:
            words = article.headline if row.field == Field.HEADLINE else article.text
            if not row.is_orphaned and words[row.start : row.end] != row.exact:
                raise ValueError(f"the annotation {row.uid} does not stand on its words")


def _uid(row: Json) -> Any:
    return Annotation._meta.get_field("uid").to_python(row["id"])


def insert(bundles: list[Bundle]) -> None:
    Article.objects.bulk_create(bundle.article for bundle in bundles)
    for model, part in (
        (Revision, "revisions"),
        (TaggedEntity, "tags"),
        (Annotation, "annotations"),
        (Claim, "claims"),
        (Relation, "relations"),
    ):
        rows = chain.from_iterable(getattr(bundle, part) for bundle in bundles)
        model._base_manager.bulk_create(rows)
    _insert_people(row for bundle in bundles for row in bundle.people)


def _insert_people(people: Iterable[tuple[Any, str, int]]) -> None:
    """Speakers, actors and their like."""
    rows: defaultdict[Any, list[Any]] = defaultdict(list)
    for statement, name, entity in people:
        through = getattr(type(statement), name).through
        me = f"{statement._meta.model_name}_id"
        rows[through].append(through(**{me: statement.pk, "entity_id": entity}))
    for through, some in rows.items():
        through._base_manager.bulk_create(some)
