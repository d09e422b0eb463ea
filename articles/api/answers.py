"""What goes out: records and lists as JSON, with links to go on by."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse

from articles.models import Annotation

from .asking import most_for
from .cursors import Cursor

NO_ASCII = {"ensure_ascii": False}


def record(value: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(value, status=status, json_dumps_params=NO_ASCII)


def page(
    request: HttpRequest,
    name: str,
    records: list[dict[str, Any]],
    after: Cursor | None,
    **more: Any,
) -> JsonResponse:
    """A part of a list. `after` is None on the last one, and no more than one may have follows."""
    goes_on = after and after.count < most_for(request)
    following = _address(request, after) if after and goes_on else None
    response = record({**more, name: records, "next": following})
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    if "total" in more:
        response["X-Total-Count"] = str(more["total"])
    return response


def _address(request: HttpRequest, cursor: Cursor) -> str:
    """This list, from there on."""
    pairs = [pair for pair in _pairs(request) if pair[0] != "cursor"]
    query = urlencode([*pairs, ("cursor", str(cursor))], safe=":,", errors="replace")
    return request.build_absolute_uri(f"{request.path}?{query}")


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]


def tag_of(annotation: Annotation) -> str:
    """By which it is changed in the version that one has seen."""
    return f'"{annotation.version}"'
