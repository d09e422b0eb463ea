"""An article, its history, its annotations, and one of them.

Each address below an article is found in the same way (`of_article`), and answers alike where the
article may not be seen: a draft is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render

from articles.closest import closest_to
from articles.models import Article, Noun, Redirect
from articles.period import Period
from articles.reading import read

PageOfArticle = Callable[[HttpRequest, Article], HttpResponse]


def of_article(suffix: str = "") -> Callable[[PageOfArticle], Callable[..., HttpResponse]]:
    """A view of a public article. Other spellings of its address lead to the right one."""

    def decorate(view: PageOfArticle) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, slug: str, **day: str) -> HttpResponse:
            slug = slug.lower()
            article = Article.objects.public().select_related("source").filter(slug=slug).first()
            if article is None and (gone := Article.objects.withdrawn().filter(slug=slug).first()):
                return _tombstone(request, gone)
            article = article or _by_old_slug(slug)
            if article is None:
                return _not_found(request, **day)
            address = _address(article, suffix)
            if request.path != address:
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(address + (query and f"?{query}"))
            return view(request, article)

        return answer

    return decorate


@of_article()
def article_detail(request: HttpRequest, article: Article) -> HttpResponse:
    reading = read(article)
    return render(
        request,
        "article/detail.html",
        {
            "article": article,
            "reading": reading,
            "revision": article.revisions.defer("headline", "text").order_by("-number").first(),
            "closest": closest_to(article, reading.tags),
            "origin": _origin(request),
        },
    )


@of_article(".json")
def article_json(request: HttpRequest, article: Article) -> JsonResponse:
    from articles.serialize import article_record

    article = Article.objects.for_record().get(pk=article.pk)
    return JsonResponse(article_record(article), json_dumps_params={"ensure_ascii": False})


@of_article("history/")
def article_history(request: HttpRequest, article: Article) -> HttpResponse:
    raise NotImplementedError


@of_article("annotations/")
def article_annotations(request: HttpRequest, article: Article) -> HttpResponse:
    raise NotImplementedError


def annotation_detail(request: HttpRequest, uid: Any) -> HttpResponse:
    raise NotImplementedError


def _address(article: Article, suffix: str) -> str:
    address = article.get_absolute_url()
    return address.removesuffix("/") + suffix if suffix.startswith(".") else address + suffix


def _by_old_slug(slug: str) -> Article | None:
    """The article that an old slug leads to, if a reader may see it."""
    target = Redirect.objects.filter(noun=Noun.ARTICLE, slug=slug).values("article")
    return Article.objects.public().select_related("source").filter(pk__in=target).first()


def _not_found(
    request: HttpRequest, year: str = "", month: str = "", day: str = ""
) -> HttpResponse:
    """The same for what is hidden and for what never was; with what was printed on that day."""
    period = Period.read(f"{year}-{month}-{day}")
    articles = Article.objects.public().defer("text")
    articles = articles.between(period.first, period.last) if period else articles.none()
    return render(request, "404.html", {"closest": articles.newest()[:5]}, status=404)


def _tombstone(request: HttpRequest, article: Article) -> HttpResponse:
    withdrawal = article.changes.filter(action="withdrawn").defer("parts").first()
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
    return f"{request.scheme}://{request.get_host()}"
