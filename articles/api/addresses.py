"""/api/: the description for people and for programs, and version 1 of what it describes."""

from __future__ import annotations

from django.urls import include, path

from .documentation import documentation
from .schema import openapi
from .version_1 import version_1

urlpatterns = [
    path("", documentation, name="api"),
    path("openapi.json", openapi, name="api-openapi"),
    path("v1/", include(version_1.urls[0])),
]
