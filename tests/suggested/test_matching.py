"""Where names stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.suggest import Matcher, Name, Suggester
from articles.text import fold
from tests.suggested.names import ERDOGAN, NAMES, REBELS, TURKEY, US, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Help us, said the US.", [("US", US)]),
        ("They ate turkey in Turkey.", [("Turkey", TURKEY)]),
        ("Turkeys, a Turkeyish Turkey2 and Turkey’s", [("Turkey", TURKEY)]),
        ("Two Turks and a Turkish-US pact", [("Turks", TURKEY), ("Turkish", TURKEY), ("US", US)]),
        (
            "US-led, pro-Turkish; the U.S., the U.S.'s",
            [("US", US), ("Turkish", TURKEY)] + [("U.S.", US)] * 2,
        ),
        ("TURKEY — It went on", [("TURKEY", TURKEY)]),
        ("HELP US NOW\nAnd the US.", [("US", US)]),
        ("ask@Turkey, Turkey.example, /Turkey/ and @Turkey", []),
        (
            "Erdoğan and Recep Tayyip\nErdoğan",
            [("Erdoğan", ERDOGAN), ("Recep Tayyip\nErdoğan", ERDOGAN)],
        ),
        ("Recep Tayyip\n\nErdogan", [("Erdogan", ERDOGAN)]),
        ("Turke\u0301y and Turkey\u0301", []),
        ("😀 Turkey", [("Turkey", TURKEY)]),
        ("", []),
    ],
)
def test_names_stand_on_whole_words_in_their_case(text, expected):
    assert found(text) == expected


def test_the_longest_name_is_taken_and_one_that_describes_names_others_in_it():
    republic = Name("Republic of Turkey", TURKEY, "country", label="Turkey")
    bank = Name("Bank of Turkey", 20, "organization", label="Bank of Turkey")
    assert found("The Republic of Turkey and the Bank of Turkey", republic, bank, *NAMES) == [
        ("Republic of Turkey", TURKEY),
        ("Bank of Turkey", 20),
    ]
    assert found("Turkish rebels.") == [("Turkish rebels", REBELS), ("Turkish", TURKEY)]


def test_signs_and_joints_of_a_name_are_part_of_it():
    names = [
        Name("C++", 1, "topic"),
        Name("Bashar al-Assad", 2, "person"),
        Name("AT&T", 3, "topic"),
    ]
    text = "C++ and C; Bashar Al-Assad, Bashar al Assad; AT&T, AT and T."
    assert [text[one.start : one.end] for one in Matcher(names).find(text)] == [
        *("C++", "Bashar Al-Assad", "Bashar al Assad", "AT&T")
    ]


words = st.lists(
    st.sampled_from(
        [*(name.words for name in NAMES), "turkey", "us", "the", ". ", "\n\n", "’s", "-", "😀"]
    ),
    max_size=30,
)


@given(words, st.sampled_from([" ", "", "\n"]))
def test_any_text_has_suggestions_in_order_on_their_words_and_the_same_each_time(parts, blank):
    text = blank.join(parts)
    suggestions = Suggester(NAMES).suggest({"text": text})
    assert suggestions == Suggester(reversed(NAMES)).suggest({"text": text})
    assert [one.start for one in suggestions] == sorted(one.start for one in suggestions)
    known = {fold(name.words) for name in NAMES} | {"turks", "russians"}
    assert {fold(text[one.start : one.end]) for one in suggestions} <= known
