"""One part of a change, taken back; and how the content of a row differs from what it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import Truncator

from .change import ExactEncoder
from .natural_keys import Key
from .record import content_of

Content = dict[str, Any]

PLACE = {"start", "end", "exact", "prefix", "suffix", "is_orphaned"}
WHO = {"created_by", "made_by"}  # people may be called otherwise by now


@dataclass
class Row:
    """A row on its way back: as it is stored, if it is, and its content as the steps leave it."""

    instance: models.Model | None
    content: Content | None


@dataclass
class Step:
    """One part taken back. Without `before` a row comes back; without `after` it goes."""

    key: Key
    row: Row
    before: Content | None
    after: Content | None
    part: Mapping[str, Any]

    @property
    def did(self) -> str:
        if self.before is None:
            return "created"
        return "removed" if self.after is None else "changed"

    @property
    def differing(self) -> list[str]:
        before, after = self.before or {}, self.after or {}
        return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def content_now(row: models.Model) -> Content:
    """As the log would give it back."""
    return json.loads(json.dumps(content_of(row), cls=ExactEncoder))


def differing(now: Content, then: Content, *, but: Iterable[str] = ()) -> set[str]:
    names = set(then) - set(but)
    return {name for name in names if _sorted(now.get(name)) != _sorted(then[name])}


def slugs_in(content: Content, names: Iterable[str]) -> list[str]:
    values = [content[name] for name in names if isinstance(content[name], list)]
    return [key[0] if isinstance(key, list) else key for value in values for key in value]


def _sorted(value: Any) -> Any:
    """Lists of entities hold the same in any order."""
    is_many = isinstance(value, list) and all(isinstance(one, list) for one in value)
    return sorted(value, key=str) if is_many else value


def called(key: Key, content: Content | None = None) -> str:
    """A row in a sentence that an editor reads, by its key and what is known of its content."""
    *_, name = key.values
    return {
        "article": "The article",
        "annotation": _marked(content or {}),
        "claim": "The claim",
        "relation": "The relation",
        "taggedentity": f"The tag {name}",
        "entityname": f"The name “{name}”",
        "entitylink": f"The tie of {key.values[0]}",
        "redirect": f"The old address {name}",
    }.get(key.model, f"The {key.model} {name}")


def _marked(content: Content) -> str:
    if "exact" not in content:
        return "The annotation"
    return f"The {content.get('kind', 'annotation')} on “{Truncator(content['exact']).chars(40)}”"
