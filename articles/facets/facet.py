"""What every facet is, and the values and terms that it is used with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from articles.models.article import ArticleQuerySet
from articles.naming import in_a_row
from articles.search.conditions import Condition, Not


@dataclass(frozen=True)
class Value:
    """One value of a facet. `code` is how addresses name it, `words` how a sentence does."""

    parameter: str
    code: str
    label: str = field(compare=False)
    words: str = field(compare=False)
    kind: str = field(default="", compare=False)
    row: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Several:
    """A name that may mean several values: the reader has to choose."""

    choices: tuple[Value, ...]


Asked = tuple[str, str]
"""A parameter and what was given for it. An empty parameter: a value of any facet of the class."""
Found = Mapping[Asked, Value | Several]


@dataclass(frozen=True)
class Term:
    """One step of narrowing: at least one of these values, or with `is_not` none of them."""

    facet: Facet
    values: tuple[Value, ...]
    is_not: bool = False

    @property
    def words(self) -> str:
        return in_a_row([value.words for value in self.values], "or")

    @property
    def written(self) -> Asked:
        """As a parameter of an address and its value."""
        codes = ",".join(value.code for value in self.values)
        if not self.is_not:
            return self.facet.parameter, codes
        return "not", self.facet.written_in_not(self.values[0])

    def narrow(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        return self.facet.narrow(articles, self.values, self.is_not)

    @property
    def condition(self) -> Condition:
        """The same for the index."""
        condition = self.facet.condition(self.values)
        return Not(condition) if self.is_not else condition

    def without(self, value: Value) -> Term | None:
        """What is left of it, if anything."""
        rest = tuple(other for other in self.values if other != value)
        return replace(self, values=rest) if rest else None


@dataclass(frozen=True)
class Chip:
    """A value in use. `joint` is the word before it; `terms` are what is left without it."""

    label: str
    kind: str
    is_not: bool
    joint: str
    terms: tuple[Term, ...]
    remove_url: str = ""


@dataclass(frozen=True)
class Facet:
    parameter: str
    label: str

    can_be_excluded: ClassVar[bool] = True
    # Of a facet that takes one value the last is read, and the others are left out.
    takes_one: ClassVar[bool] = False

    @property
    def missing(self) -> str:
        """What is wrong with a value that it has not; the words follow the value."""
        raise NotImplementedError

    def written_in_not(self, value: Value) -> str:
        return f"{self.parameter}:{value.code}"

    def narrow(
        self, articles: ArticleQuerySet, values: Sequence[Value], is_not: bool
    ) -> ArticleQuerySet:
        raise NotImplementedError

    def condition(self, values: Sequence[Value]) -> Condition:
        """At least one of the values, for the index."""
        raise NotImplementedError

    @classmethod
    def find(cls, asked: Iterable[Asked]) -> Found:
        raise NotImplementedError

    @classmethod
    def clashes(cls, terms: Sequence[Term]) -> dict[Term, str]:
        """Terms of the class that make no sense together, and why."""
        return {}

    @classmethod
    def phrase(cls, terms: Sequence[Term], total: int) -> str:
        """All terms of the class, as they follow “38 articles”, “1 article” or “No article”."""
        raise NotImplementedError

    @classmethod
    def chips(cls, terms: Sequence[Term], of: Sequence[Term]) -> list[Chip]:
        """A chip for each value of `of`, the terms of this class among all `terms`."""
        return [
            Chip(
                label=value.label,
                kind=value.kind,
                is_not=term.is_not,
                joint="or" if number else "and",
                terms=_without(terms, term, value),
            )
            for term in of
            for number, value in enumerate(term.values)
        ]


def _without(terms: Sequence[Term], term: Term, value: Value) -> tuple[Term, ...]:
    changed = (other.without(value) if other == term else other for other in terms)
    return tuple(other for other in changed if other)


def phrase_of(terms: Sequence[Term], before: str, before_not: str, joint: str = "and") -> str:
    """“in English or Turkish”, “not in Russian”."""
    wanted = [term.words for term in terms if not term.is_not]
    refused = [term.words for term in terms if term.is_not]
    said = [f"{before} {in_a_row(wanted, joint)}"] if wanted else []
    if refused:
        said.append(f"{before_not} {in_a_row(refused, 'or')}")
    return " ".join(said)
