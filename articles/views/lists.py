"""The one list of articles: searched, filtered, in whatever rendering."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Entity, Kind
from articles.pages.feed import ENTRIES, MEDIA_TYPE, feed
from articles.selection import AllValues, Selection, facet_of
from articles.serialize import article_summary

from .usual import to_usual
from .without_index import needs_index


@require_safe
@needs_index
def article_list(request: HttpRequest) -> HttpResponse:
    selection = Selection.read(request.GET)
    if not selection.is_usual:
        return to_usual(selection, selection.usual_url())
    countries = Entity.objects.of_kind(Kind.COUNTRY).with_articles().by_name()
    page = selection.page_of(selection.articles().for_rows())
    return render(
        request,
        "article/list.html",
        {
            "selection": selection,
            "page": page,
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
@needs_index
def article_list_atom(request: HttpRequest) -> HttpResponse:
    """The newest, whatever the order of the list: a feed is read for what is new."""
    selection = Selection.read(request.GET)
    if not selection.is_usual:
        return to_usual(selection, selection.usual_url(".atom"))
    body = feed(
        selection.newest.articles().for_list()[:ENTRIES],
        title=selection.subject,
        archive=settings.ARCHIVE_NAME,
        url=request.build_absolute_uri(selection.first_url),
        itself=request.build_absolute_uri(selection.feed_url),
    )
    return HttpResponse(body, content_type=MEDIA_TYPE)


@require_safe
@needs_index
def article_list_json(request: HttpRequest) -> HttpResponse:
    selection = Selection.read(request.GET)
    if not selection.is_usual:
        return to_usual(selection, selection.usual_url(".json"))
    page = selection.page_of(selection.articles().for_list())
    following = selection.on_page(page.number + 1).url(".json") if page.has_next() else None
    return JsonResponse(
        {
            "total": selection.total,
            "articles": [article_summary(article) for article in page],
            "facets": {},
            "query": selection.in_words(),
            "ignored": [ignored.as_record for ignored in selection.left_out],
            "repaired": " ".join(selection.repaired) or None,
            "behind": selection.behind,
            "next": following,
        },
        json_dumps_params={"ensure_ascii": False},
    )
