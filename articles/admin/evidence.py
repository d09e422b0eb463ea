"""Choosing evidence: by its words, shown in their context and with the article they stand in."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

from articles.anchors import CONTEXT
from articles.models import Annotation, AnnotationKind

from .choosing import SturdySelect

WORDS_MAX = 120


def in_context(annotation: Annotation) -> str:
    """“… said it [will press] Russia …”, by what is kept beside the annotation."""
    if annotation.is_orphaned:
        return f"[{annotation.exact}], which has lost its place"
    before, after = (
        "…" if len(context) == CONTEXT else "" for context in (annotation.prefix, annotation.suffix)
    )
    return f"{before}{annotation.prefix}[{annotation.exact}]{annotation.suffix}{after}"


class EvidenceChoices(AutocompleteJsonView):
    def process_request(self, request: HttpRequest) -> tuple[Any, ...]:
        chosen = super().process_request(request)
        if chosen[2].remote_field.model is not Annotation:
            raise PermissionDenied  # The address names a field that holds no annotation.
        return chosen

    def get_queryset(self) -> models.QuerySet[Annotation]:
        evidence = super().get_queryset().filter(kind=AnnotationKind.EVIDENCE)
        return evidence.select_related("article").defer("article__text")

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, Any]:
        words = " ".join(in_context(obj).split())
        return {
            "id": str(getattr(obj, to_field_name)),
            "text": f"{words[:WORDS_MAX]} – {obj.article.headline}",
        }


class EvidenceSelect(SturdySelect):
    url_name = "%s:articles_annotation_choices"
