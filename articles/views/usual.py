"""Another spelling of a selection leads to its usual one."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from articles.selection import Selection


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
