"""Who published the articles: the list of sources, and the page of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles.models import Source
from articles.pages.linked_data import source_linked_data
from articles.pages.outlet import Outlet
from articles.pages.public import public_source
from articles.paging import FirstPages
from articles.search import Answers
from articles.search.conditions import Everything

PER_PAGE = 100


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    counts = Answers.now().counts(Everything(), "source")["source"]
    sources = Source.objects.public().with_years().by_name()
    page = FirstPages(sources, PER_PAGE, len(counts)).get_page(request.GET.get("page"))
    return render(request, "source/list.html", {"page": page, "counts": counts})


@require_safe
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    source = public_source(slug)
    if source is None:
        raise Http404
    if request.path != source.get_absolute_url():
        return redirect(source, permanent=True)
    origin = request.build_absolute_uri("/")[:-1]
    return render(
        request,
        "source/detail.html",
        {
            "source": source,
            "outlet": Outlet(source),
            "schema": source_linked_data(source, origin),
            "origin": origin,
        },
    )
