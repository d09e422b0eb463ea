"""Claims and relations: what is said and done, under the filters of the list of articles."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Claim, Entity, Kind, Relation
from articles.paging import FirstPages
from articles.selection import Selection

from .usual import moved, of_selection


@require_safe
@of_selection
def claim_list(request: HttpRequest, selection: Selection) -> HttpResponse:
    return statement_list(request, selection, Claim)


@require_safe
@of_selection
def relation_list(request: HttpRequest, selection: Selection) -> HttpResponse:
    return statement_list(request, selection, Relation)


def statement_list(request: HttpRequest, selection: Selection, model: Any) -> HttpResponse:
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
            "path": request.path,
            "chips": [
                replace(chip, remove_url=moved(chip.remove_url, request.path))
                for chip in selection.chips
            ],
            "countries": countries.values_list("name", flat=True),
        },
    )
