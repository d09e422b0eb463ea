from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from articles.models import Noun, Redirect, Source
from articles.models.article import ArticleQuerySet
from articles.search.conditions import Condition, FromSource
from articles.text import NAME_MAX, fold

from .facet import Asked, Facet, Found, Term, Value, phrase_of

_SLUG = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True)
class SourceFacet(Facet):
    @property
    def missing(self) -> str:
        return "is not a source in this archive"

    def narrow(
        self, articles: ArticleQuerySet, values: Sequence[Value], is_not: bool
    ) -> ArticleQuerySet:
        slugs = [value.code for value in values]
        return articles.not_from_sources(*slugs) if is_not else articles.from_sources(*slugs)

    @staticmethod
    def value_of(source: Source) -> Value:
        return Value("source", source.slug, source.name, source.name, row=source)

    def condition(self, values: Sequence[Value]) -> Condition:
        return FromSource(tuple(value.row.pk for value in values))

    @classmethod
    def find(cls, asked: Iterable[Asked]) -> Found:
        given = {name: fold(name) for _, name in asked if len(name) <= NAME_MAX}
        slugs = {name.lower() for name in given if _SLUG.fullmatch(name)}
        old = dict(
            Redirect.objects.filter(noun=Noun.SOURCE, slug__in=slugs).values_list(
                "slug", "source_id"
            )
        )
        sources = Source.objects.public().filter(
            Q(slug__in=slugs) | Q(folded__in=given.values()) | Q(pk__in=old.values())
        )
        by_slug = {source.slug: source for source in sources}
        by_name = {source.folded: source for source in sources}
        by_old = {slug: source for slug, pk in old.items() for source in sources if source.pk == pk}
        found = {}
        for parameter, name in asked:
            slug = name.lower()
            source = by_slug.get(slug) or by_old.get(slug) or by_name.get(given.get(name, ""))
            if source:
                found[parameter, name] = cls.value_of(source)
        return found

    @classmethod
    def phrase(cls, terms: Sequence[Term], total: int) -> str:
        return phrase_of(terms, "from", "not from")
