"""Suggested mentions are accepted, rejected and looked for: the acts of a queue's buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.models import Action, Annotation, Article, State, recording, suggester
from articles.pages.suggested import Question, Queue

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import QueryDict

ACTS = ("suggest", "safe", "names", "accept", "reject")


class NotDecided(Exception):
    """Why nothing was saved."""


def decide(queue: Queue, sent: QueryDict, *, by: User) -> str:
    """Do what the button says; what was done, in words."""
    with transaction.atomic():
        return _decide(queue, sent, by)


def _decide(queue: Queue, sent: QueryDict, by: User) -> str:
    article = queue.article
    if "suggest" in sent:
        if not by.has_perm("articles.add_annotation"):
            raise PermissionDenied
        return _counted(len(article.suggest(suggester(), by=by)), "suggested")
    if "safe" in sent or "names" in sent:
        if not by.has_perm("articles.accept_annotations"):
            raise PermissionDenied
        questions = queue.safe if "safe" in sent else queue.names
        return _accept_all(queue, questions, sent.getlist("option"), by)
    if "accept" in sent:
        mention = _chosen(article, sent.get("accept", ""))
        article.choose(mention, by=by)
        return f"{mention} is {mention.entity} ({mention.entity.kind})."  # type: ignore[union-attr]
    mentions = [_chosen(article, key) for key in sent.getlist("option")]
    if not mentions or "reject" not in sent:
        raise NotDecided("What was meant?")
    _review(article, mentions, State.REJECTED, by)
    return f"{mentions[0]} is rejected."


def _accept_all(queue: Queue, questions: list[Question], keys: list[str], by: User) -> str:
    """Of those that were shown so, the ones that still are."""
    still = {option.key: option.mention for one in questions for option in one.options}
    mentions = [still[key] for key in keys if key in still]
    _review(queue.article, mentions, State.ACCEPTED, by)
    left = len(keys) - len(mentions)
    return _counted(len(mentions), "accepted") + (
        f" {left} left: changed in the meantime, or no longer safe." if left else ""
    )


def _review(article: Article, mentions: list[Annotation], state: State, by: User) -> None:
    with recording(Action.REVIEWED, by=by, article=article):
        for mention in mentions:
            article.review(mention, state, by=by)


def _chosen(article: Article, key: str) -> Annotation:
    uid, _, version = key.partition(":")
    mentions = article.annotations.suggested().select_related("entity", "article")
    found = {str(mention.uid): mention for mention in mentions}.get(uid)
    if found is None or str(found.version) != version:
        raise NotDecided("Somebody else has decided on these words in the meantime.")
    return found


def _counted(count: int, did: str) -> str:
    return f"{count:,} mention{'s' * (count != 1)} {did}."
