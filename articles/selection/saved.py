"""A saved search with what it finds now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from articles.models import SavedSearch
from articles.search import IndexFault
from articles.search.conditions import All, These

from .selection import Selection


@dataclass(frozen=True)
class Saved:
    search: SavedSearch
    selection: Selection

    @classmethod
    def of(cls, search: SavedSearch) -> Saved:
        return cls(search, Selection.read(QueryDict(search.query)))

    @cached_property
    def in_words(self) -> str:
        """With its number of articles, as long as the index can be asked."""
        try:
            return self.selection.in_words()
        except IndexFault:
            return self.selection.subject

    @cached_property
    def new(self) -> int:
        """How many of its articles have come since its owner looked at it."""
        arrived = self.search.arrived()
        if not arrived:
            return 0
        here = All((self.selection.condition, These(tuple(arrived))))
        try:
            return self.selection.look.total(here)
        except IndexFault:
            return 0
