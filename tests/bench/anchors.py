"""A long text with many anchors, corrected and shown.

python -m tests.bench.anchors                       # 10,000 words, 1,000 anchors
python -m tests.bench.anchors --words 2000 --anchors 200
"""

from __future__ import annotations

import argparse
import os
import random
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from articles.anchors import Anchor, alike, carry, describe
from articles.highlight import Mark, render

from .corpus import vocabulary

PARAGRAPH = 60  # words


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.anchors", description=__doc__)
    parser.add_argument("--words", type=int, default=10_000)
    parser.add_argument("--anchors", type=int, default=1_000)
    chosen = parser.parse_args()
    chance = random.Random(7)  # noqa: S311
    paragraphs = made(chance, chosen.words)
    text = "\n\n".join(paragraphs)
    anchors = on_words(chance, text, chosen.anchors)
    print(f"{chosen.words:,} words, {chosen.anchors:,} anchors; seconds of the processor\n")
    print(
        "| edit | s | carried | of them moved | orphans | on other words |\n"
        "|---|---|---|---|---|---|"
    )
    for name, edited in edits(chance, paragraphs).items():
        started = time.process_time()
        carried, orphans = carry(text, edited, anchors)
        took = time.process_time() - started
        moved = sum(one.moved for one in carried)
        old = {anchor.key: anchor.exact for anchor in anchors}
        wrong = sum(not alike(old[one.key], edited[one.start : one.end]) for one in carried)
        print(f"| {name} | {took:.2f} | {len(carried)} | {moved} | {len(orphans)} | {wrong} |")
    marks = [Mark(one.start, one.end, "mark") for one in anchors]
    started = time.process_time()
    render(text, 0, len(text), marks)
    print(f"\nShown as HTML in {time.process_time() - started:.2f} s.")


def made(chance: random.Random, words: int) -> list[str]:
    known = vocabulary()[:5000]
    weights = [1 / (rank + 2) for rank in range(len(known))]
    return [
        " ".join(chance.choices(known, weights, k=PARAGRAPH)).capitalize() + "."
        for _ in range(words // PARAGRAPH)
    ]


def on_words(chance: random.Random, text: str, count: int) -> list[Anchor]:
    """On one to six words each; they nest and overlap as it comes."""
    starts = [0, *(n + 1 for n, character in enumerate(text) if character.isspace())]
    found: dict[tuple[int, int], Anchor] = {}
    while len(found) < count:
        first = chance.randrange(len(starts) - 7)
        start, end = starts[first], starts[first + chance.randint(1, 6)] - 1
        words = text[start:end].strip()
        if words and "\n" not in words:
            span = start, start + len(words)
            found[span] = Anchor(span, *span, *describe(text, *span))
    return list(found.values())


def edits(chance: random.Random, paragraphs: list[str]) -> dict[str, str]:
    middle = len(paragraphs) // 2
    before = paragraphs[:middle]
    swapped = [*before, paragraphs[middle + 1], paragraphs[middle]]
    respelled = " ".join(
        word.replace("a", "á") if chance.random() < 0.02 else word
        for word in "\n\n".join(paragraphs).split(" ")
    )
    return {
        "two paragraphs joined": "\n\n".join(
            [*before, " ".join(paragraphs[middle : middle + 2]), *paragraphs[middle + 2 :]]
        ),
        "a note put on top": "\n\n".join(["An earlier version was wrong.", *paragraphs]),
        "two paragraphs swapped": "\n\n".join([*swapped, *paragraphs[middle + 2 :]]),
        "a paragraph deleted": "\n\n".join(before + paragraphs[middle + 1 :]),
        "one word in fifty respelled": respelled,
        "all paragraphs in another order": "\n\n".join(chance.sample(paragraphs, len(paragraphs))),
    }


if __name__ == "__main__":
    main()
