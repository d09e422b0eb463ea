"""What the search field offers while a reader types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from articles.selection import suggestions


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    found = suggestions(request.GET.get("q", ""))
    return JsonResponse(
        {"suggestions": [suggestion.as_record for suggestion in found]},
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def opensearch_suggest(request: HttpRequest) -> HttpResponse:
    """The same for the search field of a browser, as OpenSearch has it: four lists side by side."""
    typed = request.GET.get("q", "")
    found = [suggestion.as_record for suggestion in suggestions(typed)]
    addresses = [request.build_absolute_uri(one["url"]) for one in found]
    lists = [typed, [one["label"] for one in found], [one["note"] for one in found], addresses]
    return JsonResponse(
        lists,
        safe=False,
        content_type="application/x-suggestions+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )
