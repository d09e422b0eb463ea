"""What was taken for one entity and is two: a part of what it has is given to another.

    part = Part(georgia, articles={17, 23}, words={"Atlanta's Georgia"})
    part.counts                            # looks, and writes nothing
    split(part, Entity(name="Georgia", kind="place"), by=user)

Of chosen articles everything goes: tag, mentions, its part in statements. Chosen words go wherever
they are its mentions; where no other mention of it remains, so does the rest of that article.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

from .annotation import Annotation, State
from .belongings import Belongings
from .change import Action
from .entity import Entity
from .merging import hold_entities
from .record import Record, recording
from .tag import TaggedEntity

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Part:
    """The part of an entity's belongings that is another's."""

    owner: Entity
    articles: Set[int] = frozenset()
    words: Set[str] = frozenset()

    @property
    def whole(self) -> Belongings:
        """Articles of which everything goes."""
        return Belongings(self.owner, self.articles | self._touched - self._mentioned_otherwise)

    @property
    def partly(self) -> Belongings:
        """Articles of which only the mentions by these words go."""
        return Belongings(self.owner, self._touched & self._mentioned_otherwise - self.articles)

    @property
    def partly_mentions(self) -> models.QuerySet[Annotation]:
        return self.partly.mentions.filter(exact__in=self.words)

    @property
    def counts(self) -> list[tuple[str, int]]:
        whole = self.whole
        return [
            ("tagged articles", whole.tags.count()),
            ("mentions", whole.mentions.count() + self.partly_mentions.count()),
            ("claims", whole.claims.count()),
            ("relations", whole.relations.count()),
            ("articles in which other mentions, the tag and the statements stay", self.stay_count),
        ]

    @property
    def stay_count(self) -> int:
        return len(self.partly.articles or ())

    @cached_property
    def _touched(self) -> Set[int]:
        return self._articles(Belongings(self.owner).mentions.filter(exact__in=self.words))

    @cached_property
    def _mentioned_otherwise(self) -> Set[int]:
        mentions = Belongings(self.owner, self._touched).mentions.exclude(exact__in=self.words)
        return self._articles(mentions.exclude(state=State.REJECTED))

    def _articles(self, mentions: models.QuerySet[Annotation]) -> Set[int]:
        return frozenset(mentions.order_by().values_list("article", flat=True).distinct())


def split(part: Part, taker: Entity, *, by: User | None, reason: str = "") -> None:
    """Give a part of an entity to another one, which may be new. One change.

    Raises Conflict when somebody changed one of them after it was read, ValidationError when
    nothing would be given.
    """
    owner = part.owner
    if taker.pk == owner.pk:
        raise ValidationError(f"What is split from “{owner}” goes to another entity.")
    with recording(Action.EDITED, by=by, entity=owner, reason=reason) as record:
        Belongings(owner).hold()
        part = Part(owner, part.articles, part.words)  # as it is now that all is held
        if taker.pk:
            owner, taker = hold_entities(owner, taker)
        else:
            hold_entities(owner)
            record.save(taker)
        if not any(count for _, count in part.counts):
            raise ValidationError(f"Nothing of “{owner}” was chosen.")
        part.whole.give_to(taker, record)
        _give_partly(part, taker, record)


def _give_partly(part: Part, taker: Entity, record: Record) -> None:
    """A tag follows from what is mentioned now, on either side, unless somebody set it."""
    articles = part.partly
    given = list(part.partly_mentions.values_list("pk", flat=True))
    mentions = Annotation.objects.filter(pk__in=given)
    articles.give_mentions(mentions, taker, record)
    there = Belongings(taker, articles.articles)
    _tag_mentioned(there, record)
    mentioned = {mention.article_id for mention in _making_tags(articles)}
    by_mentions = articles.tags.filter(by_hand=False).select_related("tag", "content_object")
    record.remove_all(tag for tag in by_mentions if tag.content_object_id not in mentioned)


def _tag_mentioned(there: Belongings, record: Record) -> None:
    tagged = set(there.tags.values_list("content_object", flat=True))
    articles = {
        mention.article_id: mention.article
        for mention in _making_tags(there).select_related("article").defer("article__text")
    }
    record.create_all(
        TaggedEntity(content_object=article, tag=there.owner, by_hand=False)
        for key, article in articles.items()
        if key not in tagged
    )


def _making_tags(belongings: Belongings) -> models.QuerySet[Annotation]:
    return belongings.mentions.accepted().making_tags()
