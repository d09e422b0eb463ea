"""Articles about the same things: those that share the most, and the rarest, entities."""

from __future__ import annotations

import math
from dataclasses import dataclass

from articles.models import Article, TaggedEntity
from articles.search import RELEVANCE, Answers
from articles.search.conditions import Alike, Everything

# An entity on more articles than this says little, and looking through them all would cost the page
# more than all the rest.
COMMON = 2000
SHOWN = 4


@dataclass(frozen=True)
class Closest:
    article: Article
    shared: int


def closest_to(article: Article, tags: list[TaggedEntity]) -> list[Closest]:
    """Public articles by the entities that they share, each weighed by how few articles have it."""
    wanted = {tag.tag_id for tag in tags}
    answers = Answers.now()
    weights = _weights(answers, sorted(wanted))
    if not weights:
        return []
    found = answers.first(Alike(weights), SHOWN + 1, RELEVANCE)
    public = Article.objects.public().select_related("source").prefetch_related("tags")
    others = public.defer("text").these([pk for pk in found if pk != article.pk][:SHOWN])
    return [
        Closest(other, len(wanted & {tag.tag_id for tag in other.tags.all()})) for other in others
    ]


def _weights(answers: Answers, entities: list[int]) -> tuple[tuple[int, int], ...]:
    """The inverse document frequency of each, in hundredths."""
    numbers = answers.numbers_of(entities, COMMON) if entities else {}
    every = answers.total(Everything())
    return tuple(
        (entity, round(100 * math.log(1 + every / number)))
        for entity, number in numbers.items()
        if number
    )
