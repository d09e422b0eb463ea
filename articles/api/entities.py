"""The authority: the entities of a kind, those of a name, and each of them."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from ninja import Field, Query, Router, Schema

from articles.models import Entity, Kind
from articles.pages.frequent import counted
from articles.pages.public import public_entity
from articles.pages.roll import Roll
from articles.serialize import entity_record
from articles.text import NAME_MAX

from . import answers, records
from .asking import Pace
from .cursors import Cursor, Step
from .problems import SAID, Problem
from .tokens import FOR_READING

router = Router(tags=["Entities"], auth=FOR_READING)
MOST_NAMED = 100

PLURALS = [kind.plural for kind in Kind]
Plural = Annotated[str, Field(json_schema_extra={"enum": PLURALS})]


class Manner(Pace):
    sort: Literal["articles", "name"] = Field(
        "articles", description="Those with the most articles first, or by their names."
    )
    all: bool = Field(False, description="With those that no article is tagged with.")
    letter: str = Field(
        "", pattern="^[a-z0]?$", description="Only names that begin with it; `0`: with none."
    )


class Called(Schema):
    name: str = Field(min_length=1, max_length=NAME_MAX, description="In any case and spelling.")


@router.get(
    "/entities",
    url_name="api-entities",
    operation_id="entities",
    summary="Whom or what a name may mean",
    response=records.Entities,
)
def entity_names(request: HttpRequest, called: Query[Called]) -> HttpResponse:
    """All entities that have this name or alias, of whatever kind. So a name leads to the slug
    by which filters and annotations call an entity."""
    named = Entity.objects.for_record().named(called.name).by_name()[:MOST_NAMED]
    entities = [entity_record(entity) for entity in named.known_to_readers()]
    return answers.page(request, "entities", entities, None, total=len(entities))


@router.get(
    "/{plural:plural}",
    url_name="api-entities-of-kind",
    operation_id="entities_of_kind",
    summary="The entities of a kind",
    response=records.Entities,
)
def entity_list(request: HttpRequest, plural: Plural, manner: Query[Manner]) -> HttpResponse:
    """Those that public articles are tagged with, with their numbers of articles."""
    cursor, limit = manner.begin(request)
    is_by_name = manner.sort == "name" or bool(manner.letter)
    roll = Roll(Kind.of_plural(plural), is_by_name, manner.all, manner.letter)
    step = _next_of(roll, cursor, limit)
    found = Entity.objects.for_record().in_bulk(step.rows)
    entities = [
        entity_record(counted(found[pk], roll.counts.get(pk, 0))) for pk in step.rows if pk in found
    ]
    return answers.page(request, "entities", entities, step.after, total=roll.total)


@router.get(
    "/{plural:plural}/{slug}",
    url_name="api-entity",
    operation_id="entity",
    summary="An entity with its names, codes and ties",
    response=records.Entity,
)
def entity_detail(request: HttpRequest, plural: Plural, slug: str) -> HttpResponseBase:
    entity = public_entity(slug)
    if entity is None:
        raise Problem(404, SAID[404])
    its_plural = Kind(entity.kind).plural
    if (plural, slug) != (its_plural, entity.slug):
        return redirect("api-entity", plural=its_plural, slug=entity.slug, permanent=True)
    return answers.record(entity_record(entity))


def _next_of(roll: Roll, cursor: Cursor | None, limit: int) -> Step:
    """Keys of the entities behind the one that the cursor names, wherever it stands by now."""
    start = 0
    if cursor:
        last = Entity.objects.filter(slug=cursor.key[0]).values_list("pk", flat=True).first()
        start = roll.keys.index(last) + 1 if last in roll.keys else cursor.count
    pks = roll.keys[start : start + limit]
    if start + len(pks) >= roll.total:
        return Step(pks, None)
    slug = Entity.objects.values_list("slug", flat=True).get(pk=pks[-1])
    return Step(pks, Cursor((cursor.count if cursor else 0) + len(pks), (slug,)))
