from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from articles.models.article import ArticleQuerySet
from articles.naming import in_a_row
from articles.search.conditions import Any, Condition, Has

from .facet import Asked, Facet, Found, Term, Value, phrase_of


@dataclass(frozen=True)
class HasFacet(Facet):
    """Articles with at least one note, mention, relation or claim."""

    can_be_excluded = False
    choices: ClassVar[tuple[str, ...]] = ("notes", "mentions", "relations", "claims")

    @property
    def missing(self) -> str:
        return f"is none of {in_a_row(self.choices)}"

    def narrow(
        self, articles: ArticleQuerySet, values: Sequence[Value], is_not: bool
    ) -> ArticleQuerySet:
        return articles.having(*(value.code for value in values))

    def condition(self, values: Sequence[Value]) -> Condition:
        return Any(tuple(Has(value.code) for value in values))

    @classmethod
    def find(cls, asked: Iterable[Asked]) -> Found:
        return {
            (parameter, given): Value("has", given.lower(), f"With {given.lower()}", given.lower())
            for parameter, given in asked
            if given.lower() in cls.choices
        }

    @classmethod
    def phrase(cls, terms: Sequence[Term], total: int) -> str:
        return phrase_of(terms, "with", "without")
