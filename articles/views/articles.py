"""An article, its history, its annotations, and one of them.

Each address below an article is found in the same way (`of_article`), and answers alike where the
article may not be seen: a draft is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Action, Annotation, AnnotationKind, Article
from articles.pages.closest import closest_to
from articles.pages.copies import copies_of
from articles.pages.history import steps
from articles.pages.plain_words import describe, known_in, who
from articles.pages.public import public_article, withdrawn_article
from articles.period import Period
from articles.reading import read, statements_on, words_around
from articles.serialize import article_record

# By these a page stays below 60 KB.
REVISIONS_PER_PAGE = 5
CHANGES_PER_PAGE = 20
ANNOTATIONS_PER_PAGE = 100

PageOfArticle = Callable[[HttpRequest, Article], HttpResponse]


def of_article(suffix: str = "") -> Callable[[PageOfArticle], Callable[..., HttpResponse]]:
    """A view of a public article. Other spellings of its address lead to the right one."""

    def decorate(view: PageOfArticle) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, slug: str, **day: str) -> HttpResponse:
            article = public_article(slug)
            if article is None and (gone := withdrawn_article(slug)):
                return _tombstone(request, gone)
            if article is None:
                return _not_found(request, **day)
            address = _address(article, suffix)
            if request.path != address:
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(address + (query and f"?{query}"))
            return view(request, article)

        return answer

    return decorate


@require_safe
@of_article()
def article_detail(request: HttpRequest, article: Article) -> HttpResponse:
    return render(request, "article/detail.html", as_read(article, request))


@require_safe
@of_article(".json")
def article_json(request: HttpRequest, article: Article) -> JsonResponse:
    record = article_record(Article.objects.for_record().get(pk=article.pk))
    return JsonResponse(record, json_dumps_params={"ensure_ascii": False})


@require_safe
@of_article("history/")
def article_history(request: HttpRequest, article: Article) -> HttpResponse:
    revisions = article.revisions.select_related("made_by").order_by("-number")
    page = Paginator(revisions, REVISIONS_PER_PAGE).get_page(request.GET.get("page"))
    changes = article.changes.select_related("by").newest()
    log = Paginator(changes, CHANGES_PER_PAGE).get_page(request.GET.get("log"))
    known = known_in(log)
    return render(
        request,
        "article/history.html",
        {
            "article": article,
            "page": page,
            "steps": steps(article, page),
            "log": log,
            "entries": [(change, who(change.by), describe(change, known)) for change in log],
            "origin": _origin(request),
        },
    )


@require_safe
@of_article("annotations/")
def article_annotations(request: HttpRequest, article: Article) -> HttpResponse:
    asked = request.GET.get("kind", "")
    kind = asked if asked in AnnotationKind else ""
    everything = article.annotations.accepted()
    counts = dict(everything.order_by().values_list("kind").annotate(Count("pk")))
    rows = everything.filter(kind=kind) if kind else everything
    rows = rows.select_related(
        "entity", "made_on", "created_by", "claim", "relation", "cued_claim"
    ).in_reading_order()
    return render(
        request,
        "article/annotations.html",
        {
            "article": article,
            "page": Paginator(rows, ANNOTATIONS_PER_PAGE).get_page(request.GET.get("page")),
            "kind": kind,
            "unknown_kind": asked if asked != kind else "",
            "kinds": [(one, counts[one]) for one in AnnotationKind if one in counts],
            "total": sum(counts.values()),
            "origin": _origin(request),
        },
    )


def of_annotation(
    view: Callable[[HttpRequest, Annotation], HttpResponse],
) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """A view of an annotation that readers may see."""

    @wraps(view)
    def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
        annotations = Annotation.objects.select_related(
            *("article__source", "entity", "made_on", "created_by"),
            *("claim__via", "relation__claim", "cued_claim__evidence"),
        )
        annotation = annotations.public().filter(uid=uid).first()
        if annotation is not None:
            return view(request, annotation)
        withdrawn = Article.objects.withdrawn()
        gone = withdrawn.filter(annotations__in=Annotation.objects.accepted().filter(uid=uid))
        return _tombstone(request, gone[0]) if gone else _not_found(request)

    return answer


@require_safe
@of_annotation
def annotation_detail(request: HttpRequest, annotation: Annotation) -> HttpResponse:
    return render(
        request,
        "annotation/detail.html",
        {
            "annotation": annotation,
            "article": annotation.article,
            "quotation": words_around(annotation),
            "statements": statements_on(annotation),
            "origin": _origin(request),
        },
    )


def as_read(article: Article, request: HttpRequest) -> dict[str, Any]:
    """What the page of an article shows, to readers and in an editor's preview."""
    reading = read(article)
    return {
        "article": article,
        "reading": reading,
        "revision": article.revisions.defer("headline", "text").order_by("-number").first(),
        "copies": copies_of(article),
        "closest": closest_to(article, reading.tags),
        "origin": _origin(request),
    }


def _address(article: Article, suffix: str) -> str:
    address = article.get_absolute_url()
    return address.removesuffix("/") + suffix if suffix.startswith(".") else address + suffix


def _not_found(
    request: HttpRequest, year: str = "", month: str = "", day: str = ""
) -> HttpResponse:
    """The same for what is hidden and for what never was; with what was printed on that day."""
    period = Period.read(f"{year}-{month}-{day}")
    articles = Article.objects.public().defer("text")
    articles = articles.between(period.first, period.last) if period else articles.none()
    return render(request, "404.html", {"closest": articles.newest()[:5]}, status=404)


def _tombstone(request: HttpRequest, article: Article) -> HttpResponse:
    withdrawal = article.changes.filter(action=Action.WITHDRAWN).defer("parts").first()
    return render(
        request,
        "410.html",
        {
            "article": article,
            "withdrawn_at": withdrawal and withdrawal.at,
            "reason": withdrawal and withdrawal.reason,
        },
        status=410,
    )


def _origin(request: HttpRequest) -> str:
    """This archive's own, such as https://archive.example."""
    return request.build_absolute_uri("/")[:-1]
