"""What a list is asked for: which articles, how many rows at once, and where to go on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from articles.facets import BY_PARAMETER
from articles.selection import MOST, MOST_WITH_ACCOUNT, Selection
from articles.selection.reading import ANY_KIND, Ignored

from .cursors import LONGEST, Cursor
from .problems import Problem
from .tokens import token_of

USUAL, AT_ONCE = 20, 100
FILTERS = (*BY_PARAMETER, "not", ANY_KIND, "q", "sort")


class Pace(Schema):
    limit: int = Field(USUAL, ge=1, le=AT_ONCE, description="How many at once.")
    cursor: str = Field(
        "", max_length=LONGEST, description="Where to go on: as `next` of the page before has it."
    )

    def begin(self, request: HttpRequest) -> tuple[Cursor | None, int]:
        """The place, and how many rows may follow: who has no token gets the first of many."""
        cursor = Cursor.read(self.cursor)
        left = most_for(request) - (cursor.count if cursor else 0)
        if left <= 0:
            raise Problem(422, f"cursor: without a token, the first {MOST:,} can be had.")
        return cursor, min(self.limit, left)


Paced = Annotated[Pace, Query()]


def most_for(request: HttpRequest) -> int:
    return MOST_WITH_ACCOUNT if token_of(request) else MOST


def selection_of(request: HttpRequest, others: Collection[str] = ()) -> tuple[Selection, list[Any]]:
    """The articles that the filters find, and what was ignored of the address, as records.

    A parameter that nobody knows is no filter: that it does nothing is said.
    """
    query = request.GET.copy()
    unknown = [name for name in query if name not in (*FILTERS, *Pace.model_fields, *others)]
    said = [Ignored.of(name, query.pop(name)[-1], "is no parameter here") for name in unknown]
    selection = Selection.read(query)
    return selection, [one.as_record for one in (*selection.ignored, *said)]


def _filter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    several = {"type": "array", "items": {"type": "string"}}
    return {
        "in": "query",
        "name": name,
        "description": description,
        "required": False,
        "schema": schema or several,
        "x-filter": True,  # of all lists of articles alike
    }


def filters() -> dict[str, Any]:
    """The parameters of a selection, as OpenAPI has them."""
    kinds = [_filter(kind, f"About this {kind}: {how}.") for kind, how in _NAMED.items()]
    others = [_filter(name, words) for name, words in _OTHERS.items()]
    one = [_filter(name, words, type="string") for name, words in _ONE.items()]
    return {"parameters": [*one, *kinds, *others]}


_SLUG = "by slug or name"
_NAMED = {
    "country": "by its ISO 3166 code, slug or name",
    **dict.fromkeys(
        ("person", "organization", "place", "group", "facility", "event", "topic"), _SLUG
    ),
}
_OTHERS = {
    "not": "Without this: `US`, or `person:vladimir-putin`.",
    "entity": "About whatever has this name, of any kind.",
    "source": "Published by this source.",
    "lang": "In this language: a BCP 47 tag.",
    "has": "With at least one of these: `notes`, `mentions`, `claims`, `relations`.",
}
_ONE = {
    "q": "Words and phrases, in the query language of the search field.",
    "from": "Published then or later: `2012`, `2012-11` or `2012-11-03`.",
    "to": "Published then or before.",
    "sort": "`newest`, `oldest`, or `relevance` where words are looked for.",
}
