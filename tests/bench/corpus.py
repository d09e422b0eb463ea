"""A made-up archive with the skew of a real one: seeded, streamed, the same records every time.

One country is on half of the articles; the other entities follow a long tail. A text has 300 to 600
words of a Zipf vocabulary, in the language of its source, and names each of its entities where the
record says that it does. The years fill up as a newspaper's archive does: most of it is recent.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

HEAVY, ORDINARY = "russia", "greece"
COUNTRIES = [
    *("turkey", "syria", "united-states", "iran", "china", "germany", "france", "united-kingdom"),
    *("ukraine", "israel", "egypt", "libya", "iraq", "japan", "india", "brazil", "italy", "spain"),
    *("poland", ORDINARY, "georgia", "jordan", "lebanon", "kazakhstan", "cuba"),
]
KINDS = (*("person",) * 5, "organization", "organization", "place", "topic", "group", "event")
# The larger sources come first, and each has one language.
LANGUAGES = ["en", "en", "en", "ru", "en", "fr", "en", "de", "tr", "en", "es", "en"] * 3
FIRST_DAY = datetime.date(1995, 1, 1)
DAYS = 11_000
WORDS = 40_000
SYLLABLES = [a + b for a in "bcdfghklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]
# What makes the words of a language look like its own, and pass its stemmer.
LETTERS = {
    "en": {},
    "ru": str.maketrans("abcdefghiklmnoprstuvz", "абцдефгхиклмнопрстувз"),
    "fr": str.maketrans("eo", "éô"),
    "de": str.maketrans("ao", "äö"),
    "tr": str.maketrans("iu", "ıü"),
    "es": str.maketrans("n", "ñ"),
}


class Skewed:
    """Draws rows by Zipf's law: the second half as often as the first, the third a third.

    A `shoulder` makes the first ones less frequent, and leaves the tail as it is.
    """

    def __init__(self, rows: list[Any], shoulder: int = 1) -> None:
        self.rows = rows
        self.weights = list(accumulate(1 / (rank + shoulder) for rank in range(len(rows))))

    def draw(self, chance: random.Random, count: int) -> list[Any]:
        return chance.choices(self.rows, cum_weights=self.weights, k=count)


class World(NamedTuple):
    chance: random.Random
    words: dict[str, Skewed]
    entities: Skewed
    countries: Skewed
    sources: Skewed


def vocabulary(seed: int = 1) -> list[str]:
    """The words of English, the commonest first: the first stands in every text, the hundred and
    fiftieth in a fourth of them, the last in one of a thousand.
    """
    chance = random.Random(seed)  # noqa: S311  the same corpus every time is the point
    words: dict[str, None] = {}
    while len(words) < WORDS:
        syllables = 1 + (len(words) > 60) + (len(words) > 4000) + (chance.random() < 0.3)
        words["".join(chance.choices(SYLLABLES, k=syllables))] = None
    return list(words)


def records(
    articles: int, *, seed: int = 1, entities: int = 0, first: int = 0
) -> Iterator[dict[str, Any]]:
    """Article records, ready for `import_articles --create-entities`; numbered from `first`."""
    chance = random.Random(seed + first)  # noqa: S311
    words, many = vocabulary(seed), entities or 5000 + articles // 50
    world = World(
        chance,
        {language: _words(words, language) for language in LETTERS},
        Skewed([_entity(words, number) for number in range(many)], shoulder=30),
        Skewed([{"slug": slug, "name": slug, "kind": "country"} for slug in COUNTRIES], 4),
        Skewed([(f"paper-{n}", language) for n, language in enumerate(LANGUAGES, start=1)]),
    )
    for number in range(first, first + articles):
        yield _record(number, world)


def _record(number: int, world: World) -> dict[str, Any]:
    chance = world.chance
    ((source, language),) = world.sources.draw(chance, 1)
    tagged = _tagged(world)
    text = world.words[language].draw(chance, chance.randint(300, 600))
    for row in tagged:
        text.insert(chance.randrange(len(text)), row["name"])
    for place in range(90, len(text), 90):
        text[place] += ".\n\n" + text[place].capitalize()
    body = " ".join(text)
    day = FIRST_DAY + datetime.timedelta(days=int(chance.triangular(0, DAYS, DAYS)))
    return {
        "slug": f"article-{number}",
        "headline": " ".join(world.words[language].draw(chance, 8)).capitalize(),
        "source": source,
        "published_on": day.isoformat(),
        "language": language,
        "url": f"https://example.org/{number}",
        "status": "published",
        "text": body,
        "entities": [
            {**row, "role": "mentioned", "salience": chance.randint(1, 3)} for row in tagged
        ],
        "annotations": [_mention(row, body) for row in tagged],
    }


def _tagged(world: World) -> list[dict[str, Any]]:
    chance = world.chance
    rows = [*world.countries.draw(chance, 2), *world.entities.draw(chance, 5)]
    if chance.random() < 0.5:
        rows.append({"slug": HEAVY, "name": "Russia", "kind": "country"})
    return list({row["slug"]: row for row in rows}.values())


def _mention(row: dict[str, Any], body: str) -> dict[str, Any]:
    start = body.index(row["name"])
    return {
        "kind": "mention",
        "entity": row["slug"],
        "form": "name",
        "exact": row["name"],
        "start": start,
        "end": start + len(row["name"]),
    }


def _words(words: list[str], language: str) -> Skewed:
    return Skewed([word.translate(LETTERS[language]) for word in words])


def _entity(words: list[str], number: int) -> dict[str, Any]:
    """Two words that no other has together."""
    name = f"{words[500 + number % 8191].title()} {words[9000 + number % 8209].title()}"
    slug = name.lower().replace(" ", "-")
    return {"slug": slug, "name": name, "kind": KINDS[number % len(KINDS)]}
