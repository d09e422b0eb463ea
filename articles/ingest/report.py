"""What became of each record, for a file or a page: a row each, in the order of the import."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from .outcome import Did, Outcome

_PLURAL = re.compile(r"s\b")
COLUMNS = ("file", "place", "did", "article", "said", "not kept")


def row(file: str, outcome: Outcome) -> tuple[str, ...]:
    said = [*outcome.faults, *(f"warning: {one}" for one in outcome.warnings), outcome.why]
    words = "; ".join(filter(None, said))
    place, did = outcome.place, str(outcome.did)
    return file, place, did, outcome.slug, words, in_words(outcome.dropped)


def in_words(dropped: Mapping[str, int]) -> str:
    """“14 images, 1 link”."""
    return ", ".join(
        f"{count:,} {noun if count > 1 else _PLURAL.sub('', noun, count=1)}"
        for noun, count in dropped.items()
        if count
    )


class Summary:
    """Counts of an import, as its outcomes go by."""

    def __init__(self) -> None:
        self.counts: Counter[Did] = Counter()
        self.dropped: Counter[str] = Counter()

    def count(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        for outcome in outcomes:
            self.counts[outcome.did] += 1
            if outcome.did in (Did.NEW, Did.CHANGED):
                self.dropped.update(outcome.dropped)
            yield outcome

    @property
    def said(self) -> list[tuple[Did, int]]:
        """What was left out only where something was."""
        return [(did, self.counts[did]) for did in Did if did != Did.LEFT_OUT or self.counts[did]]

    def __str__(self) -> str:
        return ", ".join(f"{count:,} {did}" for did, count in self.said)
