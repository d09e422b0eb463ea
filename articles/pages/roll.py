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

    @property
    def entities(self) -> EntityQuerySet:
        entities = Entity.objects.of_kind(self.kind)
        return entities.public() if self.is_whole else entities.with_articles()

    @cached_property
    def total(self) -> int:
        return self._lettered().count()

    @property
    def ordered(self) -> EntityQuerySet:
        """With their numbers of articles."""
        counted = self._lettered().with_article_counts()
        return counted.by_name() if self.is_by_name else counted.by_articles()

    @cached_property
    def page(self) -> Page:
        return self.page_of(self.ordered)

    def page_of(self, entities: EntityQuerySet) -> Page:
        return FirstPages(entities, PER_PAGE, self.total).get_page(self.number)

    def _lettered(self) -> EntityQuerySet:
        """Sort keys are ASCII, so that a letter is a range of them on either database."""
        if self.letter == OTHERS:
            return self.entities.filter(Q(sort_key__lt="a") | Q(sort_key__gte="{"))
        if self.letter:
            after = chr(ord(self.letter) + 1)
            return self.entities.filter(sort_key__gte=self.letter, sort_key__lt=after)
        return self.entities

    @cached_property
    def on_map(self) -> list[Entity]:
        """Countries with their numbers of articles, for the first page of countries."""
        if self.kind != Kind.COUNTRY or self.letter or self.page.number > 1:
            return []
        countries = Entity.objects.of_kind(self.kind).with_articles()
        return list(countries.with_article_counts())

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
