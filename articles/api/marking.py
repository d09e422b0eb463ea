"""Writing annotations: each request is one change in the log, by the owner of its token."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Header, Schema
from pydantic import ConfigDict

from articles.models import Annotation, AnnotationKind, Article, Entity, MentionForm, Scope, State
from articles.serialize import annotation_record
from articles.text import LINE_MAX, NOTE_MAX, SLUG_MAX

from . import answers, records
from .annotations import router, shown
from .articles import article_at
from .places import Words
from .problems import SAID, Problem
from .tokens import FOR_WRITING, editor_with

Slug = Annotated[str, Field(max_length=SLUG_MAX)]
IfMatch = Annotated[
    str | None,
    Header(None, alias="If-Match", description="The version that you have seen: its ETag, quoted."),
]


class Said(Schema):
    """What words mean. A mention names an entity, a note has text, a time a value."""

    model_config = ConfigDict(extra="forbid")

    entity: Slug | None = Field(None, description="Of a mention: the slug of what is meant.")
    form: MentionForm | None = Field(None, description="Of a mention; a name if not said.")
    value: str = Field("", max_length=LINE_MAX, description="Of a time: EDTF or ISO 8601.")
    note: str = Field("", max_length=NOTE_MAX)


class NewAnnotation(Said, Words):
    kind: Literal["mention", "note", "time"]
    state: Literal["accepted", "suggested"] = Field(
        "accepted", description="A suggestion waits for an editor; readers do not see it."
    )


class ChangedAnnotation(Said):
    """What is not named stays."""

    words: Words | None = Field(None, description="Where it stands, if that is to change.")
    state: State | None = None


@router.post(
    "/articles/{slug}/annotations",
    url_name="api-article-annotations",
    operation_id="annotate",
    summary="Mark words of an article",
    response={201: records.Annotation},
    auth=FOR_WRITING,
)
def annotation_new(request: HttpRequest, slug: str, given: NewAnnotation) -> HttpResponse:
    """Takes the scope `annotations:write`."""
    editor = editor_with(request, "add_annotation", Scope.WRITE)
    with transaction.atomic():
        article = _held(article_at(slug))
        annotation = Annotation(
            article=article,
            kind=given.kind,
            state=given.state,
            **_meaning(given, AnnotationKind(given.kind)),
        )
        at = given.place_in(article)
        _refuse_a_second(annotation, at)
        article.mark(annotation, by=editor, at=at)
    response = shown(_whole(annotation.uid), status=201)
    response["Location"] = reverse("api-annotation", args=[annotation.uid])
    return response


@router.patch(
    "/annotations/{uuid:uid}",
    url_name="api-annotation",
    operation_id="change_annotation",
    summary="Change an annotation, accept it or reject it",
    response=records.Annotation,
    auth=FOR_WRITING,
)
def annotation_change(
    request: HttpRequest, uid: UUID, given: ChangedAnnotation, if_match: IfMatch
) -> HttpResponse:
    """Takes the scope `annotations:write`; to change the state, `annotations:review`."""
    sent = given.model_dump(exclude_unset=True)
    editor = None
    for scope in _scopes_for(sent):
        editor = editor_with(request, "change_annotation", scope)
    with transaction.atomic():
        annotation = _open(uid, if_match, sent)
        kind = AnnotationKind(annotation.kind)
        for name, value in _meaning(given, kind, only=sent).items():
            setattr(annotation, name, value)
        annotation.state = given.state or annotation.state
        at = given.words.place_in(annotation.article) if given.words else None
        annotation.article.mark(annotation, by=editor, at=at)
    return shown(_whole(uid))


@router.delete(
    "/annotations/{uuid:uid}",
    url_name="api-annotation",
    operation_id="withdraw_annotation",
    summary="Withdraw an annotation",
    response=records.Annotation,
    auth=FOR_WRITING,
)
def annotation_withdraw(request: HttpRequest, uid: UUID, if_match: IfMatch) -> HttpResponse:
    """Nothing is deleted: it is rejected, and readers do not see it any more. A tag that only
    this mention made goes with it. Takes the scope `annotations:write`."""
    editor = editor_with(request, "change_annotation", Scope.WRITE)
    with transaction.atomic():
        annotation = _open(uid, if_match, {"state": State.REJECTED})
        annotation.article.review(annotation, State.REJECTED, by=editor)
    return shown(_whole(uid))


def _scopes_for(sent: dict[str, Any]) -> list[Scope]:
    scopes = [Scope.REVIEW] if "state" in sent else []
    return [*scopes, Scope.WRITE] if {*sent} - {"state"} or not scopes else scopes


def _held(article: Article) -> Article:
    """As it is once nobody else may write to it, until the transaction ends."""
    return Article.objects.public().select_for_update(no_key=True, of=("self",)).get(pk=article.pk)


def _open(uid: UUID, if_match: str | None, sent: dict[str, Any]) -> Annotation:
    """To be changed by who has seen it as it is."""
    article = Article.objects.public().filter(annotations__uid=uid).first()
    if article is None:
        raise Problem(404, SAID[404])
    article = _held(article)
    annotation = _whole(uid)
    annotation.article = article
    if annotation.kind == AnnotationKind.EVIDENCE:
        raise Problem(409, "Claims and relations are edited with the words that they rest on.")
    if if_match is None:
        detail = "Say by If-Match which version you have seen: its ETag."
        raise Problem(428, detail)
    tag = answers.tag_of(annotation)
    if tag not in [given.strip() for given in if_match.split(",")]:
        detail = "Somebody has changed it since. See what it is now, and send yours again."
        current = annotation_record(annotation)
        raise Problem(412, detail, headers={"ETag": tag}, sent=sent, current=current)
    return annotation


def _whole(uid: UUID) -> Annotation:
    return Annotation.objects.select_related("article", "entity", "made_on").get(uid=uid)


def _meaning(given: Said, kind: AnnotationKind, only: Any = None) -> dict[str, Any]:
    """The fields of a row, of those that were given."""
    fields = {
        "entity": _entity(given.entity) if given.entity else None,
        "form": given.form or (MentionForm.NAME if kind == AnnotationKind.MENTION else ""),
        "value": given.value,
        "note": given.note,
    }
    return {name: value for name, value in fields.items() if only is None or name in only}


def _entity(slug: str) -> Entity:
    """Editors may name any entity, also one that no reader has met yet."""
    entity = Entity.objects.filter(slug=slug).first() if slug.isascii() else None
    if entity is None:
        said = "There is no entity of this slug."
        raise Problem(422, said, errors=[{"field": "entity", "message": said}])
    return entity


def _refuse_a_second(annotation: Annotation, at: tuple[Any, int, int]) -> None:
    field, start, end = at
    same = Annotation.objects.filter(
        article=annotation.article, entity=annotation.entity, field=field, start=start, end=end
    )
    if annotation.entity and (there := same.first()):
        detail = f"These words are marked with this entity already. That mark is {there.state}."
        raise Problem(409, detail, annotation=reverse("api-annotation", args=[there.uid]))
