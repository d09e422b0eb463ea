"""The timeline: a year, a month, a day, and what has no date."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.pages.timeline import Day, Month, Stretch, Year
from articles.paging import page_of
from articles.period import Period


@require_safe
def article_year(request: HttpRequest, year: str) -> HttpResponse:
    return show(request, "date/year.html", Year(period(year)))


@require_safe
def article_month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    return show(request, "date/month.html", Month(period(year, month)))


@require_safe
def article_day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    return show(request, "date/day.html", Day(period(year, month, day)))


@require_safe
def article_undated(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.public().undated().newest().for_rows()
    page = page_of(articles, request.GET.get("page", "1"))
    return render(request, "date/undated.html", {"page": page})


def show(request: HttpRequest, template: str, stretch: Stretch) -> HttpResponse:
    page = page_of(stretch.articles(), request.GET.get("page", "1"))
    return render(request, template, {"stretch": stretch, "page": page})


def period(*parts: str) -> Period:
    found = Period.read("-".join(parts))
    if found is None:
        raise Http404(f"The calendar has no {'-'.join(parts)}.")
    return found
