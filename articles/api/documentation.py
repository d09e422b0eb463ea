"""The page about the API, made from its description: what is said there, and examples to run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.selection import MOST, MOST_WITH_ACCOUNT

from .asking import AT_ONCE
from .examples import Example, examples
from .in_words import Described, Operation, told
from .schema import description


@dataclass(frozen=True)
class Shown:
    """An operation with its example, if the archive has what it takes."""

    operation: Operation
    example: Example | None
    origin: str

    @property
    def curl(self) -> str:
        return self.example.curl(self.origin) if self.example else ""


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    described, ready = _described(), examples()
    origin = request.build_absolute_uri("/")[:-1]
    groups = {
        about: [Shown(one, ready.get(one.name), origin) for one in operations]
        for about, operations in described.operations.items()
    }
    limits = {"most": MOST, "most_with_account": MOST_WITH_ACCOUNT, "at_once": AT_ONCE}
    context = {"groups": groups, "described": described, "origin": origin, **limits}
    return render(request, "api/documentation.html", context)


@cache
def _described() -> Described:
    return told(description())
