"""The addresses: the pages at the root, the admin below /admin/.

/healthz and /readyz are not here: a middleware answers them (archive/health.py), so that they
work for a probe that knows no host name.
"""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it by this name where a page names none, as the admin's do not."""
    return redirect(static("favicon.svg"))


urlpatterns = [
    path("admin/", admin.site.urls),
    path("favicon.ico", favicon, name="favicon"),
    path("", include("articles.urls")),
]

handler400 = "archive.errors.bad_request"
handler500 = "archive.errors.server_error"
