"""What the archive holds of one entity: its tags, its mentions, its part in statements.

    everything = Belongings(gone)
    everything.mentions.count()
    everything.give_to(kept, record)

The queries are the same few for three rows as for five thousand. What both entities have already
becomes one: the heavier of two tags, the better of two mentions of the same words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from articles.text import NOTE_MAX

from .annotation import Annotation, State
from .article import Article
from .entity import Entity
from .record import Record, content_of
from .statement import Claim, Relation
from .tag import TaggedEntity

HEAVY = ("text", "rights")
BEST_FIRST = (State.ACCEPTED, State.REJECTED, State.SUGGESTED)  # a decision before none
PEOPLE_IN = {Claim: ("speakers", "about"), Relation: ("actors", "targets")}
NAMED_BY = {Claim: ("evidence", "cue", "via"), Relation: ("evidence", "claim")}


@dataclass(frozen=True)
class Belongings:
    """Of an entity: all that it has, or (given their keys) only what it has in some articles."""

    owner: Entity
    articles: Collection[int] | None = None

    @property
    def tags(self) -> models.QuerySet[TaggedEntity]:
        return self._within(TaggedEntity.objects.filter(tag=self.owner), "content_object")

    @property
    def mentions(self) -> models.QuerySet[Annotation]:
        return self._within(Annotation.objects.filter(entity=self.owner), "article")

    @property
    def claims(self) -> models.QuerySet[Claim]:
        return self._within(Claim.objects.involving(self.owner), "evidence__article")

    @property
    def relations(self) -> models.QuerySet[Relation]:
        return self._within(Relation.objects.involving(self.owner), "evidence__article")

    def double_tags(self, other: Entity) -> list[tuple[TaggedEntity, TaggedEntity]]:
        """Articles with tags of both: the owner's and the other's, by newest article."""
        both = TaggedEntity.objects.filter(content_object=OuterRef("content_object"))
        theirs = _whole_tags(self.tags.filter(Exists(both.filter(tag=other))))
        ours = _whole_tags(
            self._within(TaggedEntity.objects.filter(tag=other), "content_object").filter(
                Exists(both.filter(tag=self.owner))
            )
        )
        by_article = {tag.content_object_id: tag for tag in ours}
        newest = theirs.order_by("-content_object__published_on", "content_object__slug")
        return [(tag, by_article[tag.content_object_id]) for tag in newest]

    def double_mentions(self, other: Entity) -> list[tuple[Annotation, Annotation]]:
        """Words that are marked as both: the owner's mention and the other's."""
        places = {name: OuterRef(name) for name in ("article", "field", "start", "end")}
        # In all its states: named, they let the index of an entity's mentions lead to the article.
        same = Annotation.objects.anchored().filter(state__in=State.values, **places)
        anchored = self._within(Annotation.objects.anchored(), "article")
        owners = anchored.filter(Exists(same.filter(entity=other)), entity=self.owner)
        others = anchored.filter(Exists(same.filter(entity=self.owner)), entity=other)
        by_place = {_place(mention): mention for mention in _whole_mentions(others)}
        return [(mention, by_place[_place(mention)]) for mention in _whole_mentions(owners)]

    def hold(self) -> None:
        """Let nobody else write to the articles and statements at stake until this act ends."""
        articles = (
            self.tags.order_by()
            .values("content_object")
            .union(self.mentions.order_by().values("article"))
        )
        for model, keys in (
            (Article, articles),
            (Claim, self.claims.order_by().values("pk")),
            (Relation, self.relations.order_by().values("pk")),
        ):
            rows = model._base_manager.select_for_update(no_key=True).filter(pk__in=keys)
            list(rows.order_by("pk").values_list("pk"))

    def give_to(self, taker: Entity, record: Record) -> None:
        self._give_tags(taker, record)
        self.give_mentions(self.mentions, taker, record)
        for model in (Claim, Relation):
            self._give_statements(model, taker, record)

    def give_mentions(
        self, mentions: models.QuerySet[Annotation], taker: Entity, record: Record
    ) -> None:
        chosen = set(mentions.values_list("pk", flat=True))
        losers, noted = [], []
        for owners, others in self.double_mentions(taker):
            if owners.pk not in chosen:
                continue
            winner, loser = sorted((others, owners), key=_quality)
            before = content_of(winner)
            winner.note = _joined(others.note, owners.note) or winner.note
            noted.append((before, winner))
            losers.append(loser)
        record.remove_all(losers)
        record.save_all(noted)
        record.point_all(mentions.select_related("entity"), "entity", taker)

    def _within(self, rows: models.QuerySet, path: str) -> models.QuerySet:
        return rows if self.articles is None else rows.filter(**{f"{path}__in": self.articles})

    def _give_tags(self, taker: Entity, record: Record) -> None:
        doubles = self.double_tags(taker)
        changed = []
        for owners, others in doubles:
            before = content_of(others)
            others.absorb(owners)
            changed.append((before, others))
        record.remove_all(owners for owners, _ in doubles)
        record.save_all(changed)
        record.point_all(_whole_tags(self.tags), "tag", taker)

    def _give_statements(
        self, model: type[Claim] | type[Relation], taker: Entity, record: Record
    ) -> None:
        """In one statement after the other, since a row of the table between has no other key."""
        rows = self.claims if model is Claim else self.relations
        keys = list(rows.values_list("pk", flat=True))
        if not keys:
            return
        before = {row.pk: content_of(row) for row in _whole_statements(model, keys)}
        for name in PEOPLE_IN[model]:
            self._give_part(model._meta.get_field(name), keys, taker)
        given = model._base_manager.filter(pk__in=keys)
        if model is Claim:
            given.filter(via=self.owner).update(via=taker)
        given.update(version=models.F("version") + 1)
        for row in _whole_statements(model, keys):
            record.note(row, "changed", before[row.pk], content_of(row))

    def _give_part(self, field: Any, keys: list[int], taker: Entity) -> None:
        """The owner's part in statements, as speaker or actor, given to who may have it already."""
        whole, part = field.m2m_field_name(), field.m2m_reverse_field_name()
        between = field.remote_field.through._base_manager.filter(**{f"{whole}__in": keys})
        owners = between.filter(**{part: self.owner})
        taken = set(between.filter(**{part: taker}).values_list(whole, flat=True))
        owners.filter(**{f"{whole}__in": taken}).delete()
        owners.update(**{part: taker})


def _whole_tags(tags: models.QuerySet[TaggedEntity]) -> models.QuerySet[TaggedEntity]:
    heavy = [f"content_object__{name}" for name in HEAVY]
    return tags.select_related("tag", "content_object").defer(*heavy)


def _whole_mentions(mentions: models.QuerySet[Annotation]) -> models.QuerySet[Annotation]:
    rows = mentions.select_related("article", "made_on__article", "entity", "created_by")
    articles = [f"{path}__{name}" for path in ("article", "made_on__article") for name in HEAVY]
    return rows.defer("made_on__text", *articles)


def _whole_statements(
    model: type[Claim] | type[Relation], keys: list[int]
) -> models.QuerySet[Claim] | models.QuerySet[Relation]:
    rows = model._base_manager.filter(pk__in=keys).select_related(*NAMED_BY[model])
    return rows.prefetch_related(*PEOPLE_IN[model]).order_by("pk")


def _place(mention: Annotation) -> tuple[int, str, int | None, int | None]:
    return mention.article_id, mention.field, mention.start, mention.end


def _quality(mention: Annotation) -> int:
    return BEST_FIRST.index(State(mention.state))


def _joined(*notes: str) -> str:
    """Both notes, if they fit."""
    joined = "\n\n".join(dict.fromkeys(filter(None, notes)))
    return joined if len(joined) <= NOTE_MAX else ""
