"""Entities by what somebody types: any of their names, a code, an address."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from articles.models import Entity, EntityName
from articles.text import fold


def described(entity: Entity) -> str:
    """“Georgia (country)”: an entity as one tells it from its namesakes."""
    return f"{entity.name} ({entity.kind})"


def named_like(entities: models.QuerySet[Entity], term: str) -> models.QuerySet[Entity]:
    """Entities one of whose names holds the term, in whatever case and with or without marks."""
    folded = fold(term)
    names = EntityName.objects.filter(entity=OuterRef("pk"), folded__contains=folded)
    codes = Q(iso2=term.upper()) | Q(iso3=term.upper()) | Q(wikidata=term.upper()) | Q(slug=term)
    return entities.filter(Q(folded__contains=folded) | Exists(names) | codes)


def best_named(entities: models.QuerySet[Entity], term: str) -> models.QuerySet[Entity]:
    """Whole names first, then beginnings; `alias` and `like_alias` are by what they were found."""
    folded = fold(term)
    aliases = EntityName.objects.filter(entity=OuterRef("pk"))
    whole = aliases.filter(folded=folded).values("name")[:1]
    like = aliases.filter(folded__contains=folded).order_by("pk").values("name")[:1]
    return (
        named_like(entities.order_by(), term)
        .annotate(
            alias=Subquery(whole),
            like_alias=Subquery(like),
            rank=Case(
                When(folded=folded, then=Value(0)),
                When(alias__isnull=False, then=Value(1)),
                When(folded__startswith=folded, then=Value(2)),
                default=Value(3),
            ),
        )
        .order_by("rank", "sort_key", "slug")
    )


def other_name_found(entity: Entity, term: str) -> str:
    """By which of its other names one of `best_named` was found; empty if by its own."""
    if not term or fold(term) in entity.folded:
        return ""
    found: str = getattr(entity, "alias", "") or getattr(entity, "like_alias", "") or ""
    return found
