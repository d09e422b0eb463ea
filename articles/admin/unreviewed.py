"""One note, time or piece of evidence that waits is accepted or rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.annotating.deciding import NotDecided
from articles.models import Action, Annotation, Article, State, recording

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def review(article: Article, sent: Any, *, by: User) -> str:
    """What was done, in words. A claim's cue, which says who says it, goes with it."""
    did = State.ACCEPTED if "accept" in sent else State.REJECTED
    annotation = _chosen(article, sent.get("accept") or sent.get("reject") or "")
    with recording(Action.REVIEWED, by=by, article=article):
        article.review(annotation, did, by=by)
        claim = getattr(annotation, "claim", None)
        if claim and claim.cue and claim.cue.state == State.SUGGESTED:
            article.review(claim.cue, did, by=by)
    return f"{annotation} is {did}."


def _chosen(article: Article, key: str) -> Annotation:
    uid, _, version = key.partition(":")
    waiting = article.annotations.unreviewed().select_related("claim__cue")
    found = {str(one.uid): one for one in waiting}.get(uid)
    if found is None or str(found.version) != version:
        raise NotDecided("Somebody else has decided on these words in the meantime.")
    return found
