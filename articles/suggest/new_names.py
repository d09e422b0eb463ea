"""Names in a text that the archive does not know yet, of what an engine took for names. Pure.

known = KnownNames([("Turkey", "country"), ...])
for name in new_names(texts, {"text": [Span(0, 16, "person")]}, known, {"text": [(20, 26)]}):
    name.words, name.kind, name.places      # places: (field, start, end), in code points

The engine is asked where names are and of what kind; what of it is worth an editor's look is
decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from articles.text import NAME_MAX, mixed_script

from .names import WORD, bare
from .word_lists import FUNCTION_WORDS, PARTICLES

PERSON = "person"
NO_SURNAMES = ("place", "facility")  # all else the engine takes a surname for now and then
_NOT_AT_EDGES = " \t\n\"“”„«»‘’'`()[]{}<>,;:!?*–—-"
_POSSESSIVES = ("'s", "’s", "s'", "s’")

Place = tuple[str, int, int]  # field, start, end


class Span(NamedTuple):
    """Words that the engine takes for a name; `kind` is that of an Entity."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class NewName:
    words: str
    kind: str
    places: tuple[Place, ...]


class _Found(NamedTuple):
    place: Place
    words: str
    kind: str


class KnownNames:
    """All names of an archive, and the surnames of its people."""

    def __init__(self, names: Iterable[tuple[str, str]] = ()) -> None:
        self._names: set[str] = set()
        self._surnames: set[str] = set()
        for words, kind in names:
            self._names.add(bare(words))
            self.add_surname(words, kind)

    def add_surname(self, words: str, kind: str) -> None:
        if kind == PERSON and (surname := surname_of(words)):
            self._surnames.add(surname)

    def has(self, words: str, kind: str) -> bool:
        """Under any kind: what the archive calls so is for its own suggestions to find."""
        key = bare(words)
        return key in self._names or (kind not in NO_SURNAMES and key in self._surnames)


def surname_of(words: str) -> str:
    """The last word of several, folded; empty where there is one only."""
    first, _, last = words.rpartition(" ")
    return bare(last) if first else ""


def new_names(
    texts: Mapping[str, str],
    spans: Mapping[str, Iterable[Span]],
    known: KnownNames,
    taken: Mapping[str, Collection[tuple[int, int]]],
) -> list[NewName]:
    """In the order in which they are first named; `taken` are places of mentions in any state."""
    found: dict[str, list[_Found]] = {}
    for field, text in texts.items():
        for start, end, kind in _trimmed(text, spans.get(field, ())):
            words = text[start:end]
            is_taken = any(first < end and start < last for first, last in taken.get(field, ()))
            if not is_taken and _is_name(words) and not known.has(words, kind):
                found.setdefault(bare(words), []).append(_Found((field, start, end), words, kind))
    return [
        NewName(places[0].words, _kind_of(places), tuple(sorted(one.place for one in places)))
        for places in _with_surnames(found).values()
    ]


def _trimmed(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Without “the”, a possessive, and the quotes and dashes around."""
    for start, end, kind in spans:
        while start < end and text[start] in _NOT_AT_EDGES:
            start += 1
        if text[start : start + 4].lower() == "the ":
            start += 4
        end = _end_of_name(text, start, end)
        yield Span(start, end, kind)


def _end_of_name(text: str, start: int, end: int) -> int:
    if text.endswith(_POSSESSIVES[:2], start, end):
        end -= 2
    elif text.endswith(_POSSESSIVES[2:], start, end):
        end -= 1
    while end > start and text[end - 1] in _NOT_AT_EDGES:
        end -= 1
    return end


def _is_name(words: str) -> bool:
    """Whether it can be one: capital, on one line, no date, and more than a letter."""
    found = [word[0] for word in WORD.finditer(words)]
    return (
        len(words) <= NAME_MAX
        and not any(sign in words for sign in "\n@/|")
        and any(len(word) > 1 and not word[0].isdigit() for word in found)
        and any(word[0].isalpha() and not word[0].islower() for word in found)
        and (not found[0][0].islower() or found[0] in PARTICLES)  # al-Assad, and not pro-Beijing
        and not (len(found) == 1 and found[0].lower() in FUNCTION_WORDS)
        and not mixed_script(words)
    )


def _with_surnames(found: Mapping[str, list[_Found]]) -> dict[str, list[_Found]]:
    """Stoltenberg is Jens Stoltenberg where the article has one person of that surname."""
    owners: dict[str, list[str]] = {}
    for key, places in found.items():
        if _kind_of(places) == PERSON and (surname := surname_of(places[0].words)):
            owners.setdefault(surname, []).append(key)
    joined = {key: list(places) for key, places in found.items()}
    for surname, keys in owners.items():
        alone = joined.get(surname, [])
        if len(keys) == 1 and alone and _kind_of(alone) not in NO_SURNAMES:
            joined[keys[0]] += joined.pop(surname)
    return joined


def _kind_of(places: Iterable[_Found]) -> str:
    """What it is taken for most often."""
    return Counter(one.kind for one in places).most_common(1)[0][0]
