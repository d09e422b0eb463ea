"""The same words once more, further on in the article."""

from __future__ import annotations

from articles.models import Article, Entity, Field
from articles.pages.places import Place, places

from .words import words_at


def next_match(article: Article, at: Place, entity: Entity) -> Place | None:
    """After the place, then from the beginning; none that anything is said of with this entity."""
    mentions = article.annotations.mentions().anchored()
    decided = set(mentions.filter(entity=entity).values_list("field", "start", "end"))
    decided |= set(mentions.accepted().values_list("field", "start", "end"))
    found = [one for one in places(article, words_at(article, at)) if one not in decided]
    return min(found, key=lambda one: (_rank(one) <= _rank(at), _rank(one)), default=None)


def _rank(place: Place) -> tuple[int, int, int]:
    return list(Field).index(place.field), place.start, place.end
