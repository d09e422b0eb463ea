"""Whatever the edit, no anchor lands on other words."""

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.anchors import Anchor, alike, carry, describe

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
