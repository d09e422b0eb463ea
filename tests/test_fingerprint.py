"""Texts that are nearly the same."""

import random

from articles.fingerprint import alike, fingerprint

STORY = (
    "Turkey will press President Vladimir Putin this week to cooperate in engineering as rapid an"
    " end as possible to the rule of Bashar Assad and try to assuage his fears that Moscow could"
    " lose out after his departure. Tayyip Erdoğan sees Putin, who was scheduled to visit the"
    " country on Monday, as key to quelling a conflict that has sent 100,000 refugees fleeing to"
    " Turkish soil and stirred warnings of a sectarian war beyond the borders of Syria. "
)


def words(number, seed):
    dice = random.Random(seed)  # noqa: S311  the same words each time
    return " ".join(f"w{dice.randrange(2000)}" for _ in range(number))


def test_case_marks_and_punctuation_make_no_other_text():
    plain = STORY.replace("ğ", "g").replace(", ", " ").replace(".", "\n\n").upper()
    assert fingerprint(plain) == fingerprint(STORY)
    assert len(fingerprint(STORY)) == 6
    assert all(0 <= number < 1 << 58 for number in fingerprint(STORY))


def test_a_copy_with_another_lead_or_a_word_changed_here_and_there_is_alike():
    text = words(400, 1)
    copies = (text, f"{words(15, 2)} {text}", text[:-150], text.replace("w1", "x1", 3))
    assert all(alike(fingerprint(text), fingerprint(copy)) for copy in copies)


def test_texts_that_share_a_closing_line_are_not():
    closing = words(25, 3)
    prints = [fingerprint(f"{words(300, seed)} {closing}") for seed in range(10, 110)]
    assert not any(alike(one, other) for one in prints for other in prints if one is not other)


def test_a_few_words_have_none_and_what_is_written_without_blanks_does():
    assert fingerprint(words(23, 4)) is None
    assert fingerprint(words(24, 4)) is not None
    assert fingerprint("") is None
    assert fingerprint("東京で首脳会談が開かれ、両国は協力を確認したと発表した") is not None
