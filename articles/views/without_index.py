"""What a page says that needs the search index while there is none to ask."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from articles.search import IndexFault
from articles.search.keeping import fell_short

SECONDS = "5"  # after which it is worth another try

View = Callable[..., HttpResponseBase]


def needs_index(view: View) -> View:
    """A clear 503 instead of a failure. All other pages stay up."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except IndexFault as fault:
            response = _unavailable(request, fault)
            response["Retry-After"] = SECONDS
            return response

    return answer


def _unavailable(request: HttpRequest, fault: IndexFault) -> HttpResponse:
    if request.path.endswith(".json"):
        return JsonResponse({"detail": fault.reason_for_readers}, status=503)
    context = {"reason": fault.reason_for_readers}
    return render(request, "503.html", context, status=503)


def not_kept(get_response: View) -> View:
    """A middleware. What was made of less than a whole index is kept by nobody.

    Under the archive's tag it would stay as it is until the next change.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        fell_short.set(False)
        response = get_response(request)
        if fell_short.get():
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer
