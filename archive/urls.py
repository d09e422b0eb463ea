"""The addresses: the pages at the root, the admin below /admin/.

/healthz and /readyz are not here: a middleware answers them (archive/health.py), so that they
work for a probe that knows no host name.
"""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("admin/", admin.site.urls)]
if find_spec("articles.urls"):
    urlpatterns.append(path("", include("articles.urls")))

handler500 = "archive.errors.server_error"
