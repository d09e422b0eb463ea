"""What programs ask of any site: what there is, what to leave alone, how to search it."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import chain
from textwrap import shorten

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from articles.pages import sitemap
from articles.serialize import moment

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
# A program that follows every file and filter of every list would never come to an end.
LEFT_ALONE = (
    *("/admin/", "/sign-in/", "/searches/", "/tokens/", "/sets/new/"),
    *("/suggest.json", "/opensearch.json"),
    *("/articles.", "/articles/facets/", "/articles/months.csv", "/api/v1/"),
)
SHORT_NAME_MAX = 16  # of OpenSearch 1.1
SECURITY_DAYS = 180
A_DAY = 24 * 60 * 60


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    parts = sitemap.Sitemap.now().parts()
    addresses = [_here(request, reverse("sitemap-part", args=[part])) for part in parts]
    return render(request, "sitemap.xml", {"addresses": addresses}, content_type=XML)


@require_safe
def sitemap_part(request: HttpRequest, part: str) -> StreamingHttpResponse:
    pages = sitemap.pages(part)
    first = next(pages, None)
    if first is None:  # it never was one, or is one no longer
        raise Http404(f"{part} is no part of the sitemap.")
    lines = _urlset(chain([first], pages), _here(request, ""))
    return StreamingHttpResponse(() if request.method == "HEAD" else lines, content_type=XML)


def _urlset(pages: Iterable[sitemap.Page], origin: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for page in pages:
        changed = page.changed_at and f"<lastmod>{moment(page.changed_at)}</lastmod>"
        yield f"<url><loc>{escape(origin + page.path)}</loc>{changed or ''}</url>\n"
    yield "</urlset>\n"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in LEFT_ALONE), ""]
    lines.append(f"Sitemap: {_here(request, reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """By which a browser takes up the archive as one of its search engines."""
    name = settings.ARCHIVE_NAME
    short = shorten(name, SHORT_NAME_MAX, placeholder="") or name[:SHORT_NAME_MAX]
    context = {"origin": _here(request, ""), "short_name": short}
    media_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "opensearch.xml", context, content_type=media_type)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116); it is not there where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404("Nobody is named whom to tell.")
    day = timezone.now() + datetime.timedelta(days=SECURITY_DAYS)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {day:%Y-%m-%d}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {_here(request, request.path)}",
    ]
    # It goes by the day, whatever becomes of the archive: so it has not the archive's tag.
    headers = {"Cache-Control": f"public, max-age={A_DAY}"}
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT, headers=headers)


def _here(request: HttpRequest, path: str) -> str:
    return f"{request.build_absolute_uri('/')[:-1]}{path}"
