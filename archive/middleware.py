"""What holds for every answer, from the outside in: its id, its headers, its address, its cache.

settings.MIDDLEWARE gives the order, and says why where it matters.
"""

import logging
import secrets
import time
from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags

from archive import logs
from archive.build import build_id

Answer = Callable[[HttpRequest], HttpResponseBase]

access = logging.getLogger("archive.access")


def request_id(get_response: Answer) -> Answer:
    """Gives each request an id of our own making: in the log, on a failure's page, in a header.

    One that comes from outside is not taken: it could name another's request.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        name = secrets.token_hex(8)
        token = logs.request_id.set(name)
        try:
            response = get_response(request)
            response["X-Request-ID"] = name
            access.info(
                "%s %s %s",
                request.method,
                request.path,
                response.status_code,
                extra={"fields": {"ms": round((time.perf_counter() - started) * 1000, 1)}},
            )
        finally:
            logs.request_id.reset(token)
        return response

    return answer


def policies(get_response: Answer) -> Answer:
    """The headers of which Django 5.2 knows nothing, on every answer, static files included."""
    content_security_policy = "; ".join(
        f"{directive} {' '.join(sources)}" for directive, sources in settings.SECURE_CSP.items()
    )

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Content-Security-Policy"] = content_security_policy
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        response["Cross-Origin-Resource-Policy"] = settings.CROSS_ORIGIN_RESOURCE_POLICY
        # Where nobody inside has decided who may keep the answer, nobody may.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def clean_address(get_response: Answer) -> Answer:
    """Keeps NUL out of addresses: PostgreSQL fails on it, even when it is only compared.

    Bytes that are no UTF-8 come in as U+FFFD. NUL in the query goes the same way, so it is an
    unknown value like any other. A path with NUL leads nowhere.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise Http404("No address holds NUL.")
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\0" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "%EF%BF%BD").replace(
                "\0", "%EF%BF%BD"
            )
        return get_response(request)

    return answer


def reading(get_response: Answer) -> Answer:
    """Who may keep an answer, and for how long.

    Whatever a session or a token had a part in is kept by nobody. A public page may be kept by
    anyone, and is asked for again each time; its tag stands for the state of the whole archive,
    so an unchanged archive answers before any view runs.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        has_token = bool(request.headers.get("Authorization"))
        personal = has_token or settings.SESSION_COOKIE_NAME in request.COOKIES
        # The tag is read before the page. A change in between leaves a new page under an old
        # tag, which is asked for again; never an old page under a new one.
        tag = None if personal else _tag(request)
        response: HttpResponseBase
        if tag and _is_known(request, tag):
            response = HttpResponseNotModified()
        else:
            response = get_response(request)

        if personal or response.cookies:
            response["Cache-Control"] = "private, no-store"
            if not has_token:  # of a row that a program may write, it says which version it is
                del response["ETag"]
        elif not response.has_header("Cache-Control"):
            _mark_public(request, response, tag)
        return response

    return answer


def _tag(request: HttpRequest) -> str | None:
    # While templates are being written (DEBUG), a page changes without a change to the archive.
    if request.method not in ("GET", "HEAD") or settings.DEBUG:
        return None
    if request.path_info.startswith("/admin/"):
        return None
    try:
        request.get_host()
    except DisallowedHost:
        return None  # CommonMiddleware refuses it
    state = apps.get_model("articles.Archive").objects.etag_parts()
    parts = " ".join(str(part) for part in (*state, build_id()))
    # Keyed, because the number of the last change is nobody's business.
    return f'W/"{salted_hmac("archive.reading", parts, algorithm="sha256").hexdigest()[:24]}"'


def _is_known(request: HttpRequest, tag: str) -> bool:
    # "*" asks whether there is anything at all, which only the view knows.
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return tag.removeprefix("W/") in {other.removeprefix("W/") for other in known}


def _mark_public(request: HttpRequest, response: HttpResponseBase, tag: str | None) -> None:
    if request.method not in ("GET", "HEAD") or response.status_code not in (
        *(200, 301, 302, 303, 304, 307, 308),
        *(404, 410),
    ):
        response["Cache-Control"] = "no-store"
        return
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    if tag and response.status_code in (200, 304):
        response["ETag"] = tag
