"""Saved searches. Each is its owner's alone: to anybody else it is not there."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from articles.forms import SearchForm
from articles.models import FrozenSet, SavedSearch
from articles.selection import Selection
from articles.selection.saved import Saved

from .usual import of_selection

SETS = 20


@require_safe
@login_required
def search_list(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    saved = [Saved.of(search) for search in SavedSearch.objects.of(user)]
    sets = FrozenSet.objects.filter(made_by=user).defer("lines_as_text")
    return render(request, "search/list.html", {"saved": saved, "sets": sets[:SETS]})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@of_selection
def search_new(request: HttpRequest, selection: Selection) -> HttpResponse:
    """A name for what a list finds."""
    search = SavedSearch(owner=cast(User, request.user), query=selection.bare.address())
    search.look()
    form = SearchForm(request.POST or None, instance=search)
    if form.is_bound and form.keep():
        messages.success(request, f"“{search.name}” is saved.")
        return redirect("search-list")
    context = {"selection": selection, "form": form}
    return render(request, "search/new.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def search_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To look at what it finds, to give it another name, to delete it."""
    search = get_object_or_404(SavedSearch.objects.of(cast(User, request.user)), uid=uid)
    name, act = search.name, request.POST.get("act")
    if act == "open":
        return to_its_list(search)
    if act == "delete":
        search.delete()
        messages.success(request, f"“{name}” is deleted.")
        return redirect("search-list")
    form = SearchForm(request.POST or None, instance=search)
    if form.is_bound and form.keep():
        messages.success(request, f"“{name}” is called “{search.name}” now.")
        return redirect("search-list")
    context = {"saved": Saved.of(search), "name": name, "form": form}
    return render(request, "search/detail.html", context, status=400 if form.is_bound else 200)


def to_its_list(search: SavedSearch) -> HttpResponse:
    """What is there now counts as new no longer."""
    search.look()
    search.save(update_fields=["looked_at", "change_looked_at"])
    return redirect(Saved.of(search).selection.url())
