"""Claims and relations as keys of the index, so that terms side by side mean one statement.

A relation of Russia that accuses Turkey is found by `event:accuse`, by `actor:russia`, by both, and
by all three: each choice of its parts is a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

# No article says so much in one sentence; a key is for each choice of one of each.
MOST_OF_A_PART = 12
KEYS_OF = {
    "said-by": "claim",
    "via": "claim",
    "event": "relation",
    "actor": "relation",
    "target": "relation",
}


def keys_of(parts: Mapping[str, Iterable[object]]) -> set[str]:
    """All keys of one statement: of each part one value, or none."""
    choices = []
    for name, values in sorted(parts.items()):
        first = list(values)[:MOST_OF_A_PART]
        choices.append([None, *(f"{name}={value}" for value in first)])
    return {_joined(chosen) for chosen in product(*choices)} - {""}


def keys_for(parts: Mapping[str, Iterable[object]]) -> list[str]:
    """The keys by which to ask for a statement that has one value of each of these parts."""
    names = sorted(parts)
    values = product(*(parts[name] for name in names))
    return [
        _joined(f"{name}={value}" for name, value in zip(names, choice, strict=True))
        for choice in values
    ]


def _joined(chosen: Iterable[str | None]) -> str:
    return " ".join(part for part in chosen if part)
