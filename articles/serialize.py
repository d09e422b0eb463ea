"""Articles and entities as dictionaries: what the pages' JSON, the API and the exports say.

    article_record(article)                 # the record of a reader: accepted annotations only
    article_record(article, public=False)   # the operator's, with all that an import needs
    article_summary(article)                # a row of a list: the record up to its entities
    article_records(articles)               # the records of a whole queryset, as a stream
    statement_record(claim)                 # a claim or relation by itself, with its words
    annotation_record(annotation)           # any annotation by itself
    entity_record(entity), source_record(source)

Rows for many of them come from `Article.objects.for_record()`, `.for_list()` (summaries) and
`Entity.objects.for_record()`, in a constant number of queries. Whether the article itself may be
seen is the caller's question: `Article.objects.public()`.

The order of keys and rows is fixed and follows from the content alone, never from database ids, so
that the same archive on another database gives the same bytes.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import transaction

from articles.models import (
    Annotation,
    Archive,
    Article,
    Claim,
    Entity,
    Relation,
    Revision,
    Source,
    State,
    TaggedEntity,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.contrib.auth.models import User

    from articles.models.article import ArticleQuerySet

Json: TypeAlias = dict[str, Any]

CHUNK = 100
UNDISTURBED_TRIES = 5


def article_summary(article: Article, tags: Iterable[TaggedEntity] | None = None) -> Json:
    """The article record without annotations, statements and revisions.

    It holds the text, so a list saved as JSON can be imported. `tags` saves reading them again.
    """
    tags = article.tags.all() if tags is None else tags
    return {
        "slug": article.slug,
        "headline": article.headline,
        "source": article.source.slug,
        "byline": article.byline,
        "dateline": article.dateline,
        "section": article.section,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "date_precision": article.date_precision,
        "published_at": moment(article.published_at),
        "embargo_until": moment(article.embargo_until),
        "language": article.language,
        "url": article.url,
        "rights": article.rights or None,
        "status": article.status,
        "text": article.text,
        "sha256": article.sha256,
        "entities": [_tag(tag) for tag in _most_salient(tags)],
    }


def article_record(article: Article, *, public: bool = True) -> Json:
    """The whole article, lossless: importing it into an empty archive gives the same record.

    Entities that are named without being tagged stand in `untagged`, so that the record says who
    each slug in it is. What only the operator's record has: annotations that are suggested or
    rejected, by whom (user names are half of a sign-in) each and each revision was made, and
    `by_hand` where a tag was made by its mentions alone.
    """
    annotations = [
        annotation
        for annotation in sorted(article.annotations.all(), key=_reading_order)
        if not public or annotation.state == State.ACCEPTED
    ]
    claims = [row.claim for row in annotations if hasattr(row, "claim")]
    relations = [row.relation for row in annotations if hasattr(row, "relation")]
    revisions = sorted(article.revisions.all(), key=lambda revision: revision.number)

    # Foreign keys within the article are looked up here, not fetched row by row; what a reader may
    # not see is missing here, too.
    numbers = {revision.pk: revision.number for revision in revisions}
    uids = {annotation.pk: str(annotation.uid) for annotation in annotations}
    claim_uids = {claim.pk: str(claim.uid) for claim in claims}

    record = article_summary(article)
    if not public:
        for tag, row in zip(_most_salient(article.tags.all()), record["entities"], strict=True):
            row |= {} if tag.by_hand else {"by_hand": False}
    return record | {
        "untagged": _untagged(article, annotations, claims, relations),
        "annotations": [_annotation(row, numbers, public=public) for row in annotations],
        "claims": [_claim(claim, uids) for claim in claims],
        "relations": [_relation(relation, uids, claim_uids) for relation in relations],
        "revisions": [_revision(revision, public=public) for revision in revisions],
    }


def statement_record(statement: Claim | Relation) -> Json:
    """As in the record of its article, with the annotations that it rests on and that article."""
    evidence = statement.evidence
    cue = statement.cue if isinstance(statement, Claim) else None
    marks = [mark for mark in (evidence, cue) if mark and mark.state == State.ACCEPTED]
    uids = {mark.pk: str(mark.uid) for mark in marks}
    if isinstance(statement, Claim):
        said = _claim(statement, uids)
    else:
        claim = statement.claim
        said = _relation(statement, uids, {claim.pk: str(claim.uid)} if claim else {})
    return (
        {"statement": statement._meta.model_name}
        | said
        | {"annotations": [_words(mark) for mark in marks], "article": _heading(evidence.article)}
    )


def _words(mark: Annotation) -> Json:
    row = _annotation(mark, {mark.made_on_id: 0}, public=True)
    names = ("id", "orphaned", "field", "exact", "prefix", "suffix", "start", "end")
    return {name: row[name] for name in names}


def _heading(article: Article) -> Json:
    return {
        "slug": article.slug,
        "headline": article.headline,
        "source": article.source.slug,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "date_precision": article.date_precision,
        "language": article.language,
    }


def article_records(
    articles: ArticleQuerySet, *, public: bool = True, is_whole: bool = True
) -> Iterator[Json]:
    """The records or summaries in the order of the articles' slugs, a chunk in memory at a time.

    Each is of one moment, whoever writes meanwhile; all of them together are not.
    """
    rows = articles.for_record(public=public) if is_whole else articles.for_list()
    rows = rows.order_by("slug")
    last = ""

    def chunk() -> list[Json]:
        found = rows.filter(slug__gt=last)[:CHUNK]
        if is_whole:
            return [article_record(article, public=public) for article in found]
        return [article_summary(article) for article in found]

    while records := undisturbed(chunk):
        yield from records
        last = records[-1]["slug"]


def undisturbed(read: Callable[[], list[Json]]) -> list[Json]:
    """The rows of an article come by several queries: they belong together if nothing changed."""
    for _ in range(UNDISTURBED_TRIES):
        before = Archive.objects.current().last_change
        records = read()
        if before == Archive.objects.current().last_change:
            return records
    with transaction.atomic():  # too much is written: hold the log while these are read
        Archive.objects.select_for_update().get(pk=1)
        return read()


def entity_record(entity: Entity) -> Json:
    """An entity with its names and its ties to entities that a reader may know of.

    One that does not come from `Entity.objects.for_record()` is read again, through it.
    """
    if not hasattr(entity, "public_links"):
        entity = Entity.objects.for_record().get(pk=entity.pk)
    links = sorted(
        entity.public_links,  # type: ignore[attr-defined]
        key=lambda link: (link.tie, link.target.sort_key, link.target.slug, link.label),
    )
    return {
        "slug": entity.slug,
        "name": entity.name,
        "kind": entity.kind,
        "iso2": entity.iso2,
        "iso3": entity.iso3,
        "iso_numeric": entity.iso_numeric,
        "wikidata": entity.wikidata or None,
        "description": entity.description,
        "sector": entity.sector,
        "names": [{"name": name.name, "form": name.form} for name in entity.names.all()],
        "links": [
            {"tie": link.tie, "target": link.target.slug, "label": link.label} for link in links
        ],
        "articles": entity.articles_count,  # type: ignore[attr-defined]
        "url": entity.get_absolute_url(),
    }


def source_record(source: Source, articles: int) -> Json:
    return {
        "slug": source.slug,
        "name": source.name,
        "homepage": source.homepage or None,
        "time_zone": source.time_zone,
        "rights": source.rights,
        "entity": source.entity.slug if source.entity else None,
        "articles": articles,
        "url": source.get_absolute_url(),
    }


def annotation_record(annotation: Annotation) -> Json:
    """One by itself: in which article it is, and which version of it this is."""
    numbers = {annotation.made_on_id: annotation.made_on.number}
    return _annotation(annotation, numbers, public=True) | {
        "article": annotation.article.slug,
        "version": annotation.version,
        "url": annotation.get_absolute_url(),
    }


def moment(value: datetime.datetime | None) -> str | None:
    """A point in time as ISO 8601 in UTC."""
    if value is None:
        return None
    return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def _most_salient(tags: Iterable[TaggedEntity]) -> list[TaggedEntity]:
    return sorted(tags, key=lambda tag: (-tag.salience, tag.tag.sort_key, tag.tag.slug))


def _reading_order(annotation: Annotation) -> tuple[Any, ...]:
    """Headline before text, the wider span before what it holds, orphans last."""
    return (
        annotation.field,
        annotation.start is None,
        annotation.start or 0,
        -(annotation.end or 0),
        str(annotation.uid),
    )


def entity_reference(entity: Entity) -> Json:
    """By which a record names an entity."""
    return {
        "slug": entity.slug,
        "name": entity.name,
        "kind": entity.kind,
        "iso2": entity.iso2,
        "wikidata": entity.wikidata or None,
    }


def _tag(tag: TaggedEntity) -> Json:
    return entity_reference(tag.tag) | {"role": tag.role, "salience": tag.salience}


def _untagged(
    article: Article,
    annotations: list[Annotation],
    claims: list[Claim],
    relations: list[Relation],
) -> list[Json]:
    named = {row.entity for row in annotations} | {claim.via for claim in claims}
    for claim in claims:
        named.update(claim.speakers.all(), claim.about.all())
    for relation in relations:
        named.update(relation.actors.all(), relation.targets.all())
    untagged = named - {tag.tag for tag in article.tags.all()} - {None}
    return [entity_reference(entity) for entity in _by_name(untagged)]


def _by_name(entities: Iterable[Any]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (entity.sort_key, entity.slug))


def _slugs(entities: Iterable[Entity]) -> list[str]:
    return [entity.slug for entity in _by_name(entities)]


def _annotation(annotation: Annotation, numbers: dict[int, int], *, public: bool) -> Json:
    row = {
        "id": str(annotation.uid),
        "kind": annotation.kind,
        "state": annotation.state,
        "orphaned": annotation.is_orphaned,
        "entity": annotation.entity.slug if annotation.entity else None,
        "form": annotation.form or None,
        "field": annotation.field,
        "exact": annotation.exact,
        "prefix": annotation.prefix,
        "suffix": annotation.suffix,
        "start": annotation.start,
        "end": annotation.end,
        "made_on": numbers[annotation.made_on_id],
        "note": annotation.note,
        "value": annotation.value or None,
    }
    if not public:
        row["created_at"] = moment(annotation.created_at)
        row["created_by"] = _username(annotation.created_by)
    return row


def _claim(claim: Claim, uids: dict[int, str]) -> Json:
    return {
        "id": str(claim.uid),
        "evidence": uids[claim.evidence_id],
        "cue": uids.get(claim.cue_id),  # type: ignore[arg-type]
        "speakers": _slugs(claim.speakers.all()),
        "mode": claim.mode,
        "via": claim.via.slug if claim.via else None,
        "via_inherited": claim.via_inherited,
        "about": _slugs(claim.about.all()),
        "note": claim.note,
    }


def _relation(relation: Relation, uids: dict[int, str], claim_uids: dict[int, str]) -> Json:
    return {
        "id": str(relation.uid),
        "kind": relation.kind,
        "evidence": uids[relation.evidence_id],
        "actors": _slugs(relation.actors.all()),
        "action": relation.action,
        "targets": _slugs(relation.targets.all()),
        "category": relation.category,
        "mode": relation.mode,
        "contexts": list(relation.contexts),
        "state": relation.state,
        "status": relation.status,
        "time": relation.time,
        "certainty": relation.certainty,
        "claim": claim_uids.get(relation.claim_id),  # type: ignore[arg-type]
        "note": relation.note,
    }


def _revision(revision: Revision, *, public: bool) -> Json:
    return {
        "number": revision.number,
        "headline": revision.headline,
        "text": revision.text,
        "sha256": revision.sha256,
        "reason": revision.reason,
        "notice": revision.notice,
        "made_at": moment(revision.made_at),
        "made_by": None if public else _username(revision.made_by),
    }


def _username(user: User | None) -> str | None:
    return user.get_username() if user else None
