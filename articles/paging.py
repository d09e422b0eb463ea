"""Numbered pages, as far as a reader turns them: whoever wants more narrows the list."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

PER_PAGE = 20
MOST_PAGES = 50


class FirstPages(Paginator):
    """`rows` are a queryset or whatever else can be cut into pages.

    `total` saves a count that has been made already.
    """

    def __init__(self, rows: Any, per_page: int = PER_PAGE, total: int | None = None) -> None:
        super().__init__(rows, per_page)
        self.known_total = total

    @cached_property
    def count(self) -> int:
        return super().count if self.known_total is None else self.known_total

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, MOST_PAGES)

    @property
    def is_cut(self) -> bool:
        """Whether the last numbered page is not the end."""
        return self.count > MOST_PAGES * self.per_page


def page_of(rows: QuerySet[Any], number: str | int) -> Page[Any]:
    """The page of this number; the nearest there is for any other."""
    return FirstPages(rows).get_page(number)
