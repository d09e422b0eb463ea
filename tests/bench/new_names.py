"""How many of the names that spaCy finds are names, and how many names it finds.

python -m tests.bench.new_names        # with the extra `names`, and the GUM corpus beside it

The archive knows the countries of the fixture and nobody else. What GUM marks as a proper name and
the archive does not know is looked for: any words of it with its head are right.
"""

from __future__ import annotations

import json
import resource
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from articles.suggest import KnownNames, NewName, engine, new_names

from . import gold
from .suggestions import Score

GUM_KINDS = {"facility": "place", "group": "organization"}  # by GUM's names


def main() -> None:
    before, began = memory(), time.perf_counter()
    read = engine.Engine().spans
    print(f"Read in: {time.perf_counter() - began:.1f} s, {memory() - before} MB more.\n")
    known = KnownNames((name.words, name.kind) for name in gold.countries())
    scores: defaultdict[str, Score] = defaultdict(Score)
    seconds, rightly = [], 0
    for record in records():
        text, began = record["body"], time.perf_counter()
        found = new_names({"text": text}, {"text": read(text)}, known, {})
        seconds.append(time.perf_counter() - began)
        rightly += count(scores, found, [*unknown(record, known)])
    print("| kind | names | precision | recall | F1 |\n|---|---|---|---|---|")
    for kind, score in sorted(scores.items(), key=lambda one: (one[0] == "all", -one[1].marked)):
        if score.marked and score.found:
            print(f"| {kind} | {score.marked} | {score} |")
    both = scores["all"]
    print(f"\nOf {both.found} found, {both.right} are names, {rightly} of the right kind.")
    each = 1000 * sum(seconds) / len(seconds)
    print(f"{each:.0f} ms for each of {len(seconds)} articles; {memory()} MB at most.")


def count(scores: dict[str, Score], found: Iterable[NewName], marked: list[dict[str, Any]]) -> int:
    """Adds an article to the scores; how many places have the right kind, too."""
    met, rightly = [], 0
    for name in found:
        kind = GUM_KINDS.get(name.kind, name.kind)
        for _, start, end in name.places:
            hits = [mention for mention in marked if holds(mention, start, end)]
            met += [id(mention) for mention in hits]
            rightly += any(mention["type"] == kind for mention in hits)
            for score in (scores[kind], scores["all"]):
                score.found += 1
                score.right += bool(hits)
    for mention in marked:
        for score in (scores[mention["type"]], scores["all"]):
            score.marked += 1
            score.met += id(mention) in met
    return rightly


def holds(mention: dict[str, Any], start: int, end: int) -> bool:
    has_head = start < mention["core_end"] and mention["core_start"] < end
    return has_head and mention["start"] <= start and end <= mention["end"]


def unknown(record: dict[str, Any], known: KnownNames) -> Iterator[dict[str, Any]]:
    for mention in record["mentions"]:
        if mention["proper"] and not known.has(mention["text"], ""):
            yield mention


def records() -> Iterator[dict[str, Any]]:
    with (gold.SHARED / "gum_news.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
