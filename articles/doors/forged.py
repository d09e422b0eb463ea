"""A form without the token that we gave it: forged, or older than the session."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from .kept import keep


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's own page loses what was typed, and has an inline style, which our policy blocks."""
    again = request.path if keep(request) else ""
    context = {"archive_name": settings.ARCHIVE_NAME, "again": again}
    return HttpResponse(render_to_string("403_csrf.html", context), status=403)
