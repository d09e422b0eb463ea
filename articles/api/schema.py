"""The description of the API for programs: OpenAPI 3.1, as the operations themselves give it.

What they do not say is added here: the problems that each may answer, and that a token is asked
for only where something is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from . import records
from .problems import MEDIA_TYPE
from .version_1 import version_1

ROOT = "/api/v1/"
PERSONAL = "personalToken"
TEXT = """What the archive holds, for programs: the same articles under the same filters as on its
pages, whole records of what is marked in them, and for editors a way to write annotations."""
ABOUT_TOKENS = "A personal token. Reading takes none; with one, lists are longer."
WHY = {
    400: "The body is not JSON.",
    401: "The token is missing, unknown, expired or revoked.",
    403: "The token has not the scope, or its owner not the right.",
    404: "Nothing is there, or nothing that is public.",
    409: "It stands against what is there.",
    410: "It has been withdrawn.",
    412: "Somebody has changed it: `current` is what it is now, `sent` what you sent.",
    413: "The body is too long.",
    415: "The body is not said to be JSON.",
    422: "What was sent is not what is described here.",
    428: "If-Match is missing.",
    429: "Too many wrong tokens; Retry-After says how long to wait.",
    503: "The index is being built; Retry-After says how long to wait.",
}
HEADERS = {
    "Link": "The next page, as rel=next.",
    "X-Total-Count": "How many there are in all.",
}


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@cache
def description() -> dict[str, Any]:
    described = dict(version_1.get_openapi_schema(path_prefix=ROOT))
    described["info"] = {"title": "The archive", "version": "1", "description": TEXT}
    described["servers"] = [{"url": "/"}]
    components = described["components"]
    components["schemas"]["Problem"] = records.Problem.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    components["schemas"] |= components["schemas"]["Problem"].pop("$defs")
    components["securitySchemes"] = {
        PERSONAL: {"type": "http", "scheme": "bearer", "description": ABOUT_TOKENS}
    }
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    return described


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    required: dict[str, list[str]] = {PERSONAL: []}
    operation["security"] = [{}, required] if method == "get" else [required]
    for parameter in operation["parameters"]:
        if parameter["name"] == "If-Match":  # optional only to be told that it is missing
            parameter |= {"required": True, "schema": {"type": "string"}}
    responses = operation["responses"]
    if method == "get" and "{" not in path:
        responses[200]["headers"] = {
            name: {"description": words, "schema": {"type": "string"}}
            for name, words in HEADERS.items()
        }
    if method == "get":
        responses[304] = {"description": "It is as If-None-Match has it."}
    if method == "get" and "{slug}" in path:
        responses[301] = {"description": "It has another address now."}
    for status in _problems(path, method):
        responses[status] = {
            "description": WHY[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}


def _problems(path: str, method: str) -> Iterator[int]:
    yield from (401, 403, 422, 429, 503)
    if "{" in path:
        yield from (404, 410)
    if method in ("post", "patch"):
        yield from (400, 413, 415)
    if method in ("post", "patch", "delete"):
        yield 409
    if method in ("patch", "delete"):
        yield from (412, 428)
