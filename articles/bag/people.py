"""Who did what is in the bag, by their user names. Whether they may sign in is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth import get_user_model

from articles.formats import Draft
from articles.models import Annotation, Change, FrozenSet, Revision, SavedSearch

from .faults import BagFault
from .table import Json, in_chunks

FILE = "people.jsonl"
ABOUT = "The names of those who did what is written in the other files."
NAME_MOST = 150

NAMED_BY = (
    (Change, "by"),
    (Revision, "made_by"),
    (Annotation, "created_by"),
    (FrozenSet, "made_by"),
    (SavedSearch, "owner"),
)


def records() -> Iterator[Json]:
    names: set[str] = set()
    for model, field in NAMED_BY:
        rows = model._base_manager.order_by().exclude(**{field: None})
        names.update(rows.values_list(f"{field}__username", flat=True).distinct())
    return ({"username": name} for name in sorted(names))


def restore(drafts: Iterable[Draft]) -> None:
    """Who has an account here already keeps it. The others get one that nobody can sign in to."""
    users = get_user_model()
    for some in in_chunks(drafts):
        wanted = [_checked(draft) for draft in some]
        there = set(users.objects.filter(username__in=wanted).values_list("username", flat=True))
        new = [users(username=name, is_active=False) for name in wanted if name not in there]
        for user in new:
            user.set_unusable_password()
        users.objects.bulk_create(new)


def _checked(draft: Draft) -> str:
    name = draft.record.get("username")
    if not isinstance(name, str) or not name.isprintable() or not 0 < len(name) <= NAME_MOST:
        raise BagFault(f"{draft.place}: that is no user name")
    return name
