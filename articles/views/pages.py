"""The first page, the log, and the pages that explain the archive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Archive, Change
from articles.models.plover import Category
from articles.pages.explained import EXAMPLES, KINDS, ROLES, example_filters
from articles.pages.log import LogPage
from articles.pages.overview import Overview
from articles.pages.query_help import GROUPS
from articles.search.query import MOST_CHARACTERS, MOST_TERMS
from articles.selection import MOST, MOST_WITH_ACCOUNT, SHARE


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(
        request, "home.html", {"overview": Overview(is_share=request.GET.get("norm") == SHARE)}
    )


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    return render(request, "page/changes.html", {"log": LogPage.read(request.GET)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    examples = example_filters()
    return render(
        request,
        "page/help.html",
        {
            "kinds": EXAMPLES.items(),
            "examples": examples,
            "relations_query": examples[0][1],
            "most": MOST,
            "most_with_account": MOST_WITH_ACCOUNT,
        },
    )


@require_safe
def help_query(request: HttpRequest) -> HttpResponse:
    limits = {"most_characters": f"{MOST_CHARACTERS:,}", "most_terms": MOST_TERMS}
    return render(
        request, "page/query.html", {"groups": GROUPS, "categories": list(Category), **limits}
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "page/about.html",
        {
            "archive": Archive.objects.current(),
            # Not the last change of all: how many there are of drafts is nobody's business.
            "last_change": Change.objects.public().newest().first(),
            "kinds": KINDS.items(),
            "roles": ROLES.items(),
            "categories": list(Category),
        },
    )
