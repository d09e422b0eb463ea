"""One Wikidata id on two entities: one of them has the wrong one, or both are the same."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Count

from articles.models import Action, Entity, recording
from articles.naming import in_a_row

from .check import GONE, Check, NotMended, called
from .finding import Finding, Mend

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.core.paginator import Page


class OneId(Check):
    name = "one-id"
    label = "One Wikidata id, two entities"
    lead = (
        "An id stands for one thing. Where two entities have it, they are one and are merged, or it"
        " is taken from the one that it does not stand for."
    )
    nothing = "No two entities have the same id."
    acts: ClassVar[dict[str, str]] = {"take": "articles.change_entity"}

    def rows(self) -> Any:
        ids = Entity.objects.exclude(wikidata="").order_by().values("wikidata")
        return ids.annotate(bearers=Count("pk")).filter(bearers__gt=1).order_by("wikidata")

    def findings(self, page: Page[Any]) -> list[Finding]:
        found: defaultdict[str, list[Any]] = defaultdict(list)
        entities = Entity.objects.filter(wikidata__in=[row["wikidata"] for row in page])
        for entity in entities.with_article_counts().order_by("wikidata", "sort_key", "slug"):
            found[entity.wikidata].append(entity)
        return [_finding(wikidata, entities) for wikidata, entities in found.items()]

    def take(self, key: list[str], by: User) -> tuple[str, Entity]:
        slug, version = (*key, "")[:2]
        entity = Entity.objects.filter(slug=slug).exclude(wikidata="").first()
        if entity is None or str(entity.version) != version:
            raise NotMended(GONE)
        wikidata, entity.wikidata = entity.wikidata, ""
        with recording(Action.EDITED, by=by, entity=entity) as record:
            record.save(entity)
        return f"{wikidata} is taken from {called(entity)}.", entity


def _finding(wikidata: str, entities: list[Any]) -> Finding:
    """The one of the fewest articles first: that is rather the slip."""
    entities = sorted(entities, key=lambda entity: entity.articles_count)
    least, most = entities[0], entities[-1]
    bearers = [f"{called(one)}, with {one.articles_count:,} articles" for one in entities]
    return Finding(
        f"{wikidata} stands on {in_a_row(bearers)}.",
        entities=entities,
        merge=(least, most) if least.kind == most.kind else None,
        mends=[
            Mend(f"Take it from {called(one)}", f"take:{one.slug}:{one.version}")
            for one in entities
        ],
    )
