"""Which words of an article are meant: by themselves, or by what else is said of their place."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema
from pydantic import ConfigDict, StrictInt

from articles.anchors import CONTEXT
from articles.models import Article
from articles.models import Field as TextField
from articles.pages.places import Place, places
from articles.text import QUOTE_MAX

from .problems import Problem

MOST_NAMED = 20


class Words(Schema):
    """Words that stand in the article once need nothing else."""

    model_config = ConfigDict(extra="forbid")

    exact: str = Field(
        min_length=1, max_length=QUOTE_MAX, description="The words as they stand there."
    )
    field: TextField | None = Field(None, description="In which of its two texts.")
    start: StrictInt | None = Field(
        None, ge=0, le=10**9, description="Where they begin, counted in Unicode code points."
    )
    prefix: str = Field("", max_length=1000, description="What stands right before them.")
    suffix: str = Field("", max_length=1000, description="What stands right behind them.")

    def place_in(self, article: Article) -> tuple[TextField, int, int]:
        """The one place that fits, or a Problem that names those that do."""
        fitting = [place for place in places(article, self.exact) if self._fits(place, article)]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise _unclear("These words do not stand there.")
        choices = [_as_record(place, article) for place in fitting[:MOST_NAMED]]
        said = f"These words stand in {len(fitting)} places. Give start, prefix or suffix, too."
        raise _unclear(said, places=choices)

    def _fits(self, place: Place, article: Article) -> bool:
        words = getattr(article, place.field)
        return (
            self.field in (None, place.field)
            and self.start in (None, place.start)
            and words[: place.start].endswith(self.prefix)
            and words[place.end :].startswith(self.suffix)
        )


def _as_record(place: Place, article: Article) -> dict[str, Any]:
    words = getattr(article, place.field)
    return {
        "field": place.field,
        "start": place.start,
        "end": place.end,
        "prefix": words[max(0, place.start - CONTEXT) : place.start],
        "suffix": words[place.end : place.end + CONTEXT],
    }


def _unclear(said: str, **more: Any) -> Problem:
    return Problem(422, said, errors=[{"field": "exact", "message": said}], **more)
