"""Two who save the same mark: what is there now, beside what she sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.models import Article, Change
from articles.pages.plain_words import who

from .entities import Picked

if TYPE_CHECKING:
    from django.forms import BoundField, Form

CHANGES_MAX = 50


@dataclass(frozen=True)
class Difference:
    """A field of a row that somebody else saved meanwhile: what it is now, and what she sent."""

    label: str
    now: str
    hers: str


def told(article: Article, *rows: Any) -> str:
    """Who was first."""
    keys = [str(row.uid) for row in rows if row is not None]
    changes = Change.objects.filter(article=article).for_reading().newest()[:CHANGES_MAX]
    writers = (
        change.by for change in changes if any(part["key"][0] in keys for part in change.parts)
    )
    return (
        f"{who(next(writers, None)) or 'Somebody'} saved this after you opened it. Nothing was"
        " saved: what you wrote stands below. Save once more to put it in the place of what is"
        " there now."
    )


def differences(form: Form) -> Iterator[Difference]:
    for bound in form:
        now, hers = _shown(form, bound, bound.initial), _shown(form, bound, bound.value())
        if now != hers:
            yield Difference(str(bound.label), now, hers)


def _shown(form: Form, bound: BoundField, value: Any) -> str:
    if isinstance(value, Picked):
        cleaned = form.cleaned_data.get(bound.name)
        return _in_a_row(value.names if cleaned is None else cleaned)
    choices = dict(getattr(bound.field, "choices", ()))
    if isinstance(value, list):
        return _in_a_row(choices.get(one, one) for one in value)
    words = choices.get(value, "" if value in (None, False) else value)
    return str(words).replace("\r\n", "\n")


def _in_a_row(values: Iterable[Any]) -> str:
    return ", ".join(sorted(map(str, values)))
