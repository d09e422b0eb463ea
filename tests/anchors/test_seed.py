"""Eight edits of the seed article: where each of its anchors goes."""

import json
import re
from pathlib import Path

import pytest

from articles.anchors import Anchor, carry
from articles.text import paragraphs

SEED = Path(__file__).parents[2] / "fixtures" / "moscow_times.json"


class Edit:
    """A text under edit that remembers where each old character went: the truth to test by."""

    def __init__(self, text: str) -> None:
        self.old = text
        self.pieces: list[tuple[int, int, str]] = [(0, len(text), text)]

    @property
    def text(self) -> str:
        return "".join(piece[2] for piece in self.pieces)

    def replace(self, start: int, end: int, words: str) -> None:
        """Replace old[start:end], which must not have been edited yet."""
        for index, (piece_start, piece_end, piece) in enumerate(self.pieces):
            untouched = piece == self.old[piece_start:piece_end]
            if untouched and piece_start <= start <= end <= piece_end:
                self.pieces[index : index + 1] = [
                    (piece_start, start, self.old[piece_start:start]),
                    (start, end, words),
                    (end, piece_end, self.old[end:piece_end]),
                ]
                return
        raise AssertionError("edited twice")

    def replace_all(self, pattern: str, words: str) -> None:
        """Replace every match, or only its first group if there is one."""
        matches = list(re.finditer(pattern, self.old))
        assert matches
        for match in matches:
            self.replace(*match.span(match.re.groups), words)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        starts, ends, new = {}, {}, 0
        for piece_start, piece_end, piece in self.pieces:
            if piece == self.old[piece_start:piece_end]:
                for offset in range(len(piece)):
                    starts[piece_start + offset] = new + offset
                    ends[piece_start + offset + 1] = new + offset + 1
            elif piece:
                starts[piece_start], ends[piece_end] = new, new + len(piece)
            new += len(piece)
        if start in starts and end in ends and starts[start] < ends[end]:
            return starts[start], ends[end]
        return None


def join_a_paragraph(edit):
    first, second = paragraphs(edit.old)[3:5]
    edit.replace(first.end, second.start, " ")


def put_a_note_on_top(edit):
    edit.replace(0, 0, "Correction: Turkey's prime minister is Tayyip Erdogan, not Putin.\n\n")


def swap_paragraphs(edit):
    first, second = paragraphs(edit.old)[1], paragraphs(edit.old)[8]
    edit.pieces = [
        (start, end, edit.old[start:end])
        for start, end in [
            (0, first.start),
            (second.start, second.end),
            (first.end, second.start),
            (first.start, first.end),
            (second.end, len(edit.old)),
        ]
    ]


def delete_a_paragraph(edit):
    gone, following = paragraphs(edit.old)[5:7]
    edit.replace(gone.start, following.start, "")


def respell_names(edit):
    edit.replace_all("Erdogan", "Erdoğan")
    edit.replace_all("Assad", "Asad")
    edit.replace_all("Gadhafi", "Gaddafi")


def make_quotes_typographic(edit):
    edit.replace_all(r"(?<!\S)\"", "“")
    edit.replace_all(r"(?<=\S)\"", "”")
    edit.replace_all("'", "’")


def rewrite_a_sentence(edit):
    edit.replace_all("The loss of influence in Libya after", "After")
    edit.replace_all("Gadhafi( has also made its mark in) the Kremlin", ",")
    edit.replace_all("the Kremlin(.)", " has fewer friends.")
    edit.replace_all("operation to topple", "campaign against")


def add_a_look_alike(edit):
    place = edit.old.index("Turkish officials say")
    edit.replace(
        place,
        place,
        "Turkish officials say Russia must wait. Putin had been expected to visit Turkey.\n\n",
    )


EDITS = [
    join_a_paragraph,
    put_a_note_on_top,
    swap_paragraphs,
    delete_a_paragraph,
    respell_names,
    make_quotes_typographic,
    rewrite_a_sentence,
    add_a_look_alike,
]


def seed_rows(model: str) -> list[dict]:
    rows = json.loads(SEED.read_text(encoding="utf-8"))
    return [row["fields"] for row in rows if row["model"] == model]


def seed() -> tuple[str, list[Anchor]]:
    [article] = seed_rows("articles.article")
    annotations = [one for one in seed_rows("articles.annotation") if one["field"] == "text"]
    return article["text"], [
        Anchor(number, one["start"], one["end"], one["exact"], one["prefix"], one["suffix"])
        for number, one in enumerate(annotations)
    ]


def outcomes(make, text, anchors) -> tuple[int, int, int]:
    """How many anchors came out right, orphaned and wrong."""
    edit = Edit(text)
    make(edit)
    carried, orphans = carry(text, edit.text, anchors)
    old = {one.key: (one.start, one.end) for one in anchors}
    right = sum(edit.place(*old[one.key]) == (one.start, one.end) for one in carried)
    return right, len(orphans), len(carried) - right


needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the seed article is not there")


@needs_seed
def test_no_anchor_of_the_seed_lands_on_other_words():
    text, anchors = seed()
    results = [outcomes(make, text, anchors) for make in EDITS]
    right, orphaned, wrong = map(sum, zip(*results, strict=True))
    assert wrong == 0
    assert right >= 1341
    assert right + orphaned == len(EDITS) * len(anchors) == 1368


@needs_seed
def test_only_what_was_deleted_or_rewritten_is_orphaned():
    text, anchors = seed()
    for make in EDITS:
        if make not in (delete_a_paragraph, rewrite_a_sentence):
            assert outcomes(make, text, anchors) == (len(anchors), 0, 0), make.__name__


@needs_seed
def test_every_anchor_of_the_seed_outlives_its_correction():
    text, anchors = seed()
    [as_it_came] = [one["text"] for one in seed_rows("articles.revision") if one["number"] == 1]
    back, orphans = carry(text, as_it_came, anchors)
    assert not orphans
    old = [Anchor(o.key, o.start, o.end, o.exact, o.prefix, o.suffix) for o in back]
    carried, orphans = carry(as_it_came, text, old)
    assert not orphans
    assert [(o.start, o.end) for o in carried] == [(o.start, o.end) for o in anchors]
