"""How far an index has come, and which articles have changed since."""

from __future__ import annotations

import datetime
import json
import uuid
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from articles.models import Annotation, Archive, Article, Change, Claim, Redirect, Relation


@dataclass(frozen=True)
class State:
    """Of an archive at one moment, as far as an index is concerned.

    `last_at` tells two histories with the same numbers apart: an older copy of the database that
    has been worked on since. `ended` counts embargoes that have ended by `at`.
    """

    archive: str
    last_change: int
    last_at: str
    ended: int
    at: str

    @classmethod
    def read(cls, record: str) -> State:
        return cls(**json.loads(record))

    @property
    def record(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Now:
    """The archive's state now, and whether the history that an index knows is its own."""

    state: State
    is_same_history: bool

    def lacks(self, known: State) -> int:
        """How many changes an index of this state does not know."""
        behind = self.state.last_change - known.last_change
        return max(behind, int(self.state.ended != known.ended))


def now(known: State | None = None) -> Now:
    """In one query. Without a known state its history is nobody's."""
    moment = timezone.now()
    stand = Archive.objects.stand(moment, known.last_change if known else 0)
    state = State(stand.archive, stand.last_change, _iso(stand.last_at), stand.ended, _iso(moment))
    is_same = (
        known is not None
        and known.archive == state.archive
        and known.last_change <= state.last_change
        and known.last_at == _iso(stand.known_at)
    )
    return Now(state, is_same)


def _iso(moment: datetime.datetime | None) -> str:
    return moment.astimezone(datetime.UTC).isoformat() if moment else ""


def changed(since: State, until: State) -> set[int]:
    """Articles that may differ in an index of the older state. More than needed does no harm."""
    changes = Change.objects.filter(
        number__gt=since.last_change, number__lte=until.last_change
    ).order_by()
    found = set(changes.exclude(article=None).values_list("article_id", flat=True))
    parts = changes.filter(article=None).values_list("parts", flat=True)
    found |= _articles_of([part for listed in parts.iterator() for part in listed])
    if since.ended != until.ended:
        moments = sorted([since.at, until.at])
        found |= set(
            Article.objects.filter(embargo_until__range=moments).values_list("pk", flat=True)
        )
    return found


def _articles_of(parts: list[dict[str, Any]]) -> set[int]:
    """Those that the parts of changes of an entity, of a source or of nothing else speak of."""
    slugs: dict[str, set[str]] = defaultdict(set)
    uids: set[uuid.UUID] = set()
    for part in parts:
        model, key = part["model"], part["key"]
        rows = [part.get("before") or {}, part.get("after") or {}]
        if model in ("article", "revision", "taggedentity"):
            slugs["article"].add(key[0])
        elif model == "entity" and any("kind" in row for row in rows):
            slugs["entity"].add(key[0])
        elif model in ("annotation", "claim", "relation"):
            uids.add(uuid.UUID(key[0]))
            for row in rows:
                slugs["article"].update(row.get("article") or ())
                uids.update(map(uuid.UUID, row.get("evidence") or ()))
    return _by_slug(slugs) | _by_uid(uids)


def _by_slug(slugs: dict[str, set[str]]) -> set[int]:
    named = Q(slug__in=slugs["article"])
    if slugs["entity"]:
        named |= Q(tags__tag__slug__in=slugs["entity"])
    found = set(Article.objects.filter(named).values_list("pk", flat=True))
    moved = Redirect.objects.filter(noun="article", slug__in=slugs["article"])
    return found | set(moved.values_list("article_id", flat=True))


def _by_uid(uids: set[uuid.UUID]) -> set[int]:
    if not uids:
        return set()
    found = set(Annotation.objects.filter(uid__in=uids).values_list("article_id", flat=True))
    for model in (Claim, Relation):
        rows = model.objects.filter(uid__in=uids)
        found |= set(rows.values_list("evidence__article_id", flat=True))
    return found
