"""Where to begin: the lists that there are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router

from articles.models import Kind

from . import answers
from .tokens import FOR_READING

router = Router(tags=["The archive"], auth=FOR_READING)
LISTS = ("articles", "annotations", "claims", "relations", "sources", "changes", "entities")


@router.get(
    "/",
    url_name="api-root",
    operation_id="root",
    summary="The lists that there are",
    response=dict[str, str],
)
def root(request: HttpRequest) -> HttpResponse:
    """Their addresses, and that of this description."""
    lists = {name: reverse(f"api-{name}") for name in LISTS}
    kinds = {kind.plural: reverse("api-entities-of-kind", args=[kind.plural]) for kind in Kind}
    return answers.record({"description": reverse("api-openapi"), **lists, **kinds})
