"""The workbench of an article, and the entities it offers. For whom it is open, its door says."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from articles.annotating.acts import GONE, NotSaved, act
from articles.annotating.deciding import NotDecided
from articles.annotating.workbench import Workbench
from articles.models import Article, CannotUndo, Conflict, Entity, Noun, Redirect
from articles.pages.named import best_named, other_name_found
from articles.text import NAME_MAX, clean_line

OFFERED_MAX = 8
KEPT = (
    "Your session had ended when you sent this, so nothing was saved. What you typed stands below: "
    "send it once more."
)

NOT_ALLOWED = "Your account may not do that. Nothing was saved."


@require_http_methods(["GET", "HEAD", "POST"])
def article_annotate(request: HttpRequest, slug: str, **day: str) -> HttpResponse:
    article = _article(slug)
    address = f"{article.get_absolute_url()}annotate/"
    if request.path != address:
        query = request.META.get("QUERY_STRING", "")
        return redirect(address + (query and f"?{query}"), permanent=True)
    if request.method == "POST":
        return _answer(request, article)
    typed = getattr(request, "typed", None)
    bench = Workbench(article, by=cast(User, request.user), query=request.GET, sent=typed)
    return _shown(request, bench, fault=KEPT if typed else GONE if bench.is_gone else "")


def _article(slug: str) -> Article:
    """In whatever state: drafts are annotated, too."""
    articles = Article.objects.select_related("source")
    old = Redirect.objects.filter(noun=Noun.ARTICLE, slug=slug.lower()).values("article")
    found = articles.filter(slug=slug.lower()).first()
    return found or get_object_or_404(articles, pk__in=old)


def _answer(request: HttpRequest, article: Article) -> HttpResponse:
    bench = Workbench(article, by=cast(User, request.user), query=request.GET, sent=request.POST)
    try:
        query = act(bench, request.POST)
    except NotSaved:
        return _shown(request, bench, status=409 if bench.form.differences else 400)
    except ValidationError as fault:
        bench.form.is_valid()
        bench.form.blame(fault)
        return _shown(request, bench, status=400)
    except PermissionDenied:
        return _shown(request, bench, fault=NOT_ALLOWED, status=403)
    except (NotDecided, CannotUndo, Conflict) as fault:
        return _shown(request, bench, fault=f"{fault} Nothing was saved.", status=409)
    return redirect(f"{request.path}?{urlencode(query)}#bench")


def _shown(
    request: HttpRequest, bench: Workbench, *, fault: str = "", status: int = 200
) -> HttpResponse:
    context = {"article": bench.article, "bench": bench, "fault": fault}
    return render(request, "annotate/page.html", context, status=status)


@require_safe
def entity_choices(request: HttpRequest) -> HttpResponse:
    """All entities, those of drafts too: by any of their names, the likelier first."""
    typed = clean_line(request.GET.get("q", ""))[:NAME_MAX]
    found = best_named(Entity.objects.all(), typed)[:OFFERED_MAX] if typed else []
    offers = [
        {
            "slug": entity.slug,
            "name": entity.name,
            "kind": entity.kind,
            "also": other_name_found(entity, typed),
        }
        for entity in found
    ]
    return JsonResponse({"entities": offers}, json_dumps_params={"ensure_ascii": False})
