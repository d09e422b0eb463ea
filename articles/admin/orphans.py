"""The page on which an editor places annotations that lost their words, or rejects them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.models import Annotation, Article, Conflict, State
from articles.pages.orphans import orphans_of
from articles.pages.places import Place, places
from articles.text import clean_quote

from .recorded import editor, remember

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotPlaced(Exception):
    """Why an orphan is one still; `found` are the places among which she has to choose."""

    def __init__(self, said: str, found: list[Place] | None = None) -> None:
        super().__init__(said)
        self.found = found or []


def orphans(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    article = model_admin.get_object(request, unquote(object_id))
    if article is None:
        raise Http404
    if not request.user.has_perm("articles.change_annotation"):
        raise PermissionDenied
    answered: dict[str, Any] = {}
    if request.method == "POST":
        try:
            said = settle(article, request.POST, editor(request))
        except NotPlaced as fault:
            answered = {"uid": request.POST.get("annotation"), "fault": fault}
        else:
            remember(request, article.changes.filter(by=editor(request)).newest().first())
            model_admin.message_user(request, said, messages.SUCCESS)
            return redirect(request.get_full_path())
    blocks = lost(article, answered, request.POST)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Annotations without a place",
        "article": article,
        "orphans": blocks,
        "answered": answered,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/orphans.html", context)


def lost(
    article: Article, answered: dict[str, Any] | None = None, data: Any = None
) -> list[dict[str, Any]]:
    """The orphans of an article as a page shows them."""
    return [_block(article, orphan, answered or {}, data) for orphan in orphans_of(article)]


def _block(article: Article, orphan: Any, answered: dict[str, Any], data: Any) -> dict[str, Any]:
    """An orphan as the page shows it, with what was typed for it."""
    is_asked = answered.get("uid") == str(orphan.annotation.uid)
    fault = answered["fault"] if is_asked else None
    return {
        "orphan": orphan,
        "annotation": orphan.annotation,
        "guesses": _choices(article, orphan.guesses),
        "found": _choices(article, fault.found if fault else []),
        "fault": fault,
        "typed": data.get("words", "") if is_asked else "",
    }


def _choices(article: Article, found: list[Place]) -> list[tuple[str, str]]:
    return [(place.key(article), place.in_context(article)) for place in found]


def settle(article: Article, data: Any, user: User) -> str:
    """Place one orphan or reject it; what was done, in words."""
    annotation = _chosen(article, data)
    try:
        with transaction.atomic():
            if "reject" in data:
                article.review(annotation, State.REJECTED, by=user)
                return f"{annotation} is rejected."
            words, place = str(annotation), _place(article, annotation, data)
            article.mark(annotation, by=user, at=place)
            return f"{words} stands on {annotation} now."
    except Conflict as conflict:
        raise NotPlaced(f"{conflict} Look at it again.") from conflict
    except ValidationError as error:
        raise NotPlaced(" ".join(error.messages)) from error


def _chosen(article: Article, data: Any) -> Annotation:
    annotations = {str(one.uid): one for one in article.annotations.select_related("entity")}
    annotation = annotations.get(data.get("annotation", ""))
    if annotation is None:
        raise Http404
    if not annotation.is_orphaned or str(annotation.version) != data.get("version"):
        raise NotPlaced(f"{annotation} has been changed by somebody else in the meantime.")
    return annotation


def _place(article: Article, annotation: Annotation, data: Any) -> Place:
    key, words = data.get("place", ""), clean_quote(data.get("words", "")).strip()
    if key:
        offered = [*places(article, words)] if words else []
        for orphan in orphans_of(article):
            offered += orphan.guesses if orphan.annotation == annotation else []
        found = [place for place in offered if place.key(article) == key]
        if not found:
            raise NotPlaced("The text was corrected in the meantime. Choose once more.")
        return found[0]
    if not words:
        raise NotPlaced("Which words?")
    found = places(article, words)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotPlaced(f"“{words}” does not occur in “{article}”.")
    raise NotPlaced(f"These words occur {len(found)} times. Which are meant?", found)
