"""What holds for every answer below /api/: problems are told to programs, reading is for all sites.

A page of any other site may read what is public here, and never with anybody's cookie or token;
writing is for programs only, so no preflight ever allows it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from .problems import MEDIA_TYPE, instead_of

Answer = Callable[[HttpRequest], HttpResponseBase]

ROOT = "/api/v1/"
SCHEMA = "/api/openapi.json"
READING = ("GET", "HEAD")
PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
TOLD = "ETag, Link, Location, Retry-After, X-Request-ID, X-Total-Count"


def for_programs(get_response: Answer) -> Answer:
    """A middleware, outside whatever may refuse a request with a page for people."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith((ROOT, SCHEMA)):
            return get_response(request)
        if request.method == "OPTIONS":
            return _open_to_all(HttpResponse(status=204, headers=PREFLIGHT))
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"  # the server leaves the body away
        response = get_response(request)
        if is_head:
            request.method = "HEAD"
        if response.status_code >= 400 and response["Content-Type"] != MEDIA_TYPE:
            _tell_programs(response)
        if request.method in READING and not request.headers.get("Authorization"):
            _open_to_all(response)
        return response

    return answer


def _tell_programs(response: HttpResponseBase) -> None:
    """The same answer with another body."""
    problem = instead_of(response).answer()
    response.content = problem.content  # type: ignore[attr-defined]
    response["Content-Type"] = MEDIA_TYPE
    response["Content-Length"] = str(len(problem.content))


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = TOLD
    return response
