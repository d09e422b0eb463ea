"""Whom an entity is named with: the countries and others most often tagged on its articles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from django.urls import reverse

from articles.models import Entity, Kind
from articles.search import Answers
from articles.search.conditions import Everything, Tagged

from .frequent import by_number, each_most_frequent

COUNTRIES = 6
OTHERS = 10
OF_A_KIND = 3  # of the others


@dataclass(frozen=True)
class Companion:
    """An entity that is named in the same articles. `url` lists the articles on both.

    `lift` is how many times more often they are named together than chance would have it.
    """

    entity: Entity
    count: int
    lift: float
    url: str


def company(entity: Entity, answers: Answers) -> list[Companion]:
    """The countries, then the others, the most frequent first and few of each kind."""
    its_own = Tagged((entity.pk,))
    counts = answers.counts(its_own, *Kind.values)
    for of_kind in counts.values():
        of_kind.pop(entity.pk, None)
    countries, *others = each_most_frequent((counts[kind], _room(kind)) for kind in Kind)
    found = [*countries, *by_number(chain(*others))[:OTHERS]]
    alone = answers.numbers_of([one.pk for one in found])
    # By chance the one would be on as large a part of the other's articles as of all.
    expected = answers.total(its_own) / max(answers.total(Everything()), 1)
    return [
        Companion(one, one.articles_count, one.articles_count / (expected * alone[one.pk]), url)
        for one in found
        for url in [articles_on(entity, one)]
    ]


def _room(kind: Kind) -> int:
    return COUNTRIES if kind == Kind.COUNTRY else OF_A_KIND


def articles_on(*entities: Entity) -> str:
    """The address of the articles that mention all of them."""
    return f"{reverse('article-list')}?{filters(*entities)}"


def filters(*entities: Entity) -> str:
    return urlencode([(entity.kind, entity.code) for entity in entities])
