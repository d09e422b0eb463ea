"""The pages of failures that Django's own views cannot make."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseServerError
from django.template.loader import render_to_string

from archive import logs


def server_error(request: HttpRequest) -> HttpResponse:
    """500.html, static but for the incident code under which the log tells what happened."""
    incident = logs.request_id.get()
    try:
        page = render_to_string("500.html", {"incident": incident})
    except Exception:  # noqa: BLE001  whatever broke the page may have broken this one too
        logging.getLogger("archive.errors").exception("500.html could not be made")
        return HttpResponseServerError(
            f"Something failed here. Incident {incident}.\n", content_type="text/plain"
        )
    return HttpResponseServerError(page)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's own page has an inline style, which our policy blocks."""
    page = render_to_string("403.html", {"exception": "The form was too old. Load it again."})
    return HttpResponseForbidden(page)
