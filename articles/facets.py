"""The ways to narrow the articles. A new way is one entry in FACETS.

A facet knows its parameter in an address, how to read a value of it, which articles have that value,
and how to say it: in a sentence and on a chip. Facets of one class are read together (`find`), so that
the number of queries does not grow with the number of facets, and are said in one phrase.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django.conf.locale import LANG_INFO
from django.db.models import Q

from articles.models import Entity, EntityName, Kind, Noun, Redirect, Source
from articles.models.article import ArticleQuerySet
from articles.naming import in_a_row, with_the
from articles.period import Period
from articles.text import NAME_MAX, fold


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


def _phrase(terms: Sequence[Term], before: str, before_not: str, joint: str = "and") -> str:
    """“in English or Turkish”, “not in Russian”."""
    wanted = [term.words for term in terms if not term.is_not]
    refused = [term.words for term in terms if term.is_not]
    said = [f"{before} {in_a_row(wanted, joint)}"] if wanted else []
    if refused:
        said.append(f"{before_not} {in_a_row(refused, 'or')}")
    return " ".join(said)


# Entities


@dataclass(frozen=True)
class EntityFacet(Facet):
    """Articles tagged with an entity of one kind."""

    kind: Kind

    @classmethod
    def of(cls, kind: Kind) -> EntityFacet:
        return cls(kind.value, kind.plural.capitalize(), kind)

    @property
    def missing(self) -> str:
        article = "an" if self.parameter[0] in "aeiou" else "a"
        return f"is not {article} {self.parameter} in this archive"

    def written_in_not(self, value: Value) -> str:
        if value.row is not None and value.row.iso2:
            return value.code
        return super().written_in_not(value)

    def narrow(
        self, articles: ArticleQuerySet, values: Sequence[Value], is_not: bool
    ) -> ArticleQuerySet:
        entities = [value.row for value in values]
        return articles.not_mentioning(*entities) if is_not else articles.mentioning(*entities)

    @classmethod
    def find(cls, asked: Iterable[Asked]) -> Found:
        """By code, slug, old slug or name; of entities that a reader may know of."""
        asked = {pair for pair in asked if len(pair[1]) <= NAME_MAX}
        given = {name for _, name in asked}
        entities = _by_code(given)
        named = _by_name(given - set(entities)) if given - set(entities) else {}
        found: dict[Asked, Value | Several] = {}
        for kind, name in asked:
            if name in entities:
                found[kind, name] = _value(entities[name])
            elif choices := _choose(named.get(name, ()), kind):
                values = tuple(map(_value, choices))
                found[kind, name] = values[0] if len(values) == 1 else Several(values)
        return found

    @classmethod
    def phrase(cls, terms: Sequence[Term], total: int) -> str:
        wanted = [term for term in terms if not term.is_not]
        refused = [term.words for term in terms if term.is_not]
        if not wanted:
            verb = "do" if total > 1 else "does"
            return f"that {verb} not mention {in_a_row(refused, 'or')}"
        has_choice = any(len(term.values) > 1 for term in wanted)
        if has_choice and len(wanted) > 1:
            mentioned = ", and ".join(term.words for term in wanted)
        else:
            mentioned = in_a_row([term.words for term in wanted])
        but_not = f" but not {in_a_row(refused, 'or')}" if refused else ""
        verb = ("mentions", "that mentions")[total] if total < 2 else "that mention"
        return f"{verb} {mentioned}{but_not}"


def _value(entity: Entity) -> Value:
    words = with_the(entity.name, is_country=entity.kind == Kind.COUNTRY)
    return Value(entity.kind, entity.code, entity.name, words, entity.kind, entity)


_SLUG = re.compile(r"[A-Za-z0-9-]+")


def _by_code(given: Iterable[str]) -> dict[str, Entity]:
    """Entities by ISO code or slug, in this order, in any case."""
    wanted = {name: name.lower() for name in given if _SLUG.fullmatch(name)}
    if not wanted:
        return {}
    entities = Entity.objects.public().with_one_of_codes(wanted.values())
    by_code: dict[str, Entity] = {}
    for rank in ("slug", "iso3", "iso2"):
        by_code |= {code.lower(): entity for entity in entities if (code := getattr(entity, rank))}
    return {name: by_code[code] for name, code in wanted.items() if code in by_code}


def _by_name(given: Iterable[str]) -> dict[str, list[Entity]]:
    """Entities by an old slug, else by a name or alias. Own names come before aliases."""
    folded = {name: fold(name) for name in given}
    old = dict(
        Redirect.objects.filter(
            noun=Noun.ENTITY, slug__in=[name.lower() for name in given if _SLUG.fullmatch(name)]
        ).values_list("slug", "entity_id")
    )
    aliases = defaultdict(set)
    for name, entity in EntityName.objects.filter(folded__in=folded.values()).values_list(
        "folded", "entity_id"
    ):
        aliases[name].add(entity)
    known = {
        entity.pk: entity
        for entity in Entity.objects.public().filter(
            Q(folded__in=folded.values()) | Q(pk__in={*old.values()}.union(*aliases.values()))
        )
    }
    found = {}
    for name in given:
        moved = known.get(old.get(name.lower(), 0))
        own = [entity for entity in known.values() if entity.folded == folded[name]]
        other = [known[pk] for pk in sorted(aliases[folded[name]]) if pk in known]
        found[name] = [moved] if moved else [*own, *(row for row in other if row not in own)]
    return found


def _choose(entities: Sequence[Entity], kind: str) -> Sequence[Entity]:
    """Those that a name means: of the kind that was asked for, the bearers of the name itself first."""
    if len(entities) < 2:
        return entities
    entities = [entity for entity in entities if kind in ("", entity.kind)]
    own = [entity for entity in entities if entity.folded == entities[0].folded]
    return own if len(own) == 1 else entities


# Sources, languages, what an article has, dates


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
                found[parameter, name] = Value(
                    "source", source.slug, source.name, source.name, row=source
                )
        return found

    @classmethod
    def phrase(cls, terms: Sequence[Term], total: int) -> str:  # noqa: ARG003
        return _phrase(terms, "from", "not from")


_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NAMES_OF_LANGUAGES = {
    tag: entry["name"] for tag, entry in LANG_INFO.items() if "name" in entry
} | {"und": "an unknown language"}


@dataclass(frozen=True)
class LanguageFacet(Facet):
    """By the tag as it is stored: `en` does not find `en-GB`."""

    @property
    def missing(self) -> str:
        return "is not a language tag, such as en or pt-BR"

    def narrow(
        self, articles: ArticleQuerySet, values: Sequence[Value], is_not: bool
    ) -> ArticleQuerySet:
        tags = [value.code for value in values]
        return articles.not_in_languages(*tags) if is_not else articles.in_languages(*tags)

    @classmethod
    def find(cls, asked: Iterable[Asked]) -> Found:
        found = {}
        for parameter, given in asked:
            if len(given) <= 35 and _LANGUAGE.fullmatch(given):
                tag = _usual_case(given)
                name = _NAMES_OF_LANGUAGES.get(tag.lower(), tag)
                found[parameter, given] = Value("lang", tag, name[0].upper() + name[1:], name)
        return found

    @classmethod
    def phrase(cls, terms: Sequence[Term], total: int) -> str:  # noqa: ARG003
        return _phrase(terms, "in", "not in")


def _usual_case(tag: str) -> str:
    """RFC 5646, section 2.1.1: language small, Script with a capital, REGION in capitals."""
    first, *rest = tag.lower().split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first, *(cases.get(len(part), str)(part) for part in rest)])


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

    @classmethod
    def find(cls, asked: Iterable[Asked]) -> Found:
        return {
            (parameter, given): Value("has", given.lower(), f"With {given.lower()}", given.lower())
            for parameter, given in asked
            if given.lower() in cls.choices
        }

    @classmethod
    def phrase(cls, terms: Sequence[Term], total: int) -> str:  # noqa: ARG003
        return _phrase(terms, "with", "without")


@dataclass(frozen=True)
class DateFacet(Facet):
    """`from` and `to`: articles whose day, month or year overlaps the time between."""

    can_be_excluded = False
    takes_one = True

    @property
    def missing(self) -> str:
        return "is not a date"

    def narrow(
        self, articles: ArticleQuerySet, values: Sequence[Value], is_not: bool
    ) -> ArticleQuerySet:
        period = values[0].row
        if self.parameter == "from":
            return articles.between(period.first, None)
        return articles.between(None, period.last)

    @classmethod
    def find(cls, asked: Iterable[Asked]) -> Found:
        periods = {(parameter, given): Period.read(given) for parameter, given in asked}
        return {
            (parameter, given): Value(
                parameter, str(period), period.words, period.words, row=period
            )
            for (parameter, given), period in periods.items()
            if period
        }

    @classmethod
    def clashes(cls, terms: Sequence[Term]) -> dict[Term, str]:
        since, until = _since(terms), _until(terms)
        if not since or not until or since.row.first <= until.row.last:
            return {}
        reasons = {"from": "is after the end", "to": "is before the beginning"}
        return {term: reasons[term.facet.parameter] for term in terms}

    @classmethod
    def phrase(cls, terms: Sequence[Term], total: int) -> str:  # noqa: ARG003
        since, until = _since(terms), _until(terms)
        if since and until and since.code == until.code:
            return f"published {_on(since)}"
        if since and until:
            return f"published from {since.words} to {until.words}"
        return f"published since {since.words}" if since else f"published until {until.words}"

    @classmethod
    def chips(cls, terms: Sequence[Term], of: Sequence[Term]) -> list[Chip]:
        """One for both: taking away the dates takes both away."""
        since, until = _since(of), _until(of)
        if since and until and since.code != until.code:
            label = f"{since.words} to {until.words}"
        elif since and until:
            label = since.words
        else:
            label = f"Since {since.words}" if since else f"Until {until.words}"
        rest = tuple(term for term in terms if term not in of)
        return [Chip(label, "", False, "and", rest)]


def _on(value: Value) -> str:
    return f"{'on' if value.row.precision == 'day' else 'in'} {value.words}"


def _since(terms: Sequence[Term]) -> Any:
    return next((term.values[0] for term in terms if term.facet.parameter == "from"), None)


def _until(terms: Sequence[Term]) -> Any:
    return next((term.values[0] for term in terms if term.facet.parameter == "to"), None)


FACETS: tuple[Facet, ...] = (
    *(EntityFacet.of(kind) for kind in Kind),
    SourceFacet("source", "Sources"),
    LanguageFacet("lang", "Languages"),
    HasFacet("has", "With"),
    DateFacet("from", "From"),
    DateFacet("to", "To"),
)
BY_PARAMETER = {facet.parameter: facet for facet in FACETS}
# “articles with notes in English from The Moscow Times published in 2012 that mention Turkey”
PHRASES: tuple[type[Facet], ...] = (HasFacet, LanguageFacet, SourceFacet, DateFacet, EntityFacet)
