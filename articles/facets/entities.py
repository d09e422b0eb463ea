from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from articles.models import Entity, EntityName, Kind, Noun, Redirect
from articles.models.article import ArticleQuerySet
from articles.naming import in_a_row, with_the
from articles.search.conditions import Condition, Tagged
from articles.text import NAME_MAX, fold

from .facet import Asked, Facet, Found, Several, Term, Value


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

    @staticmethod
    def value_of(entity: Entity) -> Value:
        words = with_the(entity.name, is_country=entity.kind == Kind.COUNTRY)
        return Value(entity.kind, entity.code, entity.name, words, entity.kind, entity)

    def condition(self, values: Sequence[Value]) -> Condition:
        return Tagged(tuple(value.row.pk for value in values))

    @classmethod
    def find(cls, asked: Iterable[Asked]) -> Found:
        """By code, slug, old slug or name; of entities that a reader may know of."""
        asked = {pair for pair in asked if len(pair[1]) <= NAME_MAX}
        coded = _by_code(asked)
        certain = {pair for pair, entity in coded.items() if _leaves_no_doubt(entity, *pair)}
        named = _by_name({name for _, name in asked - certain})
        found: dict[Asked, Value | Several] = {}
        for kind, name in asked:
            choices = [] if (kind, name) in certain else _choose(named[name], kind)
            if not choices and (kind, name) in coded:
                choices = [coded[kind, name]]
            if choices:
                values = tuple(map(cls.value_of, choices))
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


_SLUG = re.compile(r"[A-Za-z0-9-]+")


def _by_code(asked: Iterable[Asked]) -> dict[Asked, Entity]:
    """Entities by slug, and before it, where a country may be meant, by ISO code; in any case."""
    wanted = {(kind, name): name.lower() for kind, name in asked if _SLUG.fullmatch(name)}
    coded = Entity.objects.with_one_of_codes(wanted.values())
    entities = coded.known_to_readers() if wanted else []
    slugs = {entity.slug: entity for entity in entities}
    codes = {
        code.lower(): entity for entity in entities for code in (entity.iso2, entity.iso3) if code
    }
    found = {}
    for (kind, name), code in wanted.items():
        country = codes.get(code) if kind in ("", Kind.COUNTRY) else None
        if entity := country or slugs.get(code):
            found[kind, name] = entity
    return found


def _leaves_no_doubt(entity: Entity, kind: str, name: str) -> bool:
    """“Georgia”, asked for as a place, is a name first, though `georgia` is a country's slug."""
    return entity.kind == kind or name in (entity.slug, entity.iso2, entity.iso3)


def _by_name(given: Iterable[str]) -> dict[str, list[Entity]]:
    """Entities by an old slug, else by a name or alias. Own names come before aliases."""
    if not given:
        return {}
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
    entities = Entity.objects.filter(
        Q(folded__in=folded.values()) | Q(pk__in={*old.values()}.union(*aliases.values()))
    )
    known = {entity.pk: entity for entity in entities.known_to_readers()}
    found = {}
    for name in given:
        moved = known.get(old.get(name.lower(), 0))
        own = [entity for entity in known.values() if entity.folded == folded[name]]
        other = [known[pk] for pk in sorted(aliases[folded[name]]) if pk in known]
        found[name] = [moved] if moved else [*own, *(row for row in other if row not in own)]
    return found


def _choose(entities: Sequence[Entity], kind: str) -> Sequence[Entity]:
    """Those that a name means: of the kind asked for, and its one bearer before any alias."""
    entities = [entity for entity in entities if kind in ("", entity.kind)] or entities
    own = [entity for entity in entities if entity.folded == entities[0].folded]
    return own if len(own) == 1 else entities
