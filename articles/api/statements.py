"""Claims and relations: what is said and done in the articles that the filters find."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from articles.models import Claim, Relation
from articles.selection import Statements
from articles.serialize import statement_record

from . import answers, records
from .articles import found
from .asking import Pace, filters, selection_of
from .cursors import following
from .problems import SAID, Problem
from .tokens import FOR_READING

router = Router(tags=["Statements"], auth=FOR_READING)


@router.get(
    "/claims",
    url_name="api-claims",
    operation_id="claims",
    summary="What is said, and by whom",
    response=records.Claims,
    openapi_extra=filters(),
)
def claim_list(request: HttpRequest, pace: Query[Pace]) -> HttpResponse:
    """Of the articles that all filters hold for, in the order of their ids."""
    return _listed(request, pace, Claim)


@router.get(
    "/claims/{uuid:uid}",
    url_name="api-claim",
    operation_id="claim",
    summary="A claim",
    response=records.Claim,
)
def claim_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _one(Claim, uid)


@router.get(
    "/relations",
    url_name="api-relations",
    operation_id="relations",
    summary="Who does what to whom",
    response=records.Relations,
    openapi_extra=filters(),
)
def relation_list(request: HttpRequest, pace: Query[Pace]) -> HttpResponse:
    """Of the articles that all filters hold for, in the order of their ids."""
    return _listed(request, pace, Relation)


@router.get(
    "/relations/{uuid:uid}",
    url_name="api-relation",
    operation_id="relation",
    summary="A relation",
    response=records.Relation,
)
def relation_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _one(Relation, uid)


def _listed(request: HttpRequest, pace: Pace, model: Any) -> HttpResponse:
    cursor, limit = pace.begin(request)
    selection, ignored = selection_of(request)
    statements = Statements(selection, model)
    step = following(statements.found, "uid", cursor, limit)
    rows = model.objects.for_record().in_bulk([one.pk for one in step.rows])
    shown = [statement_record(rows[one.pk]) for one in step.rows]
    said = found(request, selection, ignored, statements.total)
    said["truncated"] |= bool(statements.unread)
    return answers.page(request, f"{statements.noun}s", shown, step.after, **said)


def _one(model: Any, uid: UUID) -> HttpResponse:
    statement = model.objects.public().for_record().filter(uid=uid).first()
    if statement is None:
        raise Problem(404, SAID[404])
    return answers.record(statement_record(statement))
