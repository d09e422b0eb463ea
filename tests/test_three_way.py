"""What two people made of the same text, put together: no word of either is lost unasked."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.three_way import Taken, merge, merge_sets, merge_words

# Few words, so that they recur; blanks, paragraphs, signs and a script without blanks.
WORDS = st.lists(
    st.sampled_from(["Turkey", "Russia", "said", "the", "gas.", "“no”", "日", "本", "\n\n", "𝔸"]),
    max_size=12,
).map(" ".join)


@st.composite
def edited(draw, base, new_words):
    """The base with some words left out and some words put in that it did not have."""
    words = []
    for word in [*base, None]:
        if draw(st.integers(0, 5)) == 0:
            words += draw(st.lists(st.sampled_from(new_words), min_size=1, max_size=2))
        if word is not None and draw(st.integers(0, 5)):
            words.append(word)
    return words


@st.composite
def two_edits(draw):
    base = [f"w{number}" for number in range(draw(st.integers(0, 14)))]
    return base, draw(edited(base, ["theirs", "eva"])), draw(edited(base, ["hers", "ana"]))


@given(WORDS, WORDS)
def test_where_one_side_changed_nothing_the_other_is_taken(base, other):
    assert merge_words(base, other, base) == (
        (Taken.THEIRS, other) if other != base else (Taken.SAME, base)
    )
    assert merge_words(base, base, other)[1] == other
    assert merge_words(base, other, other) == (Taken.SAME, other)


@given(WORDS, WORDS, WORDS)
def test_whose_version_comes_first_makes_no_difference(base, one, other):
    taken, words = merge_words(base, one, other)
    turned, same = merge_words(base, other, one)
    assert (taken == Taken.ASKED) == (turned == Taken.ASKED)
    if taken == Taken.ASKED:
        assert (words, same) == (other, one), "until somebody is asked, hers stands"
    else:
        assert words == same


@given(two_edits())
def test_no_word_of_either_side_is_lost_and_what_either_removed_stays_out(edits):
    base, theirs, hers = edits
    taken, words = merge_words(" ".join(base), " ".join(theirs), " ".join(hers))
    if taken == Taken.ASKED:
        assert words == " ".join(hers)
        return
    found = Counter(words.split())
    for word in ("theirs", "eva"):
        assert found[word] == Counter(theirs)[word]
    for word in ("hers", "ana"):
        assert found[word] == Counter(hers)[word]
    for word in base:
        assert found[word] == (word in theirs and word in hers)


@given(two_edits())
def test_to_put_together_once_more_changes_nothing(edits):
    base, theirs, hers = (" ".join(words) for words in edits)
    taken, words = merge_words(base, theirs, hers)
    if taken != Taken.ASKED:
        assert merge_words(base, theirs, words)[1] == words


MEMBERS = st.lists(st.sampled_from("abcdef"), unique=True)


@given(MEMBERS, MEMBERS, MEMBERS)
def test_of_a_set_each_addition_and_each_removal_counts(base, theirs, hers):
    _, members = merge_sets(base, theirs, hers)
    for one in "abcdef":
        did_they = (one in theirs) != (one in base)
        assert (one in members) == (one in theirs if did_they else one in hers)
    assert len(members) == len(set(members))


@pytest.mark.parametrize(
    ("base", "theirs", "hers", "expected"),
    [
        ("Turkey sells gas now.", "Turkey buys gas now.", "Turkey sells oil now.", None),
        ("Turkey sells gas now.", "Turkey buys gas now.", "Turkey sells gas then.", "Turkey buys"),
        ("One.\n\nTwo.\n\nThree.", "One!\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nDrei.", "One!\n\n"),
        ("One.", "One. Two.", "One. Three.", None),
        ("日本語の文章です", "日本語の文書です", "日本国の文章です", "日本国の文書です"),
    ],
)
def test_changes_apart_are_both_kept_and_changes_to_neighbors_are_asked(
    base, theirs, hers, expected
):
    taken, words = merge_words(base, theirs, hers)
    if expected is None:
        assert (taken, words) == (Taken.ASKED, hers)
    else:
        assert taken == Taken.BOTH and words.startswith(expected)


def test_where_nobody_knows_what_was_before_all_that_differs_is_asked():
    assert merge(None, "a", "b") == (Taken.ASKED, "b")
    assert merge_words(None, "a", "b") == (Taken.ASKED, "b")
    assert merge_sets(None, ["a"], ["b"]) == (Taken.ASKED, ["b"])
    assert merge(None, "a", "a") == (Taken.SAME, "a")


def test_a_text_of_a_million_characters_is_put_together():
    base = " ".join(f"word{number}" for number in range(110_000))
    theirs, hers = base.replace("word7 ", "theirs "), base.replace("word90000 ", "hers ")
    taken, words = merge_words(base, theirs, hers)
    assert taken == Taken.BOTH and " theirs " in words and " hers " in words
