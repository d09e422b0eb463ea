"""Annotations: those that are accepted for everybody, the others for editors with a token."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router

from articles.models import Annotation, AnnotationKind, Article, State
from articles.models.annotation import AnnotationQuerySet
from articles.models.article import in_public
from articles.selection import MOST, Selection
from articles.selection.found import narrowed
from articles.serialize import annotation_record

from . import answers, records
from .articles import found
from .asking import Pace, filters, selection_of
from .cursors import following
from .problems import SAID, Problem
from .tokens import FOR_READING, is_editor, refused, token_of

router = Router(tags=["Annotations"], auth=FOR_READING)


class Manner(Pace):
    kind: AnnotationKind | None = Field(None, description="Only these.")
    article: str = Field("", max_length=200, description="Only those of the article of this slug.")
    state: State = Field(
        State.ACCEPTED, description="The others are for editors: they take a token."
    )


@router.get(
    "/annotations",
    url_name="api-annotations",
    operation_id="annotations",
    summary="Marked words",
    response=records.Annotations,
    openapi_extra=filters(),
)
def annotation_list(request: HttpRequest, manner: Query[Manner]) -> HttpResponse:
    """Of the articles that all filters hold for, in the order of their ids."""
    cursor, limit = manner.begin(request)
    selection, ignored = selection_of(request, Manner.model_fields)
    annotations = _seen_with(request, manner.state)
    if manner.kind:
        annotations = annotations.filter(kind=manner.kind)
    if manner.article:
        annotations = annotations.filter(article__slug=manner.article.lower())
    if selection.is_filtered:
        annotations = annotations.filter(article__in=_articles(selection))
    step = following(annotations, "uid", cursor, limit)
    said = found(request, selection, ignored, annotations.count())
    rows = [annotation_record(annotation) for annotation in step.rows]
    return answers.page(request, "annotations", rows, step.after, **said)


@router.get(
    "/annotations/{uuid:uid}",
    url_name="api-annotation",
    operation_id="annotation",
    summary="An annotation",
    response=records.Annotation,
)
def annotation_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """With a token, its ETag is what changing it takes."""
    token = token_of(request)
    annotations = _in_public() if is_editor(token) else _in_public().accepted()
    annotation = annotations.filter(uid=uid).first()
    if annotation is None:
        raise _missing(uid)
    return shown(annotation, has_tag=token is not None)


def shown(annotation: Annotation, *, has_tag: bool = True, status: int = 200) -> HttpResponse:
    response = answers.record(annotation_record(annotation), status)
    if has_tag:  # else it has that of all public pages
        response["ETag"] = answers.tag_of(annotation)
    return response


def _articles(selection: Selection) -> Any:
    """As rows, or under words as keys: of the first, if there are many."""
    if selection.tree is None:
        return narrowed(selection.terms).order_by().values("pk")
    return selection.keys(0, MOST)


def _seen_with(request: HttpRequest, state: State) -> AnnotationQuerySet:
    if state != State.ACCEPTED and not is_editor(token_of(request)):
        raise refused(request, "Only editors see what is not accepted.")
    return _in_public().filter(state=state)


def _in_public() -> AnnotationQuerySet:
    """In whatever state, in articles that readers see."""
    rows = Annotation.objects.filter(in_public("article__"))
    return rows.select_related("article", "entity", "made_on").defer(
        "article__text", "made_on__text"
    )


def _missing(uid: UUID) -> Problem:
    accepted = Annotation.objects.accepted().filter(uid=uid)
    is_gone = Article.objects.withdrawn().filter(annotations__in=accepted).exists()
    status = 410 if is_gone else 404
    return Problem(status, SAID[status])
