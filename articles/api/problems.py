"""What went wrong, for a program: RFC 9457, `application/problem+json`, whatever the error."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as NotAsDescribed

from archive import logs
from articles.search import IndexFault

MEDIA_TYPE = "application/problem+json"
SECONDS = "5"  # after which it is worth another try


class Problem(Exception):
    """Raised anywhere below an operation. `more` are members of its own beside those of the RFC."""

    def __init__(
        self, status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers or {}, more

    @property
    def as_record(self) -> dict[str, Any]:
        title = HTTPStatus(self.status).phrase
        return {"title": title, "status": self.status, "detail": self.detail, **self.more}

    def answer(self) -> HttpResponse:
        body = json.dumps(self.as_record, ensure_ascii=False)
        return HttpResponse(body, status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


SAID = {
    400: "The request cannot be read.",
    403: "This is not for you.",
    404: "There is nothing at this address, or nothing that is public.",
    405: "This address does not know the method.",
    410: "What was here has been withdrawn.",
    413: "The body is longer than the archive takes.",
    500: "Something failed here.",
}


def instead_of(response: Any) -> Problem:
    """For an answer that was made for people: of an address that is none, say."""
    status = response.status_code
    more: dict[str, Any] = {"request": logs.request_id.get()} if status >= 500 else {}
    return Problem(status, SAID.get(status, HTTPStatus(status).description), **more)


def of_fields(error: ValidationError) -> Problem:
    """What a row does not take, field by field."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    errors = [
        {"field": "" if field == NON_FIELD_ERRORS else field, "message": message}
        for field, messages in by_field.items()
        for message in messages
    ]
    return Problem(422, " ".join(one["message"] for one in errors), errors=errors)


def tell_problems(api: NinjaAPI) -> None:
    """Let it answer every exception of its operations so."""

    def problem(request: HttpRequest, exception: Any) -> HttpResponse:
        return _problem(exception).answer()

    for kind in (Problem, NotAsDescribed, ValidationError, HttpError, IndexFault, Http404):
        api.add_exception_handler(kind, problem)
    api.add_exception_handler(RequestDataTooBig, problem)


def _problem(exception: Any) -> Problem:
    match exception:
        case Problem():
            return exception
        case ValidationError():
            return of_fields(exception)
        case NotAsDescribed():
            return _not_as_described(exception)
        case IndexFault():
            return Problem(503, exception.reason_for_readers, headers={"Retry-After": SECONDS})
        case RequestDataTooBig():
            return Problem(413, SAID[413])
        case HttpError(__cause__=Problem() as cause):  # while the body was read
            return cause
        case HttpError():
            return Problem(exception.status_code, str(exception))
    return Problem(404, SAID[404])


def _place(loc: tuple[Any, ...]) -> tuple[Any, ...]:
    """As who sent it calls it: “query” and the name that our function has for a body are ours."""
    return loc[2:] if loc[0] == "body" else loc[1:]


def _not_as_described(exception: NotAsDescribed) -> Problem:
    errors = [
        {"field": ".".join(map(str, _place(error["loc"]))), "message": error["msg"]}
        for error in exception.errors
    ]
    said = "; ".join(f"{error['field']}: {error['message']}" for error in errors)
    return Problem(422, said, errors=errors)
