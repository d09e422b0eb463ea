"""Claims and relations: what is said and done, under the filters of the list of articles."""

from types import ModuleType
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Claim, Entity, Kind, Relation, Source
from articles.pages.in_context import in_context
from articles.selection import RollUp, Selection, Statements, TakenStatements
from articles.serialize import statement_record

from .renderings import download, here, most_for
from .usual import of_selection


@require_safe
@of_selection
def claim_list(request: HttpRequest, selection: Selection) -> HttpResponse:
    return statement_list(request, Statements(selection, Claim))


@require_safe
@of_selection
def relation_list(request: HttpRequest, selection: Selection) -> HttpResponse:
    statements = Statements(selection, Relation)
    roll_up = RollUp(statements, is_whole="all" in request.GET)
    return statement_list(request, statements, roll_up=roll_up)


@require_safe
@of_selection
def claim_list_json(request: HttpRequest, selection: Selection) -> HttpResponse:
    return statement_list_json(Statements(selection, Claim))


@require_safe
@of_selection
def relation_list_json(request: HttpRequest, selection: Selection) -> HttpResponse:
    return statement_list_json(Statements(selection, Relation))


@require_safe
@of_selection
def claim_list_rendering(
    request: HttpRequest, selection: Selection, format_: ModuleType
) -> HttpResponseBase:
    return statement_list_rendering(request, Statements(selection, Claim), format_)


@require_safe
@of_selection
def relation_list_rendering(
    request: HttpRequest, selection: Selection, format_: ModuleType
) -> HttpResponseBase:
    return statement_list_rendering(request, Statements(selection, Relation), format_)


def statement_list(request: HttpRequest, statements: Statements, **more: Any) -> HttpResponse:
    countries = Entity.objects.of_kind(Kind.COUNTRY).with_articles().by_name()
    context = {
        "selection": statements.selection,
        "statements": statements,
        "page": statements.page,
        "quoted": in_context([one.evidence_id for one in statements.page]),
        "countries": countries.values_list("name", flat=True),
    }
    return render(request, f"statement/{statements.noun}s.html", context | more)


def statement_list_json(statements: Statements) -> HttpResponse:
    selection, page = statements.selection, statements.page
    following = selection.on_page(page.number + 1) if page.has_next() else None
    records = statements.model.objects.for_record().in_bulk([one.pk for one in page])
    response = JsonResponse(
        {
            "total": statements.total,
            "truncated": page.paginator.is_cut or bool(statements.unread),
            f"{statements.noun}s": [statement_record(records[one.pk]) for one in page],
            "facets": {box.parameter: box.as_record for box in statements.boxes},
            "query": selection.in_words(),
            "ignored": [ignored.as_record for ignored in statements.left_out],
            "repaired": " ".join(selection.repaired) or None,
            "behind": selection.behind,
            "next": statements.url_of(following, ".json") if following else None,
        },
        json_dumps_params={"ensure_ascii": False},
    )
    response["X-Total-Count"] = str(statements.total)
    return response


def statement_list_rendering(
    request: HttpRequest, statements: Statements, format_: ModuleType
) -> HttpResponseBase:
    taken = TakenStatements(statements, most_for(request))
    write = getattr(format_, "write_each", format_.write)
    pieces = write(taken.records(), here(request, Source.objects.only("slug", "name")))
    return download(request, taken, pieces, format_)
