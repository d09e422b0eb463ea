"""Views of what a list finds, under whatever address: one question has one spelling."""

from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from articles.selection import Selection

from .without_index import View, needs_index


def of_selection(view: View) -> View:
    """The view gets the selection. Another spelling of the address leads to the usual one."""

    @needs_index
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        selection = Selection.read(request.GET)
        if request.method != "POST" and not selection.is_usual:
            return to_usual(selection, moved(selection.usual_url(), request.path))
        return view(request, selection, *args, **kwargs)

    return answer


def to_usual(selection: Selection, url: str) -> HttpResponse:
    """For good; but what was typed as a query is only answered elsewhere."""
    if selection.is_reworded:
        response = HttpResponseRedirect(url)
        response.status_code = 303
        return response
    return redirect(url, permanent=True)


def moved(url: str, path: str) -> str:
    """The address of the same selection on another page."""
    query = url.partition("?")[2]
    return f"{path}?{query}" if query else path
