"""Sentences: where they end, and where a dot is none of their ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.sentences import sentence_at, sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["Turkey will press.", "Russia waits."],
        ["Mr. Putin and V. V. Ivanov met Gen. Smith on Dec. 3 in St. Petersburg.", "They talked."],
        ["The U.S. Embassy paid $1.5 million, i.e. nothing.", "So it goes."],
        ["“It is over.”", "He left!", "Did he?", "(He did.)", "Yes…", "No."],
        ["He said “No.” and left."],
        ["He spoke to Dr. No. 5 and others etc.", "That was all."],
        ["土耳其将向俄罗斯施压。", "会谈于周一开始！", "“真的吗？”", "是的。"],
        ["「ガスです。」", "彼は言った。"],
        ["Переговоры прошли в 2012 г. в Москве.", "Они закончились."],
        ["هل بدأت المحادثات؟", "نعم."],
        ["तुर्की दबाव डालेगा।", "रूस इंतज़ार करेगा।"],
    ],
)
def test_a_sentence_ends_where_a_reader_would_say(expected):
    joint = "" if expected[0][-1] in "。」" else " "
    text = joint.join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_no_sentence_goes_on_into_the_next_paragraph():
    text = "ISTANBUL\n\nTurkey will press\n \nRussia."
    assert [text[start:end] for start, end in sentences(text)] == [
        *("ISTANBUL", "Turkey will press", "Russia."),
    ]


@pytest.mark.parametrize("row", ["!", ".", "!.", "…؟"])
def test_a_long_row_of_marks_takes_no_longer_than_other_text(row):
    """Looked at from each of its marks, this would take hours."""
    text = f"Gas{row * 50_000}go. Oil."
    assert [text[start:end][-2:] for start, end in sentences(text)] == ["o.", "l."]


@given(st.text(alphabet="aB. \n!?。”“"))
def test_they_hold_every_letter_once_and_in_order(text):
    found = list(sentences(text))
    kept = {place for start, end in found for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in kept)
    for place in kept:
        start, end = sentence_at(found, place)
        assert start <= place < end
