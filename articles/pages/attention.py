"""How much the archive writes of its most frequent countries, month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from articles.models import Entity
from articles.period import Period
from articles.search import Answers

MONTHS = 36


@dataclass(frozen=True)
class Attention:
    """`heights` are numbers of articles, or their shares of all, in thousandths."""

    entity: Entity
    heights: list[int]
    peak: str


def attention(
    entities: Sequence[Entity], every: Mapping[int, int], answers: Answers, *, is_share: bool
) -> list[Attention]:
    """In the latest months of the archive, of which `every` has all articles."""
    if not every:
        return []
    months = range(max(min(every), max(every) - MONTHS + 1), max(every) + 1)
    of_each = answers.months_of([entity.pk for entity in entities])
    made = []
    for entity in entities:
        counts = of_each[entity.pk]
        heights = [counts.get(month, 0) for month in months]
        if is_share:
            heights = [
                round(1000 * count / every[month]) if count else 0
                for month, count in zip(months, heights, strict=True)
            ]
        made.append(Attention(entity, heights, _peak(months, heights)))
    return made


def _peak(months: range, heights: Sequence[int]) -> str:
    if not any(heights):
        return ""
    month = months[heights.index(max(heights))]
    return Period.of(month // 12, month % 12 + 1).words
