"""The annotations of an article, and one of them, as the W3C has them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.formats import web_annotation
from articles.models import Annotation, Article
from articles.serialize import article_record

from .articles import of_annotation, of_article
from .renderings import here


@require_safe
@of_article("annotations.jsonld")
def article_annotations_jsonld(request: HttpRequest, article: Article) -> HttpResponse:
    pieces = web_annotation.write([record_of(article)], here(request, [article.source]))
    return as_jsonld(pieces, article.slug)


@require_safe
@of_annotation
def annotation_jsonld(request: HttpRequest, annotation: Annotation) -> HttpResponse:
    article = annotation.article
    place = here(request, [article.source])
    pieces = web_annotation.write_one(record_of(article), annotation.uid, place)
    return as_jsonld(pieces, str(annotation.uid))


def record_of(article: Article) -> dict[str, Any]:
    return article_record(Article.objects.for_record().get(pk=article.pk))


def as_jsonld(pieces: Iterable[bytes], name: str) -> HttpResponse:
    response = HttpResponse(b"".join(pieces), content_type=web_annotation.MEDIA_TYPE)
    suffix = web_annotation.SUFFIXES[0]
    response["Content-Disposition"] = f'inline; filename="{name}{suffix}"'
    return response
