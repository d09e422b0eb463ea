"""All that an undo has to bring back."""

from articles.models import (
    Annotation,
    Article,
    Change,
    Claim,
    Entity,
    EntityLink,
    EntityName,
    Relation,
    Source,
    TaggedEntity,
    content_of,
)

TABLES = (
    Article,
    Annotation,
    TaggedEntity,
    Claim,
    Relation,
    Entity,
    EntityName,
    EntityLink,
    Source,
)


def tables():
    """All that the archive holds but its log, revisions and versions."""
    rows = {}
    for model in TABLES:
        for row in model._base_manager.all():
            kept = {name: str(getattr(row, name, "")) for name in ("pk", "created_at", "text")}
            content = kept | {"headline": getattr(row, "headline", ""), **content_of(row)}
            for name, value in content.items():
                if isinstance(value, list):
                    content[name] = sorted(map(str, value))
            rows[model.__name__, row.natural_key()] = content
    return rows


def last():
    return Change.objects.newest().first()


def assert_anchored():
    for mark in Annotation.objects.select_related("article"):
        if not mark.is_orphaned:
            assert getattr(mark.article, mark.field)[mark.start : mark.end] == mark.exact
