"""New articles, many at once: the rows of each, built first and inserted together."""

from __future__ import annotations

import datetime
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from secrets import randbits
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from articles.models import (
    Annotation,
    Article,
    Claim,
    Entity,
    Redirect,
    Relation,
    Revision,
    Role,
    State,
    TaggedEntity,
)
from articles.models.slugs import numbered
from articles.text import SLUG_MAX, ascii_slug

from .authority import in_chunks
from .checking import Checked
from .inserting import insert_all, insert_values, learn_keys
from .values import EntityReference, Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Source

Tag = tuple[Entity, dict[str, Any]]  # and its values, as far as they are given

# Keys of a record's parts whose values are not simply those of the row's fields.
APART = ("id", "entity", "made_on", "created_by", "orphaned", "evidence", "cue", "claim", "via")
_COLUMNS = [column for column in Annotation._meta.concrete_fields if not column.generated]
_NAMES = [column.attname for column in _COLUMNS]
# Of what comes anew for each row (its id, its moment) every row is given one of its own.
_USUAL = {column.attname: column.get_default() for column in _COLUMNS}
MANY = {"claims": ("speakers", "about"), "relations": ("actors", "targets")}


@dataclass(frozen=True)
class Lookup:
    """What the words of one record stand for in this archive, and who imports it when."""

    entity: Callable[[EntityReference], Entity]
    users: dict[str, User]
    by: User | None
    at: datetime.datetime


@dataclass
class Bundle:
    """All rows of one new article, none of them saved."""

    article: Article
    revisions: list[Revision] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    related: list[tuple[models.Model, str, list[Entity]]] = field(default_factory=list)


def build(checked: Checked, source: Source, lookup: Lookup) -> Bundle:
    article = Article(source=source, **checked.values)
    bundle = Bundle(article)
    bundle.revisions = new_revisions(article, checked, lookup)
    bundle.annotations = [
        new_annotation(article, row, bundle.revisions, lookup) for row in checked.annotations
    ]
    refuse_doubles(bundle.annotations)
    bundle.tags = tags_of(checked, bundle.annotations, lookup)
    by_uid = {annotation.uid: annotation for annotation in bundle.annotations}
    for row in checked.claims:
        claim = new_claim(row, by_uid, lookup)
        bundle.claims.append(claim)
        bundle.related += related_rows(claim, row, "claims", lookup)
    claims = {claim.uid: claim for claim in bundle.claims}
    for row in checked.relations:
        relation = new_relation(row, by_uid, claims)
        bundle.relations.append(relation)
        bundle.related += related_rows(relation, row, "relations", lookup)
    return bundle


def new_revisions(article: Article, checked: Checked, lookup: Lookup) -> list[Revision]:
    if not checked.revisions:
        words = {"headline": article.headline, "text": article.text}
        return [Revision(article=article, number=1, made_by=lookup.by, **words)]
    return [new_revision(article, row, lookup) for row in checked.revisions]


def new_revision(article: Article, row: dict[str, Any], lookup: Lookup) -> Revision:
    told = ("number", "headline", "text", "reason", "notice")
    values = {key: row[key] for key in told if key in row}
    if row.get("made_at"):
        values["made_at"] = row["made_at"]
    return Revision(article=article, made_by=lookup.users.get(row.get("made_by", "")), **values)


def new_annotation(
    article: Article,
    row: dict[str, Any],
    revisions: Sequence[Revision],
    lookup: Lookup,
) -> Annotation:
    values = {key: value for key, value in row.items() if key not in APART}
    values |= {"uid": row.get("id") or _new_uid(), "is_orphaned": row["orphaned"]}
    values.setdefault("created_at", lookup.at)
    annotation = _made(values)
    number = min(row.get("made_on", len(revisions)), len(revisions))
    annotation.article, annotation.made_on = article, revisions[number - 1]
    if row.get("entity"):
        annotation.entity = lookup.entity(row["entity"])
    by = lookup.users.get(row["created_by"]) if "created_by" in row else lookup.by
    if by:
        annotation.created_by = by
    return annotation


def _new_uid() -> UUID:
    """It begins with the time (RFC 9562, version 7): those of one import lie together on disk."""
    chance = randbits(74)
    milliseconds = time.time_ns() // 1_000_000
    return UUID(
        int=milliseconds << 80 | 7 << 76 | chance >> 62 << 64 | 2 << 62 | chance % (1 << 62)
    )


def _made(values: dict[str, Any]) -> Annotation:
    """As `Annotation(**values)`, in a third of the time: an import makes more of them than of all
    else.
    """
    made = Annotation.from_db(None, _NAMES, [values.get(name, _USUAL[name]) for name in _NAMES])
    made._state.adding = True
    return made


def refuse_doubles(annotations: Iterable[Annotation]) -> None:
    seen = set()
    for row in annotations:
        if row.entity is None or row.is_orphaned:
            continue
        place = row.field, row.start, row.end, row.entity.slug
        if place in seen:
            raise Refused(
                f"annotations: “{row.exact[:60]}” at {row.start} is marked twice "
                f"with {row.entity.slug}"
            )
        seen.add(place)


def tags_of(checked: Checked, annotations: Iterable[Annotation], lookup: Lookup) -> list[Tag]:
    """The tags that the record gives, and those that its accepted mentions make."""
    tags: dict[str, Tag] = {}
    for row in checked.tags or []:
        entity = lookup.entity(row["entity"])
        values = {key: value for key, value in row.items() if key != "entity"}
        tags.setdefault(entity.slug, (entity, values))
    for entity in mentioned(checked, annotations, lookup):
        tags.setdefault(entity.slug, (entity, {"by_hand": False}))
    return list(tags.values())


def mentioned(
    checked: Checked, annotations: Iterable[Annotation], lookup: Lookup
) -> Iterable[Entity]:
    """Entities that accepted mentions tag, but for those that the record says are untagged."""
    untagged = {lookup.entity(reference).slug for reference in checked.untagged}
    for row in annotations:
        is_tag = row.entity and row.state == State.ACCEPTED and not row.names_something_else
        if is_tag and row.entity.slug not in untagged:
            yield row.entity


def new_claim(row: dict[str, Any], annotations: dict[UUID, Annotation], lookup: Lookup) -> Claim:
    values = {key: row[key] for key in ("mode", "via_inherited", "note") if key in row}
    return Claim(
        uid=row["id"],
        evidence=annotations[row["evidence"]],
        cue=annotations.get(row["cue"]) if row.get("cue") else None,
        via=lookup.entity(row["via"]) if row.get("via") else None,
        **values,
    )


def new_relation(
    row: dict[str, Any], annotations: dict[UUID, Annotation], claims: dict[UUID, Claim]
) -> Relation:
    apart = (*APART, *MANY["relations"])
    return Relation(
        uid=row["id"],
        evidence=annotations[row["evidence"]],
        claim=claims.get(row["claim"]) if row.get("claim") else None,
        **{key: value for key, value in row.items() if key not in apart},
    )


def related_rows(
    instance: models.Model, row: dict[str, Any], part: str, lookup: Lookup
) -> list[tuple[models.Model, str, list[Entity]]]:
    names = [name for name in MANY[part] if name in row]
    return [(instance, name, [lookup.entity(one) for one in row[name]]) for name in names]


def insert(bundles: Sequence[Bundle]) -> None:
    """Save the rows of many articles, model by model."""
    articles = [bundle.article for bundle in bundles]
    give_slugs([article for article in articles if not article.slug])
    insert_all(articles)
    learn_keys(articles, "slug")
    insert_revisions([row for bundle in bundles for row in bundle.revisions], articles)
    insert_tags(bundles)
    insert_all(row for bundle in bundles for row in bundle.annotations)
    insert_statements([bundle for bundle in bundles if bundle.claims or bundle.relations])


def insert_revisions(revisions: Iterable[Revision], articles: Sequence[Article]) -> None:
    """With their keys, where annotations will point at them."""
    rows = {(row.article.pk, row.number): row for row in revisions}
    insert_all(rows.values())
    for chunk in in_chunks(article.pk for article in articles):
        found = Revision.objects.filter(article__in=chunk).order_by()
        for pk, *place in found.values_list("pk", "article_id", "number"):
            rows[tuple(place)].pk = pk


def insert_tags(bundles: Iterable[Bundle]) -> None:
    usual = {"role": Role.MENTIONED, "salience": 1, "by_hand": True}
    rows = [
        (bundle.article.pk, entity.pk, *(usual | values).values())
        for bundle in bundles
        for entity, values in bundle.tags
    ]
    insert_values(TaggedEntity, ("content_object", "tag", *usual), rows)


def insert_statements(bundles: Sequence[Bundle]) -> None:
    learn_keys([row for bundle in bundles for row in bundle.annotations], "uid")
    save_all(row for bundle in bundles for row in bundle.claims)
    save_all(row for bundle in bundles for row in bundle.relations)
    relate(row for bundle in bundles for row in bundle.related)


def save_all(rows: Iterable[models.Model]) -> None:
    rows = list(rows)
    if rows:
        for row in rows:
            if hasattr(row, "derive"):
                row.derive()
        type(rows[0])._base_manager.bulk_create(rows)


def relate(related: Iterable[tuple[models.Model, str, list[Entity]]]) -> None:
    links: defaultdict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for instance, name, entities in related:
        through = getattr(type(instance), name).through
        pairs = {(instance.pk, entity.pk): None for entity in entities}
        links[through, instance._meta.model_name].extend(pairs)
    for (through, me), rows in links.items():
        insert_values(through, (me, "entity"), rows)


def give_slugs(articles: Iterable[Article]) -> None:
    """The first free slug of each headline, asked for all of them together."""
    wanted = [(article, ascii_slug(article.headline, "article")) for article in articles]
    taken = _taken({slug for _, slug in wanted})
    numbers: dict[str, Iterator[str]] = {}
    for article, slug in wanted:
        if slug in taken:
            numbers[slug] = numbers.get(slug) or _free(slug, taken)
            article.slug = next(numbers[slug])
        else:
            article.slug = slug
        taken.add(article.slug)


def _taken(slugs: set[str]) -> set[str]:
    taken: set[str] = set()
    for chunk in in_chunks(slugs):
        taken.update(Article.objects.filter(slug__in=chunk).values_list("slug", flat=True))
        old = Redirect.objects.filter(noun="article", slug__in=chunk)
        taken.update(old.values_list("slug", flat=True))
    return taken


def _free(slug: str, given: set[str]) -> Iterator[str]:
    """The numbered slugs that are free, in their order: -2, -3 and so on."""
    beginning = {"slug__startswith": slug[: SLUG_MAX - 8]}
    taken = set(Article.objects.filter(**beginning).values_list("slug", flat=True))
    old = Redirect.objects.filter(noun="article", **beginning)
    taken.update(old.values_list("slug", flat=True))
    candidates = (numbered(slug, number) for number in count(2))
    return (one for one in candidates if one not in taken and one not in given)
