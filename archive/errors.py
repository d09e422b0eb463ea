"""The pages of failures that Django's own views cannot make, or not under our policy."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from archive import logs

NAME = {"archive_name": settings.ARCHIVE_NAME}


def server_error(request: HttpRequest) -> HttpResponse:
    """500.html, static but for the request's id, under which the log tells what happened."""
    incident = logs.request_id.get()
    try:
        page = render_to_string("500.html", {"request_id": incident})
    except Exception:  # whatever broke the page may have broken this one too
        logging.getLogger("archive.errors").exception("500.html could not be made")
        return HttpResponse(
            f"Something failed here. Number {incident}.\n", content_type="text/plain", status=500
        )
    return HttpResponse(page, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Without the request: what is wrong with it may break the page as well.
    return HttpResponse(render_to_string("400.html", NAME), status=400)
