"""Many annotations accepted or rejected at once, each as it was when the list was opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.db import models

from articles.models import Action, Annotation, Archive, Article, Change, State, recording
from articles.pages.plain_words import who

if TYPE_CHECKING:
    from django.contrib.auth.models import User

NAMED = 5  # so many are named of those that were left as they are


class SinceForm(ActionForm):
    """With the last change of the log when the list was opened: later ones have not been seen."""

    opened = forms.IntegerField(
        label="",
        required=False,
        widget=forms.HiddenInput,
        initial=lambda: Archive.objects.current().last_change,
    )


@dataclass
class Reviewed:
    count: int = 0
    left: list[tuple[Annotation, Change]] = field(default_factory=list)

    @property
    def told(self) -> str:
        """Which were left as they are, and because of whom."""
        named = ", ".join(
            f"{annotation} ({who(change.by) or 'a shell'})"
            for annotation, change in self.left[:NAMED]
        )
        more = f" and {len(self.left) - NAMED} more" if len(self.left) > NAMED else ""
        return f"Changed by others after you opened the list, so left as they are: {named}{more}."


def review_many(annotations: models.QuerySet, state: State, *, since: int, by: User) -> Reviewed:
    """One change an article. What was changed after the change number `since` is left as it is."""
    reviewed = Reviewed()
    by_article: dict[Article, list[Annotation]] = {}
    for annotation in annotations:
        by_article.setdefault(annotation.article, []).append(annotation)
    touched = _touched(list(by_article), since)
    for article, rows in by_article.items():
        with recording(Action.REVIEWED, by=by, article=article):
            for annotation in rows:
                if change := touched.get(str(annotation.uid)):
                    reviewed.left.append((annotation, change))
                else:
                    article.review(annotation, state, by=by)
                    reviewed.count += 1
    return reviewed


def _touched(articles: list[Article], since: int) -> dict[str, Change]:
    """The last change of each annotation since then, by the annotation's id."""
    changes = Change.objects.filter(number__gt=since, article__in=articles).select_related("by")
    return {
        part["key"][0]: change
        for change in changes.order_by("number")
        for part in change.parts
        if part["model"] == "annotation"
    }
