"""How many suggested mentions are right, and how many mentions are suggested.

python -m tests.bench.suggestions

For each set and kind: suggestions by their first choice, beside a plain gazetteer, which is the
longest match of the same names and demonyms, as they are written. No figure here makes a test fail;
tests/suggested/test_seed.py has a floor.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from articles.suggest import Name, Suggester

from . import gold
from .gold import Gold, Marked, Text

Found = tuple[str, int, int, Name]  # field, start, end


@dataclass
class Score:
    right: int = 0
    found: int = 0
    met: int = 0  # mentions that were found
    marked: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.met / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"{self.precision:.3f} | {self.recall:.3f} | {self.f1:.3f}"


def main() -> None:
    sets = [gold.seed()]
    if gold.SHARED.is_dir():
        sets += [gold.gum(), gold.re3d()]
    print("| set | kind | mentions | plain: precision | recall | F1 | precision | recall | F1 |")
    print("|---|---|---|---|---|---|---|---|---|")
    for marked in sets:
        plain, ours = scores(marked, plain_gazetteer), scores(marked, first_choices)
        kinds = [kind for kind, score in ours.items() if score.marked]
        for kind in sorted(kinds, key=lambda kind: (kind == "all", -ours[kind].marked)):
            print(
                f"| {marked.title} | {kind} | {ours[kind].marked} | {plain[kind]} | {ours[kind]} |"
            )
    print_speed()


def scores(marked: Marked, find: Callable[[Marked], Iterable[list[Found]]]) -> dict[str, Score]:
    """By kind of entity, and of all."""
    kinds = {name.entity: name.kind for name in marked.names}
    by_kind: defaultdict[str, Score] = defaultdict(Score)
    for text, found in zip(marked.texts, find(marked), strict=True):
        hits = {one: _mentions_of(one, text) for one in found}
        for one, mentions in hits.items():
            if mentions or not _is_left_open(one, text, marked.left_out):
                for score in (by_kind[one[3].kind], by_kind["all"]):
                    score.found += 1
                    score.right += bool(mentions)
        met = {mention for mentions in hits.values() for mention in mentions}
        for mention in set(text.gold):
            if mention.form != "description":
                for score in (by_kind[kinds[mention.entity]], by_kind["all"]):
                    score.marked += 1
                    score.met += mention in met
    return by_kind


def _mentions_of(one: Found, text: Text) -> list[Gold]:
    field, start, end, name = one
    return [
        mention
        for mention in text.gold
        if (mention.field, mention.entity) == (field, name.entity)
        and mention.start <= start
        and end <= mention.end
    ]


def _is_left_open(one: Found, text: Text, left_out: tuple[str, ...]) -> bool:
    _, start, end, name = one
    return name.form in left_out or any(first <= start and end <= last for first, last in text.open)


def first_choices(marked: Marked) -> Iterator[list[Found]]:
    suggester = Suggester(marked.names)
    for text in marked.texts:
        suggestions = suggester.suggest(text.fields)
        yield [(one.field, one.start, one.end, one.choices[0].name) for one in suggestions]


def plain_gazetteer(marked: Marked) -> Iterator[list[Found]]:
    by_letters: defaultdict[str, list[Name]] = defaultdict(list)
    for name in sorted(marked.names, key=lambda name: -len(name.words)):
        if name.form != "metonym":
            by_letters[name.words[:2]].append(name)
    for text in marked.texts:
        yield [
            (field, start, start + len(name.words), name)
            for field, words in text.fields.items()
            for start, name in _longest(words, by_letters)
        ]


def _longest(text: str, by_letters: dict[str, list[Name]]) -> Iterator[tuple[int, Name]]:
    place = 0
    while place < len(text):
        begins = not place or not text[place - 1].isalnum()
        for name in by_letters.get(text[place : place + 2], ()) if begins else ():
            end = place + len(name.words)
            if text.startswith(name.words, place) and not text[end : end + 1].isalnum():
                yield place, name
                place = end - 1
                break
        place += 1


def print_speed() -> None:
    """An article among ever more names, which do not stand in it."""
    marked = gold.seed()
    fields = marked.texts[0].fields
    print("\n| names | read in s | an article, ms | ten times as long, ms |\n|---|---|---|---|")
    for count in (1_000, 100_000):
        more = (
            Name(f"Person {number:x} Bar{number}", -number, "person") for number in range(count)
        )
        began = time.perf_counter()
        suggester = Suggester([*marked.names, *more])
        read = time.perf_counter() - began
        once, tenfold = (
            min(_seconds(suggester, {"text": fields["text"] * times}) for _ in range(20))
            for times in (1, 10)
        )
        print(f"| {count:,} | {read:.1f} | {once * 1000:.1f} | {tenfold * 1000:.1f} |")


def _seconds(suggester: Suggester, fields: dict[str, str]) -> float:
    began = time.perf_counter()
    suggester.suggest(fields)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
