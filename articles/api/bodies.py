"""JSON as it comes in: as the RFC has it, and said to be JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from articles.formats import strict_json

from .problems import Problem

MEDIA_TYPE = "application/json"


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != MEDIA_TYPE:
            raise Problem(415, f"Send {MEDIA_TYPE}.", headers={"Accept": MEDIA_TYPE})
        try:
            return strict_json.loads(request.body)
        except strict_json.JsonFault as fault:
            raise Problem(400, f"The body {fault}.") from None
