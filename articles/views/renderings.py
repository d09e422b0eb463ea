"""Lists and articles as files: the same address with the suffix of a format."""

from collections.abc import Iterable
from types import ModuleType
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from articles.formats import Here, is_whole
from articles.models import Article, Source
from articles.selection import MOST, MOST_WITH_ACCOUNT, Selection, Taken, TakenStatements
from articles.serialize import article_record, article_summary

from .articles import of_article
from .usual import of_selection


@require_safe
@of_selection
def article_list_rendering(
    request: HttpRequest, selection: Selection, format_: ModuleType
) -> HttpResponseBase:
    taken = Taken(selection.bare, most_for(request))
    records = taken.records(is_whole=is_whole(format_))
    pieces = format_.write(records, here(request, Source.objects.only("slug", "name")))
    return download(request, taken, pieces, format_)


@require_safe
def article_rendering(
    request: HttpRequest, format_: ModuleType, **address: Any
) -> HttpResponseBase:
    suffix = format_.SUFFIXES[0]

    @of_article(suffix)
    def rendering(request: HttpRequest, article: Article) -> HttpResponse:
        if is_whole(format_):
            record = article_record(Article.objects.for_record().get(pk=article.pk))
        else:
            record = article_summary(article)
        pieces = format_.write([record], here(request, [article.source]))
        response = HttpResponse(b"".join(pieces), content_type=format_.MEDIA_TYPE)
        response["Content-Disposition"] = f'inline; filename="{article.slug}{suffix}"'
        return response

    return rendering(request, **address)


def download(
    request: HttpRequest, taken: Taken | TakenStatements, pieces: Iterable[Any], format_: ModuleType
) -> HttpResponseBase:
    """A file of its pieces as they are read. Its headers say how many rows there are in all."""
    # Of an answer to HEAD the server would throw the body away, but only when it is made.
    body = () if request.method == "HEAD" else pieces
    response = StreamingHttpResponse(body, content_type=format_.MEDIA_TYPE)
    name = f"{taken.name}{format_.SUFFIXES[0]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Total-Count"] = str(taken.total)
    if taken.is_cut:
        response["X-Truncated"] = str(taken.most)
    return response


def most_for(request: HttpRequest) -> int:
    return MOST_WITH_ACCOUNT if request.user.is_authenticated else MOST


def here(request: HttpRequest, sources: Iterable[Source]) -> Here:
    origin = request.build_absolute_uri("/")[:-1]
    names = {source.slug: source.name for source in sources}
    return Here(settings.ARCHIVE_NAME, origin, names)
