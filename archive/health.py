"""/healthz: the process is alive. /readyz: it can answer readers; if not, 503 and a word why.

A middleware and not a view, so that a probe needs no host name and no TLS.
"""

from collections.abc import Callable
from functools import cache

import django.db
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


def probes(get_response: Answer) -> Answer:
    checks = {"/healthz": alive, "/readyz": ready}

    def answer(request: HttpRequest) -> HttpResponseBase:
        check = checks.get(request.path_info)
        if check is None:
            return get_response(request)
        response = check() if request.method in ("GET", "HEAD") else not_allowed()
        response["Cache-Control"] = "no-store"
        return response

    return answer


def alive() -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


def ready() -> HttpResponse:
    fault = what_is_missing()
    return HttpResponse(
        f"{fault or 'ready'}\n", content_type="text/plain", status=503 if fault else 200
    )


def not_allowed() -> HttpResponse:
    return HttpResponseNotAllowed(["GET", "HEAD"])


def what_is_missing() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not migrations_are_applied():
            return "migrations"
    except django.db.Error:
        return "database"
    if settings.PRODUCTION and not getattr(staticfiles_storage, "hashed_files", None):
        return "static"
    return ""


def migrations_are_applied() -> bool:
    # Planning reads each migration's file, so a yes is remembered; a no is asked again.
    try:
        return _applied()
    except NotAppliedError:
        return False


class NotAppliedError(Exception):
    """Raised and not returned, because `cache` keeps what is returned."""


@cache
def _applied() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotAppliedError
    return True
