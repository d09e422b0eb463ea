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
