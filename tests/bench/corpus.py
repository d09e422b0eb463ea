"""A made-up archive with the skew of a real one: seeded, streamed, the same records every time.

One country is on half of the articles; the other entities follow a long tail. A text has 300 to 600
words and names each of its entities where the record says that it does.
"""

from __future__ import annotations

import datetime
import itertools
import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import Any

COUNTRIES = [
    "turkey",
    "syria",
    "united-states",
    "iran",
    "china",
    "germany",
    "france",
    "united-kingdom",
    "ukraine",
    "israel",
    "egypt",
    "libya",
    "iraq",
    "japan",
    "india",
    "brazil",
    "italy",
    "spain",
    "poland",
    "greece",
    "georgia",
    "jordan",
    "lebanon",
    "kazakhstan",
    "cuba",
]
KINDS = ("person", "organization", "place", "topic", "group", "event", "facility")
SOURCES = 12
FIRST_DAY = datetime.date(2008, 1, 1)
DAYS = 3650
SYLLABLES = [a + b for a in "bcdfghklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]


class Skewed:
    """Draws rows by Zipf's law: the second half as often as the first, the third a third."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = rows
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, len(rows) + 1)))

    def draw(self, chance: random.Random) -> Any:
        return self.rows[bisect(self.weights, chance.random() * self.weights[-1])]


def records(articles: int, *, seed: int = 1, entities: int = 5000) -> Iterator[dict[str, Any]]:
    """Article records, ready for `import_articles --create-entities`."""
    chance = random.Random(seed)  # noqa: S311  the same corpus every time is the point
    words = Skewed([_word(chance) for _ in range(20_000)])
    people = Skewed([_entity(chance, number) for number in range(entities)])
    countries = Skewed([{"slug": slug, "name": slug, "kind": "country"} for slug in COUNTRIES])
    for number in range(articles):
        yield _record(number, chance, words, people, countries)


def _record(
    number: int, chance: random.Random, words: Skewed, people: Skewed, countries: Skewed
) -> dict[str, Any]:
    tagged = {"russia": {"slug": "russia", "kind": "country"}} if chance.random() < 0.5 else {}
    tagged |= {row["slug"]: row for row in (countries.draw(chance) for _ in range(2))}
    tagged |= {row["slug"]: row for row in (people.draw(chance) for _ in range(5))}
    text = [words.draw(chance) for _ in range(chance.randint(300, 600))]
    for row in tagged.values():
        text.insert(chance.randrange(len(text)), row.get("name", "Russia"))
    for place in range(90, len(text), 90):
        text[place] += ".\n\n" + text[place].capitalize()
    body = " ".join(text)
    day = FIRST_DAY + datetime.timedelta(days=int(chance.triangular(0, DAYS, DAYS)))
    return {
        "slug": f"article-{number}",
        "headline": " ".join(words.draw(chance) for _ in range(8)).capitalize(),
        "source": f"paper-{int(chance.triangular(1, SOURCES + 1, 1))}",
        "published_on": day.isoformat(),
        "language": "en",
        "url": f"https://example.org/{number}",
        "status": "published",
        "text": body,
        "entities": [
            {**row, "role": "mentioned", "salience": chance.randint(1, 3)}
            for row in tagged.values()
        ],
        "annotations": [_mention(row, body) for row in tagged.values()],
    }


def _mention(row: dict[str, Any], body: str) -> dict[str, Any]:
    name = row.get("name", "Russia")
    start = body.index(name)
    return {
        "kind": "mention",
        "entity": row["slug"],
        "form": "name",
        "exact": name,
        "start": start,
        "end": start + len(name),
    }


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, 4)))


def _entity(chance: random.Random, number: int) -> dict[str, Any]:
    name = f"{_word(chance).capitalize()} {_word(chance).capitalize()} {number}"
    slug = name.lower().replace(" ", "-")
    return {"slug": slug, "name": name, "kind": KINDS[number % len(KINDS)]}
