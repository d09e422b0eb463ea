import json
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.anchors import (
    CONTEXT,
    Anchor,
    Carried,
    Orphan,
    alike,
    carry,
    describe,
    find_quote,
    unique_best,
)
from articles.text import paragraphs

SEED = Path(__file__).parents[1] / "fixtures" / "moscow_times.json"


def anchor(text: str, exact: str, occurrence: int = 0, key: object = None) -> Anchor:
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(exact, start + 1)
    return Anchor(
        key or exact, start, start + len(exact), *describe(text, start, start + len(exact))
    )


def carried_to(old: str, new: str, *anchors: Anchor) -> list[str | None]:
    """What each anchor's words are in the new text; None for an orphan."""
    carried, orphans = carry(old, new, anchors)
    words = {one.key: new[one.start : one.end] for one in carried}
    assert words.keys() | {one.key for one in orphans} == {one.key for one in anchors}
    return [words.get(one.key) for one in anchors]


# --- Eight edits of the seed article -------------------------------------------------------


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


# --- Single cases --------------------------------------------------------------------------

TEXT = (
    "Moscow has vetoed three resolutions, blocking Turkish and Western efforts to provide UN\n\n"
    "support for the rebel forces trying to topple him.\n\n"
    'Turkey said "Russia must be patient" on Monday. Erdogan sees Putin as key to a solution.\n\n'
    "Russia provides nearly two-thirds of Turkey's gas supplies."
)


def test_an_unchanged_text_leaves_every_anchor_as_it_is():
    anchors = [anchor(TEXT, "Turkey"), anchor(TEXT, " nearly two"), anchor(TEXT, "him.\n\n")]
    carried, orphans = carry(TEXT, TEXT, anchors)
    assert not orphans
    assert all(not one.moved for one in carried)


def test_a_sentence_broken_over_two_paragraphs_is_joined():
    new = TEXT.replace("UN\n\nsupport", "UN support")
    across = anchor(TEXT, "efforts to provide UN\n\nsupport for the rebel forces")
    after = anchor(TEXT, "Russia", 1)
    assert carried_to(TEXT, new, across, after) == [
        "efforts to provide UN support for the rebel forces",
        "Russia",
    ]


def test_what_is_told_of_a_carried_anchor():
    new = "Correction.\n\n" + TEXT
    [carried], [] = carry(TEXT, new, [anchor(TEXT, "Erdogan", key=7)])
    start = new.index("Erdogan")
    exact, prefix, suffix = describe(new, start, start + 7)
    assert carried == Carried(7, start, start + 7, exact, prefix, suffix, moved=True)
    assert len(prefix) == len(suffix) == CONTEXT


def test_words_put_beside_an_anchor_stay_outside():
    new = TEXT.replace("Erdogan sees", "Later Erdogan now sees")
    assert carried_to(TEXT, new, anchor(TEXT, "Erdogan")) == ["Erdogan"]


def test_words_put_inside_a_long_anchor_belong_to_it():
    new = TEXT.replace("trying to topple", "still trying to topple")
    quote = anchor(TEXT, "support for the rebel forces trying to topple him")
    assert carried_to(TEXT, new, quote) == [
        "support for the rebel forces still trying to topple him"
    ]


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("Erdogan", "Erdoğan", True),
        ("Erdogan", "Gül", False),
        ("Monday", "Sunday", False),
        ("Russia", "Russia,", True),
        ("two-thirds of Turkey's gas", "two–thirds of Turkey’s gas", True),
        ("two-thirds of Turkey's gas", "half of Turkey's gas", False),
    ],
)
def test_another_spelling_is_followed_and_another_word_is_not(old, new, kept):
    [words] = carried_to(TEXT, TEXT.replace(old, new), anchor(TEXT, old))
    assert words == (new.rstrip(",") if kept else None)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ('"Russia is not opposing"', "“Russia is not opposing”", True),
        ("wait...", "wait…", True),
        ("provide UN\n\nsupport", "provide UN support", True),
        ("North Korea", "South Korea", False),
        ("March 2012", "March 2013", False),
        ("Iran's", "Iraq's", False),
        ("Moammar Gadhafi", "Moammar Gaddafi", True),
        ("Moammar Gadhafi", "Muammar Qaddafi", False),
        ("Vladimir Putin", "Putin", False),
        (
            "The loss of influence in Libya made its mark",
            "The loss of power in Libya made its mark",
            True,
        ),
        (
            "The loss of influence in Libya made its mark",
            "Libya was lost, and it made a mark",
            False,
        ),
    ],
)
def test_what_counts_as_the_same_words(old, new, same):
    assert alike(old, new) is same


def test_a_deleted_mention_does_not_move_to_the_next_one():
    new = TEXT.replace('Turkey said "Russia must be patient" on Monday. ', "")
    carried, [orphan] = carry(TEXT, new, [anchor(TEXT, "Russia")])
    assert not carried
    assert orphan == Orphan("Russia", "Russia", ((new.index("Russia"), new.index("Russia") + 6),))


def test_a_moved_paragraph_takes_its_anchors_along():
    first, second, third, fourth = TEXT.split("\n\n")
    new = f"{fourth}\n\n{third}\n\n{first}\n\n{second}"
    inside = [anchor(TEXT, "Russia"), anchor(TEXT, "Russia", 1, key="second"), anchor(TEXT, "UN")]
    carried, orphans = carry(TEXT, new, inside)
    assert not orphans
    assert [one.start for one in carried] == [
        new.index("Russia", 20),
        new.index("Russia"),
        new.index("UN"),
    ]


def test_a_look_alike_put_first_does_not_take_an_anchor():
    new = TEXT.replace("Erdogan sees", "Erdogan sees Lavrov as key to a quarrel. Erdogan sees")
    [carried], [] = carry(TEXT, new, [anchor(TEXT, "Erdogan")])
    assert carried.start == new.rindex("Erdogan")


def test_an_anchor_with_wrong_offsets_is_found_by_its_quote():
    stale = Anchor(1, 900, 906, "Russia", "Turkey said “", " must be")
    foreign = Anchor(2, 0, 5, "Turkey", "a quite different ", " text")
    carried, orphans = carry(TEXT, TEXT, [stale, foreign])
    assert [(one.key, one.start) for one in carried] == [(1, TEXT.index("Russia"))]
    assert [one.key for one in orphans] == [2]


def test_letters_beyond_the_basic_plane_count_as_one():
    old = "😀 Turkey 👨‍👩‍👧 met Russia 𝕏 on Monday."
    new = "😀😀 So " + old
    [carried], [] = carry(old, new, [anchor(old, "Russia")])
    assert new[carried.start : carried.end] == "Russia"


def test_languages_without_spaces():
    old = "トルコのエルドアン首相は月曜日にプーチン大統領と会談した。ロシアはガスを供給する。"
    new = "訂正。" + old
    assert carried_to(old, new, anchor(old, "ロシア"), anchor(old, "エルドアン")) == [
        "ロシア",
        "エルドアン",
    ]


def test_an_emptied_text_orphans_everything():
    assert carried_to(TEXT, "", anchor(TEXT, "Turkey"), anchor(TEXT, "Erdogan")) == [None, None]


# --- Quotes --------------------------------------------------------------------------------


def test_a_quote_is_found_at_its_best_context_first():
    text = "Turkey said no. Russia said no. Turkey said yes."
    assert find_quote(text, "Turkey") == [0, 32]
    assert find_quote(text, "Turkey", prefix="said no. ", suffix=" said yes") == [32, 0]
    assert find_quote(text, "Greece") == []
    assert find_quote(text, "") == []


def test_a_quote_may_differ_in_typography_and_white_space():
    text = "He said “it’s UN\n\nsupport” twice."
    assert unique_best(text, '"it\'s UN support"') == (8, text.index(" twice"))


def test_whole_words_are_preferred():
    assert find_quote("Turkish Turk", "Turk") == [8, 0]
    assert unique_best("Turkish Turk", "Turk") == (8, 12)


def test_of_two_equal_places_there_is_no_best():
    assert unique_best("no and no", "no") is None
    assert unique_best("no and no", "no", prefix="and ") == (7, 9)


# --- Any edit ------------------------------------------------------------------------------

words = st.sampled_from(
    [
        "Turkey",
        "Russia",
        "Syria",
        "said",
        "that",
        "the",
        "of",
        "UN-backed",
        "Erdogan's",
        "no.",
        "plan,",
        "“yes”",
        "39",
        "40",
        "é",
        "😀",
        "並",
    ]
)
sentences = st.lists(words, min_size=1, max_size=12).map(" ".join)
texts = st.lists(sentences, min_size=1, max_size=8).map("\n\n".join)


@st.composite
def anchored_texts(draw):
    text = draw(texts)
    spots = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 40))
    spans = [(start, min(len(text), start + size)) for start, size in draw(st.lists(spots))]
    if draw(st.booleans()):  # mostly whole words, as an editor marks them
        borders = [match.span() for match in re.finditer(r"\S+", text)]
        spans = [
            (max(s for s, _ in borders if s <= start), min(e for _, e in borders if e >= end))
            for start, end in spans
            if borders[0][0] <= start and end <= borders[-1][1]
        ]
    return text, [Anchor(n, s, e, *describe(text, s, e)) for n, (s, e) in enumerate(spans)]


@st.composite
def edited(draw, text):
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 60)))
        match draw(st.sampled_from(["insert", "delete", "replace", "move paragraph"])):
            case "insert":
                text = text[:start] + draw(sentences) + text[start:]
            case "delete":
                text = text[:start] + text[end:]
            case "replace":
                text = text[:start] + draw(sentences) + text[end:]
            case _:
                parts = text.split("\n\n")
                part = parts.pop(draw(st.integers(0, len(parts) - 1)))
                parts.insert(draw(st.integers(0, len(parts))), part)
                text = "\n\n".join(parts)
    return text


def touching(one, other):
    return one.start < other.end and other.start < one.end


def nested(one, other):
    return (one.start <= other.start and other.end <= one.end) or (
        other.start <= one.start and one.end <= other.end
    )


@settings(max_examples=300, deadline=None)
@given(anchored_texts(), st.data())
def test_an_anchor_is_on_its_words_or_an_orphan(anchored, data):
    old, anchors = anchored
    new = data.draw(edited(old))
    carried, orphans = carry(old, new, anchors)
    before = {one.key: one for one in anchors}
    assert sorted([one.key for one in carried] + [one.key for one in orphans]) == sorted(before)
    for one in carried:
        was = before[one.key]
        assert 0 <= one.start < one.end <= len(new)
        assert (one.exact, one.prefix, one.suffix) == describe(new, one.start, one.end)
        assert alike(was.exact, one.exact)
        assert one.moved == ((one.start, one.end) != (was.start, was.end))
    for one in orphans:
        assert len(one.guesses) <= 3
        assert all(0 <= start < end <= len(new) for start, end in one.guesses)
    for index, one in enumerate(carried):
        for other in carried[:index]:
            was, other_was = before[one.key], before[other.key]
            assert touching(one, other) == touching(was, other_was)
            if (one.start, one.end) == (other.start, other.end):
                assert nested(was, other_was)


@settings(deadline=None)
@given(anchored_texts(), st.data())
def test_new_words_and_gone_words_keep_the_order(anchored, data):
    old, anchors = anchored
    parts = re.split(r"(\s+)", old)
    for index in data.draw(st.lists(st.integers(0, len(parts) - 1), max_size=6)):
        parts[index] = data.draw(st.sampled_from(["", " ", " Lavrov ", "!", " foo\n\nbar "]))
    carried, _ = carry(old, "".join(parts), anchors)
    before = {one.key: one for one in anchors}
    for index, one in enumerate(carried):
        for other in carried[:index]:
            if before[one.key].end <= before[other.key].start:
                assert one.end <= other.start
            if before[other.key].end <= before[one.key].start:
                assert other.end <= one.start


@settings(deadline=None)
@given(st.lists(st.integers(2, 14), min_size=1, max_size=6), st.data())
def test_of_words_that_occur_once_none_is_confused(sizes, data):
    """Numbered words: where each of them went is known from the new text itself."""
    numbers = iter(range(1000))
    old = "\n\n".join(
        " ".join(f"w{chr(0x4E00 + next(numbers))}" for _ in range(size)) for size in sizes
    )
    spans = [match.span() for match in re.finditer(r"\S+", old)]
    anchors = [Anchor(n, s, e, *describe(old, s, e)) for n, (s, e) in enumerate(spans)]
    new = data.draw(edited(old))
    carried, _ = carry(old, new, anchors)
    for one in carried:
        assert one.exact == anchors[one.key].exact
        assert new.count(one.exact) == 1


@pytest.mark.parametrize("rate", [0.0, 0.05, 0.5])
def test_a_thousand_anchors_over_ten_thousand_words_take_no_time(rate):
    chance = random.Random(2012)  # noqa: S311
    vocabulary = [f"word{number}" for number in range(1500)] + ["the", "of", "and", ","] * 150
    old = "\n\n".join(
        ". ".join(" ".join(chance.choices(vocabulary, k=20)) for _ in range(4)) for _ in range(125)
    )
    borders = [match.span() for match in re.finditer(r"\S+", old)]
    spans = [
        (borders[first][0], borders[min(first + size, len(borders) - 1)][1])
        for first, size in zip(
            chance.choices(range(len(borders)), k=1000), [0, 1, 2, 15, 30] * 200, strict=True
        )
    ]
    anchors = [Anchor(n, s, e, *describe(old, s, e)) for n, (s, e) in enumerate(spans)]
    new = re.sub(r"\w+", lambda m: "other" if chance.random() < rate else m[0], old)
    began = time.process_time()
    carried, _ = carry(old, new, anchors)
    assert time.process_time() - began < 5
    assert len(carried) >= (1 - 6 * rate) * 1000
