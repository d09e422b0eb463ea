"""Who published the articles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from ninja import Query, Router

from articles.models import Source
from articles.pages.public import public_source
from articles.search import Answers
from articles.search.conditions import Everything
from articles.serialize import source_record

from . import answers, records
from .asking import Pace
from .cursors import following
from .problems import SAID, Problem
from .tokens import FOR_READING

router = Router(tags=["Sources"], auth=FOR_READING)


@router.get(
    "/sources",
    url_name="api-sources",
    operation_id="sources",
    summary="The sources with articles in public",
    response=records.Sources,
)
def source_list(request: HttpRequest, pace: Query[Pace]) -> HttpResponse:
    """In the order of their slugs."""
    cursor, limit = pace.begin(request)
    counts = _counts()
    sources = Source.objects.public().select_related("entity")
    step = following(sources, "slug", cursor, limit)
    rows = [source_record(source, counts.get(source.pk, 0)) for source in step.rows]
    return answers.page(request, "sources", rows, step.after, total=len(counts))


@router.get(
    "/sources/{slug}",
    url_name="api-source",
    operation_id="source",
    summary="A source",
    response=records.Source,
)
def source_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    source = public_source(slug)
    if source is None:
        raise Problem(404, SAID[404])
    if source.slug != slug:
        return redirect("api-source", slug=source.slug, permanent=True)
    return answers.record(source_record(source, _counts().get(source.pk, 0)))


def _counts() -> dict[int, int]:
    """How many articles each source has."""
    counts: dict[int, int] = Answers.now().counts(Everything(), "source")["source"]
    return counts
