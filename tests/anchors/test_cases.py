"""Single cases of anchors carried over an edit, and quotes found again."""

import pytest

from articles.anchors import (
    CONTEXT,
    Anchor,
    Carried,
    Orphan,
    alike,
    carry,
    describe,
)
from articles.quotes import find_spans, unique_best


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


# --- Single cases ---------------------------------------------------------------------------------


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


# --- Quotes ---------------------------------------------------------------------------------------


def test_a_quote_is_found_at_its_best_context_first():
    text = "Turkey said no. Russia said no. Turkey said yes."
    assert find_spans(text, "Turkey") == [(0, 6), (32, 38)]
    assert find_spans(text, "Turkey", prefix="said no. ", suffix=" said yes") == [(32, 38), (0, 6)]
    assert find_spans(text, "Greece") == []
    assert find_spans(text, "") == []


def test_a_quote_may_differ_in_typography_and_white_space():
    text = "He said “it’s UN\n\nsupport” twice."
    assert unique_best(text, '"it\'s UN support"') == (8, text.index(" twice"))


def test_whole_words_are_preferred():
    assert find_spans("Turkish Turk", "Turk") == [(8, 12)]
    assert unique_best("Turkish Turk", "Turk") == (8, 12)


def test_of_two_equal_places_there_is_no_best():
    assert unique_best("no and no", "no") is None
    assert unique_best("no and no", "no", prefix="and ") == (7, 9)
