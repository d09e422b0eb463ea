"""Which entities and sources the records of a batch name, looked up in a few queries for all.

An entity is found by its slug (an old one, too), its ISO code, its name, an alias or its Wikidata
id. A name that fits several is refused, naming them; an unknown one is made only on request.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import count, islice
from typing import Any

from articles.models import Entity, EntityName, Kind, NameForm, Redirect, Source
from articles.models.slugs import numbered
from articles.pasting.origin import host_of
from articles.text import ascii_slug, fold

from .values import EntityReference, Refused

REMEMBERED = 50_000  # slugs and names; then all are forgotten and asked for again
OWN = "own"  # beside the forms of NameForm: the entity's own name

_fold = lru_cache(REMEMBERED)(fold)


def in_chunks(keys: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """Databases limit the parameters of one query."""
    keys = iter(keys)
    while chunk := list(islice(keys, size)):
        yield chunk


class Entities:
    """The entities that an import has met so far, and those that it is about to make."""

    def __init__(self, create: Kind | None) -> None:
        self.create = create
        self.new: list[Entity] = []
        self.forget()

    def forget(self) -> None:
        self.new.clear()
        self._by_slug: dict[str, Entity] = {}
        self._by_iso2: dict[str, Entity] = {}
        self._by_wikidata: dict[str, Entity] = {}
        self._by_name: dict[str, dict[str, str]] = {}  # folded name -> slug -> form of the name

    def learn(self, references: Collection[EntityReference]) -> None:
        """Look up what is not known yet."""
        if len(self._by_slug) + len(self._by_name) > REMEMBERED:
            self.forget()
        slugs, names, iso2, wikidata = set(), set(), set(), set()
        for reference in references:
            slugs.update({reference.word, reference.slug} & _slug_like(reference))
            names.update(_fold(name) for name in (reference.word, reference.name) if name)
            iso2.add(reference.iso2)
            wikidata.add(reference.wikidata)
        self._learn_by("slug", slugs - self._by_slug.keys())
        self._learn_by("iso2", iso2 - self._by_iso2.keys() - {""})
        self._learn_by("wikidata", wikidata - self._by_wikidata.keys() - {""})
        unknown = {name for name in names if not self._by_name.get(name)}
        self._by_name |= {name: {} for name in unknown}
        self._learn_by("folded", unknown)
        for chunk in in_chunks(sorted(unknown)):
            aliases = EntityName.objects.filter(folded__in=chunk).select_related("entity")
            for alias in aliases.order_by("pk"):
                slug = self._known(alias.entity).slug
                self._by_name[alias.folded].setdefault(slug, alias.form)
        for chunk in in_chunks(sorted(slugs - self._by_slug.keys())):
            old = Redirect.objects.filter(noun="entity", slug__in=chunk).select_related("entity")
            for redirect in old:
                if redirect.entity:
                    self._by_slug[redirect.slug] = self._known(redirect.entity)

    def _learn_by(self, field: str, keys: set[str]) -> None:
        for chunk in in_chunks(sorted(keys)):
            for entity in Entity.objects.filter(**{f"{field}__in": chunk}):
                self._remember(entity)

    def _known(self, entity: Entity) -> Entity:
        self._by_slug.setdefault(entity.slug, entity)
        return self._by_slug[entity.slug]

    def _remember(self, entity: Entity) -> None:
        entity = self._known(entity)
        if entity.iso2:
            self._by_iso2[entity.iso2] = entity
        if entity.wikidata:
            self._by_wikidata.setdefault(entity.wikidata, entity)
        if entity.folded in self._by_name:  # else its aliases would have to be asked for, too
            self._by_name[entity.folded][entity.slug] = OWN

    def find(self, reference: EntityReference, warnings: list[str]) -> Entity | None:
        """The entity that is meant, None if there is none; raises Refused if it is not clear."""
        if reference.word:
            by_word = self._by_slug.get(reference.word)
            return by_word or self._named(reference.word, "", warnings)
        found = (
            self._agreeing(self._by_slug.get(reference.slug), reference)
            or self._by_iso2.get(reference.iso2)
            or (reference.name and self._named(reference.name, reference.kind, warnings))
            or self._agreeing(self._by_wikidata.get(reference.wikidata), reference)
            or None
        )
        if found:
            self._refuse_contradiction(found, reference)
        return found

    def _refuse_contradiction(self, found: Entity, reference: EntityReference) -> None:
        if reference.wikidata and found.wikidata not in ("", reference.wikidata):
            raise Refused(
                f"“{reference}” is {reference.wikidata} in the record, "
                f"but {found.slug} is {found.wikidata}"
            )
        bearers = self._by_name.get(_fold(reference.name), {})
        for slug, form in bearers.items():
            if form == OWN and slug != found.slug and self._by_slug[slug].kind == found.kind:
                raise Refused(
                    f"“{reference.name}” is {slug}, but the record also says {found.slug}"
                )

    @staticmethod
    def _agreeing(entity: Entity | None, reference: EntityReference) -> Entity | None:
        """Another archive may have given the slug to somebody else."""
        if entity is None or reference.kind not in ("", entity.kind):
            return None
        return entity if reference.iso2 in ("", entity.iso2) else None

    def _named(self, name: str, kind: str, warnings: list[str]) -> Entity | None:
        forms = {
            slug: form
            for slug, form in self._by_name.get(_fold(name), {}).items()
            if kind in ("", self._by_slug[slug].kind)
        }
        own = [slug for slug, form in forms.items() if form == OWN]
        slugs = own or list(forms)
        if len(slugs) > 1:
            choices = [f"{slug} ({self._by_slug[slug].kind})" for slug in sorted(slugs)]
            raise Refused(f"“{name}” may be {' or '.join(choices)}: give the slug")
        if not slugs:
            return None
        entity = self._by_slug[slugs[0]]
        if forms[entity.slug] == NameForm.METONYM:
            warnings.append(f"“{name}” is taken for {entity.name}, whose government it stands for")
        return entity

    def make(self, reference: EntityReference, warnings: list[str]) -> Entity:
        """A new entity for an unknown reference; saved by `take_new`."""
        kind = reference.kind or self.create
        name = reference.word or reference.name or _words(reference.slug)
        entity = Entity(name=name, kind=kind, wikidata=reference.wikidata)
        entity.slug = reference.slug
        if reference.iso2 and kind == Kind.COUNTRY:
            entity.iso2 = reference.iso2
        elif reference.iso2:
            warnings.append(f"“{name}”: only a country has an ISO code, {reference.iso2} ignored")
        entity.derive()
        if not entity.slug or entity.slug in self._by_slug:
            entity.slug = self._free_slug(entity)
        self.new.append(entity)
        self._by_name.setdefault(entity.folded, {})
        self._by_slug[entity.slug] = entity
        self._remember(entity)
        return entity

    def _free_slug(self, entity: Entity) -> str:
        base = ascii_slug(entity.name)
        for number in count(1):
            slug = numbered(base, number)
            if slug not in self._by_slug and not _is_taken(Entity, slug):
                return slug
        raise AssertionError

    def take_new(self) -> list[Entity]:
        new, self.new = self.new, []
        return new

    def unmake(self, count: int) -> None:
        """Forget the new ones behind the first `count`: the record that named them failed."""
        while len(self.new) > count:
            slug = self.new.pop().slug
            for known in (self._by_slug, self._by_iso2, self._by_wikidata):
                for key in [key for key, entity in known.items() if entity.slug == slug]:
                    del known[key]
            for forms in self._by_name.values():
                forms.pop(slug, None)


class Sources:
    """The sources that an import has met so far; one that is new is made."""

    UNKNOWN = "Unknown source"

    def __init__(self) -> None:
        self.new: list[Source] = []
        self.forget()

    def forget(self) -> None:
        self.new.clear()
        self._by_slug: dict[str, Source] = {}
        self._by_name: dict[str, Source] = {}
        self._by_host: dict[str, str] | None = None  # slugs of those that give a home page

    def at(self, address: str) -> str:
        """The source whose home page is on this host, by its slug; else the host itself."""
        host = host_of(address)
        if host and self._by_host is None:
            homes = Source.objects.exclude(homepage="").values_list("homepage", "slug")
            self._by_host = {host_of(home): slug for home, slug in homes.order_by("-pk")}
        return (self._by_host or {}).get(host, host)

    def learn(self, words: Collection[str]) -> None:
        words = {word or self.UNKNOWN for word in words}
        words = {w for w in words if w not in self._by_slug and _fold(w) not in self._by_name}
        for chunk in in_chunks(sorted(words)):
            by_slug = Source.objects.filter(slug__in=chunk)
            by_name = Source.objects.filter(folded__in=[_fold(word) for word in chunk])
            for source in (*by_slug, *by_name):
                self._remember(source)
            old = Redirect.objects.filter(noun="source", slug__in=chunk).select_related("source")
            for redirect in old:
                if redirect.source:
                    self._by_slug.setdefault(redirect.slug, redirect.source)

    def _remember(self, source: Source) -> None:
        self._by_slug[source.slug] = self._by_name[source.folded] = source

    def find(self, word: str | None) -> Source | None:
        word = word or self.UNKNOWN
        return self._by_slug.get(word) or self._by_name.get(_fold(word))

    def find_or_make(self, word: str | None) -> Source:
        found = self.find(word)
        if found:
            return found
        word = word or self.UNKNOWN
        source = Source(name=_words(word) if _is_slug(word) else word)
        source.derive()
        base = word if _is_slug(word) else ascii_slug(word, "source")
        slugs = (numbered(base, number) for number in count(1))
        source.slug = next(
            slug for slug in slugs if slug not in self._by_slug and not _is_taken(Source, slug)
        )
        if same := self._by_name.get(source.folded) or _of_name(source.folded):
            return same
        self.new.append(source)
        self._remember(source)
        return source

    def take_new(self) -> list[Source]:
        new, self.new = self.new, []
        return new

    def unmake(self, count: int) -> None:
        """As for entities."""
        while len(self.new) > count:
            source = self.new.pop()
            del self._by_slug[source.slug], self._by_name[source.folded]


def _is_slug(word: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word))


def _slug_like(reference: EntityReference) -> set[str]:
    return {word for word in (reference.word, reference.slug) if _is_slug(word)}


def _words(slug: str) -> str:
    """A name for what is known by its slug only: "the-moscow-times" is "The Moscow Times"."""
    return " ".join(word.capitalize() for word in slug.split("-"))


def _is_taken(model: type[Entity] | type[Source], slug: str) -> bool:
    noun = "entity" if model is Entity else "source"
    return (
        model._base_manager.filter(slug=slug).exists()
        or Redirect.objects.filter(noun=noun, slug=slug).exists()
    )


def _of_name(folded: str) -> Source | None:
    return Source.objects.filter(folded=folded).first()
