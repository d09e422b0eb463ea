"""Claims and relations: what is said and done, under the filters of the list of articles."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Claim, Entity, Kind, Relation
from articles.paging import FirstPages
from articles.selection import Selection

from .usual import moved, to_usual
from .without_index import needs_index


@require_safe
@needs_index
def claim_list(request: HttpRequest) -> HttpResponse:
    return statement_list(request, Claim, reverse("claim-list"))


@require_safe
@needs_index
def relation_list(request: HttpRequest) -> HttpResponse:
    return statement_list(request, Relation, reverse("relation-list"))


def statement_list(request: HttpRequest, model: Any, path: str) -> HttpResponse:
    selection = Selection.read(request.GET)
    if not selection.is_usual:
        return to_usual(selection, moved(selection.usual_url(), path))
    statements = model.objects.public()
    if selection.is_filtered:
        statements = statements.in_articles(selection.articles_with(f"{model._meta.model_name}s"))
    pages = FirstPages(statements.for_reading().by_newest_article(), total=statements.count())
    countries = Entity.objects.of_kind(Kind.COUNTRY).with_articles().by_name()
    name = model._meta.model_name
    return render(
        request,
        f"statement/{name}s.html",
        {
            "selection": selection,
            "page": pages.get_page(selection.page),
            "total": pages.count,
            "path": path,
            "chips": [
                replace(chip, remove_url=moved(chip.remove_url, path)) for chip in selection.chips
            ],
            "countries": countries.values_list("name", flat=True),
        },
    )
