"""The list of a kind: the entities that public articles are tagged with, or all of them.

roll = Roll.read(Kind.COUNTRY, request.GET)
roll.page, roll.total, roll.by_name.url()
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Q
from django.db.models.functions import Substr
from django.urls import reverse

from articles.models import Entity, Kind
from articles.models.entity import EntityQuerySet
from articles.paging import FirstPages
from articles.search import Answers
from articles.search.conditions import Everything

from .frequent import counted, most_frequent

PER_PAGE = 100
OTHERS = "0"  # stands for the names that begin with no letter


@dataclass(frozen=True)
class Roll:
    kind: Kind
    is_by_name: bool = False
    is_whole: bool = False
    letter: str = ""
    number: str = "1"

    @classmethod
    def read(cls, kind: Kind, options: Mapping[str, str]) -> Roll:
        """From the options of an address: sort, all, letter, page. The unknown is left out."""
        letter = options.get("letter", "").lower()
        letter = letter if letter in {*string.ascii_lowercase, OTHERS} else ""
        return cls(
            kind=kind,
            is_by_name=options.get("sort") == "name" or bool(letter),
            is_whole=options.get("all") == "1",
            letter=letter,
            number=options.get("page", "1"),
        )

    # What is on it

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many articles each entity of the kind has, of those that have any."""
        return Answers.now().counts(Everything(), self.kind)[self.kind]

    @property
    def entities(self) -> EntityQuerySet:
        entities = Entity.objects.of_kind(self.kind)
        return entities.public() if self.is_whole else entities.with_articles()

    @cached_property
    def keys(self) -> list[int]:
        """Of all that are on its pages, in order."""
        entities = self.entities if self.is_whole else Entity.objects.of_kind(self.kind)
        named = self._lettered(entities).by_name().values_list("pk", flat=True)
        keys = list(named) if self.is_whole else [pk for pk in named if pk in self.counts]
        if self.is_by_name:
            return keys
        return sorted(keys, key=lambda pk: -self.counts.get(pk, 0))

    @property
    def total(self) -> int:
        return len(self.keys)

    @cached_property
    def page(self) -> Page:
        return self.page_of(Entity.objects.all())

    def page_of(self, entities: EntityQuerySet) -> Page:
        """Its page, with the entities as these rows have them, and with `articles_count`."""
        page = FirstPages(self.keys, PER_PAGE).get_page(self.number)
        found = entities.in_bulk(list(page.object_list))
        page.object_list = [
            counted(found[pk], self.counts.get(pk, 0)) for pk in page.object_list if pk in found
        ]
        return page

    def _lettered(self, entities: EntityQuerySet) -> EntityQuerySet:
        """Sort keys are ASCII, so that a letter is a range of them on either database."""
        if self.letter == OTHERS:
            return entities.filter(Q(sort_key__lt="a") | Q(sort_key__gte="{"))
        if self.letter:
            after = chr(ord(self.letter) + 1)
            return entities.filter(sort_key__gte=self.letter, sort_key__lt=after)
        return entities

    @cached_property
    def on_map(self) -> list[Entity]:
        """Countries with their numbers of articles, for the first page of countries."""
        if self.kind != Kind.COUNTRY or self.letter or self.page.number > 1:
            return []
        return most_frequent(self.counts, len(self.counts))

    @cached_property
    def letters(self) -> list[tuple[str, str]]:
        """The beginnings of names that lead somewhere, with their addresses."""
        first = self.entities.order_by().values_list(Substr("sort_key", 1, 1)).distinct()
        found = {letter if letter in string.ascii_lowercase else OTHERS for (letter,) in first}
        return [(letter, self.of_letter(letter).url()) for letter in sorted(found)]

    # Where it is, and others like it

    def url(self, name: str = "entity-list") -> str:
        options = {
            "sort": "name" if self.is_by_name and not self.letter else "",
            "all": "1" if self.is_whole else "",
            "letter": self.letter,
            "page": self.number if self.number != "1" else "",
        }
        query = urlencode({option: value for option, value in options.items() if value})
        return reverse(name, args=[self.kind.plural]) + (f"?{query}" if query else "")

    @property
    def is_first_choice(self) -> bool:
        """Whether it is the one list of its kind, and not another view of it."""
        return self == Roll(self.kind)

    def on_page(self, number: int) -> Roll:
        return replace(self, number=str(number))

    def of_letter(self, letter: str) -> Roll:
        return replace(self, letter=letter, is_by_name=True, number="1")

    @property
    def by_name(self) -> Roll:
        return replace(self, is_by_name=True, letter="", number="1")

    @property
    def by_articles(self) -> Roll:
        return replace(self, is_by_name=False, letter="", number="1")

    @property
    def whole(self) -> Roll:
        return replace(self, is_whole=True, number="1")

    @property
    def with_articles(self) -> Roll:
        return replace(self, is_whole=False, number="1")
