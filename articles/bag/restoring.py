"""A bag becomes the archive: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from articles.models import (
    Annotation,
    Archive,
    Article,
    Change,
    Entity,
    FrozenSet,
    Redirect,
    SavedSearch,
    Source,
)

from .comparing import differing
from .faults import BagFault, NotEmpty
from .payload import PARTS
from .reading import Bag
from .writing import Tell

KEPT = (Article, Entity, Source, Annotation, Redirect, FrozenSet, SavedSearch, Change)


def restore(bag: Bag, tell: Tell = lambda size: None) -> None:
    """Of a verified bag. What it becomes is compared with it, byte by byte, before it is kept."""
    with transaction.atomic():
        Archive.objects.current()
        Archive.objects.hold()
        refuse_if_not_empty()
        for part in PARTS:
            with held_to_rules(part.FILE):
                part.restore(bag.drafts(part.FILE, tell))
        with held_to_rules("what leads from row to row"):
            connection.check_constraints()
        if place := differing(bag, tell):
            raise BagFault(f"what was made of it is not what it says: {place}")


@contextmanager
def held_to_rules(name: str) -> Iterator[None]:
    try:
        yield
    except DatabaseError as fault:
        said = (str(fault).strip() or type(fault).__name__).splitlines()[0][:300]
        raise BagFault(f"{name} breaks a rule of the archive: {said}") from None


def refuse_if_not_empty() -> None:
    """Accounts may be there: somebody has to be let in. A bag says who people are, not who may."""
    counts = {model: model._base_manager.count() for model in KEPT}
    there = [
        f"{count:,} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
        for model, count in counts.items()
        if count
    ]
    if there:
        raise NotEmpty(f"The archive is not empty: it has {', '.join(there)}.")
