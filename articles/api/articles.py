"""Articles: the one list with its filters, and each of them whole."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from ninja import Field, Query, Router

from articles.models import Action, Article
from articles.pages.public import public_article, withdrawn_article
from articles.selection import Selection
from articles.serialize import article_record, article_summary, moment, undisturbed

from . import answers, records
from .asking import Pace, filters, most_for, selection_of
from .problems import SAID, Problem
from .tokens import FOR_READING
from .walking import next_articles

router = Router(tags=["Articles"], auth=FOR_READING)


class Manner(Pace):
    whole: bool = Field(
        False, description="Each with its annotations, claims, relations and revisions."
    )
    facets: bool = Field(False, description="With the numbers of articles by country and so on.")


@router.get(
    "/articles",
    url_name="api-articles",
    operation_id="articles",
    summary="The articles that all filters hold for",
    response=records.Articles,
    openapi_extra=filters(),
)
def article_list(request: HttpRequest, manner: Query[Manner]) -> HttpResponse:
    """To repeat a filter means “and”, a comma means “or”, `not` leaves out, as on the page
    /articles/. What is not understood is left out and named in `ignored`."""
    cursor, limit = manner.begin(request)
    selection, ignored = selection_of(request, Manner.model_fields)
    step = next_articles(selection, cursor, limit)
    return answers.page(
        request,
        "articles",
        _records(step.rows, is_whole=manner.whole),
        step.after,
        facets=_facets(selection) if manner.facets else None,
        **found(request, selection, ignored, selection.total),
    )


@router.get(
    "/articles/{slug}",
    url_name="api-article",
    operation_id="article",
    summary="An article, whole",
    response=records.Article,
)
def article_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    article = article_at(slug)
    if article.slug != slug:
        return redirect("api-article", slug=article.slug, permanent=True)
    return answers.record(article_record(Article.objects.for_record().get(pk=article.pk)))


def found(
    request: HttpRequest, selection: Selection, ignored: list[Any], total: int
) -> dict[str, Any]:
    """What every list under filters says of itself."""
    return {
        "total": total,
        "truncated": total > most_for(request),
        "query": selection.in_words(),
        "ignored": ignored,
        "repaired": " ".join(selection.repaired) or None,
        "behind": selection.behind,
    }


def article_at(slug: str) -> Article:
    """What readers may see there, or a Problem."""
    if article := public_article(slug):
        return article
    if gone := withdrawn_article(slug):
        raise _gone(gone)
    raise Problem(404, SAID[404])


def _gone(article: Article) -> Problem:
    withdrawal = article.changes.filter(action=Action.WITHDRAWN).defer("parts").first()
    if withdrawal is None:
        return Problem(410, SAID[410])
    withdrawn_at = moment(withdrawal.at)
    return Problem(410, SAID[410], withdrawn_at=withdrawn_at, reason=withdrawal.reason)


def _records(pks: Any, *, is_whole: bool) -> list[dict[str, Any]]:
    articles = Article.objects.public()
    if not is_whole:
        return [article_summary(article) for article in articles.for_list().these(pks)]
    rows = articles.for_record()
    return undisturbed(lambda: [article_record(article) for article in rows.these(pks)])


def _facets(selection: Selection) -> dict[str, Any]:
    return {box.parameter: box.as_record for box in selection.boxes}
