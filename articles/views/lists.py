"""The one list of articles: searched, filtered, in whatever rendering."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.formats import csv_table, json_feed, spreadsheet
from articles.models import Entity, Kind
from articles.pages.feed import ENTRIES, MEDIA_TYPE, feed
from articles.search import NEWEST
from articles.selection import AllValues, Selection, Table, concordance, facet_of, months
from articles.serialize import article_summary

from .renderings import download, here, most_for
from .usual import of_selection
from .without_index import needs_index


@require_safe
@of_selection
def article_list(request: HttpRequest, selection: Selection) -> HttpResponse:
    countries = Entity.objects.of_kind(Kind.COUNTRY).with_articles().by_name()
    page = selection.page_of(selection.articles().for_rows())
    return render(
        request,
        "article/list.html",
        {
            "selection": selection,
            "page": page,
            "quoted": concordance(selection, page) if selection.view else (),
            "table": Table(selection, most_articles=most_for(request)),
            "countries": countries.values_list("name", flat=True),
        },
    )


@require_safe
@needs_index
def article_facet(request: HttpRequest, parameter: str) -> HttpResponse:
    """All values of one facet within a selection."""
    facet = facet_of(parameter)
    if facet is None:
        raise Http404(f"{parameter} is no facet.")
    selection = Selection.read(request.GET)
    values = AllValues(selection, facet, request.GET.get("starts", ""))
    return render(request, "article/facet.html", {"selection": selection, "values": values})


@require_safe
@of_selection
def article_list_atom(request: HttpRequest, selection: Selection) -> HttpResponse:
    """The newest, whatever the order of the list: a feed is read for what is new."""
    body = feed(
        selection.sorted_by(NEWEST).articles().for_list()[:ENTRIES],
        title=selection.subject,
        archive=settings.ARCHIVE_NAME,
        url=request.build_absolute_uri(selection.first_url),
        itself=request.build_absolute_uri(selection.feed_url),
    )
    return HttpResponse(body, content_type=MEDIA_TYPE)


@require_safe
@of_selection
def article_list_feed_json(request: HttpRequest, selection: Selection) -> HttpResponse:
    newest = selection.sorted_by(NEWEST).articles().for_list()[:ENTRIES]
    pieces = json_feed.feed(
        map(article_summary, newest),
        here(request, {article.source for article in newest}),
        title=f"{selection.subject} · {settings.ARCHIVE_NAME}",
        url=request.build_absolute_uri(selection.first_url),
        itself=request.build_absolute_uri(selection.json_feed_url),
    )
    return HttpResponse(b"".join(pieces), content_type=json_feed.MEDIA_TYPE)


@require_safe
@of_selection
def article_list_json(request: HttpRequest, selection: Selection) -> HttpResponse:
    page = selection.page_of(selection.articles().for_list())
    following = selection.on_page(page.number + 1).url(".json") if page.has_next() else None
    response = JsonResponse(
        {
            "total": selection.total,
            "truncated": page.paginator.is_cut,
            "articles": [article_summary(article) for article in page],
            "facets": {box.parameter: box.as_record for box in selection.boxes},
            "query": selection.in_words(),
            "ignored": [ignored.as_record for ignored in selection.left_out],
            "repaired": " ".join(selection.repaired) or None,
            "behind": selection.behind,
            "next": following,
        },
        json_dumps_params={"ensure_ascii": False},
    )
    response["X-Total-Count"] = str(selection.total)
    return response


@require_safe
@of_selection
def article_list_csv(request: HttpRequest, selection: Selection) -> HttpResponseBase:
    table = Table(selection, request.build_absolute_uri("/")[:-1], most_for(request))
    return download(request, table.taken, spreadsheet.csv_lines(table.rows()), csv_table)


@require_safe
@of_selection
def article_months_csv(request: HttpRequest, selection: Selection) -> HttpResponse:
    """The chart of a list as numbers."""
    lines = "".join(spreadsheet.csv_lines(months(selection)))
    response = HttpResponse(lines, content_type=spreadsheet.MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="months.csv"'
    return response
