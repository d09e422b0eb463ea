import json
import re
import unicodedata
from pathlib import Path
from xml.parsers import expat

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles import text as gate
from articles.text import (
    ascii_slug,
    clean_line,
    clean_text,
    clean_text_with_map,
    fold,
    looks_like,
    mixed_script,
    paragraphs,
    sort_key,
    text_checksum,
    word_count,
)

WIKINEWS = Path(__file__).parents[2] / "shared" / "data" / "wikinews_2019_2020.jsonl"

awkward = st.sampled_from(
    "\x00\t\n\r\v\f\x1b\x7f\x85\xa0\xad\u0300\u0316\u0301\u0344\u0345\u0f73\u1100\u1161\u11a8"
    "\u2000\u200b\u200d\u200e\u2028\u2029\u202e\u2067\u212a\u0958\ufdd0\ufeff\ufffe\uffff"
    "\ud800\udfff😀\U0001fffe\U0010ffff ieİıſßÅ"
)
texts = st.text(alphabet=st.one_of(awkward, st.characters(), st.sampled_from("ab e\n")))

REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def is_noncharacter(character: str) -> bool:
    return 0xFDD0 <= ord(character) <= 0xFDEF or ord(character) & 0xFFFE == 0xFFFE


# --- The gate ------------------------------------------------------------------------------


@settings(deadline=None)
@given(texts)
@example("a\x00\u0301")
@example(" \n\n \n\n\nx\u2028\r\n")
@example("e" + "\u0301\u0316" * 40)
def test_the_gate_leaves_its_own_work_alone(raw):
    assert clean_text(clean_text(raw)) == clean_text(raw)
    assert clean_line(clean_line(raw)) == clean_line(raw)


@settings(deadline=None)
@given(texts)
def test_what_passed_the_gate_is_fit_for_every_database_and_format(raw):
    for cleaned in (clean_text(raw), clean_line(raw)):
        assert unicodedata.is_normalized("NFC", cleaned)
        assert not REMOVED.search(cleaned)
        assert not any(is_noncharacter(character) for character in cleaned)
        as_xml = cleaned.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        expat.ParserCreate().Parse(f"<t>{as_xml}</t>".encode(), True)


@settings(deadline=None)
@given(texts)
def test_only_what_should_go_is_removed(raw):
    def substance(text):
        kept = REMOVED.sub("", text).replace("\x85", "")
        kept = "".join(c for c in kept if not c.isspace() and not is_noncharacter(c))
        return unicodedata.normalize("NFC", kept)

    # White space may be taken out here because no letter composes with it; a mark that comes
    # to stand on another letter thereby does so on both sides.
    assert substance(clean_text(raw)) == substance(raw)
    assert substance(clean_line(raw)) == substance(raw)


@settings(deadline=None)
@given(texts)
def test_paragraphs_are_divided_by_one_blank_line(raw):
    cleaned = clean_text(raw)
    assert cleaned == cleaned.strip()
    assert "\n\n\n" not in cleaned
    assert not set("\t\r") & set(cleaned)
    assert all(line == line.rstrip() for line in cleaned.split("\n"))


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        (
            "one\r\ntwo\rthree\u2028four\u2029five\x85six\vseven",
            "one\ntwo\nthree\nfour\nfive\nsix\nseven",
        ),
        ("a  \n \t\n\n\n\nb\n", "a\n\nb"),
        ("\ufeffa\tb\x00\x1b", "a b"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("می\u200cخواهم \u200eLRM\u200f 👨\u200d👩", "می\u200cخواهم \u200eLRM\u200f 👨\u200d👩"),
        ("a\ufffe\uffff\ufdd0\U0001ffffb\ud83d", "ab"),
        ("Erdog\u0306an", "Erdoğan"),
        ("a\xa0b  c", "a\xa0b  c"),
        ("  indented\n  lines", "indented\n  lines"),
        ("", ""),
    ],
)
def test_texts_as_they_come(raw, cleaned):
    assert clean_text(raw) == cleaned


def test_a_line_has_no_breaks_and_single_spaces():
    assert (
        clean_line(" Turkey\u2028 to\t\xa0\u2009Press\r\nPutin\x0b\ufeff ")
        == "Turkey to Press Putin"
    )


def test_no_more_marks_stand_on_a_letter_than_any_script_uses():
    hostile = "a" + "\u0301\u0316" * 300_000 + "b"
    cleaned = clean_text(hostile)
    assert len(cleaned) <= gate.MARKS_MAX + 2
    assert cleaned[-1] == "b"


# --- Offsets -------------------------------------------------------------------------------


@settings(deadline=None)
@given(texts)
def test_the_map_comes_with_the_same_text(raw):
    assert clean_text_with_map(raw)[0] == clean_text(raw)


@settings(deadline=None)
@given(texts)
def test_offsets_keep_their_order_and_their_bounds(raw):
    cleaned, offsets = clean_text_with_map(raw)
    moved = [offsets.new(offset) for offset in range(len(raw) + 1)]
    assert moved == sorted(moved)
    assert moved[-1] == len(cleaned)
    assert offsets.new(-5) == moved[0] == 0
    assert offsets.new(len(raw) + 5) == len(cleaned)


plain_letters = st.characters(categories=["Lu", "Ll", "Nd", "Po"], max_codepoint=0x17F)
plain = st.text(plain_letters.filter(lambda c: unicodedata.is_normalized("NFC", c)))


@settings(deadline=None)
@given(st.lists(st.tuples(plain, texts)))
def test_every_surviving_character_is_found_at_its_new_place(pieces):
    raw, places = "", []
    for word, dirt in pieces:
        places.append((len(raw), word))
        raw += word + dirt
    cleaned, offsets = clean_text_with_map(raw)
    for start, word in places:
        # The last letter may have been composed with a mark that follows it.
        for offset, letter in enumerate(word[:-1], start):
            assert cleaned[offsets.new(offset)] == letter
        if len(word) > 1:
            assert offsets.span(start, start + len(word) - 1) is not None
            new_start, new_end = offsets.span(start, start + len(word) - 1)
            assert cleaned[new_start:new_end] == word[:-1]


@settings(deadline=None)
@given(texts, st.data())
def test_a_span_holds_what_cleaning_leaves_of_it(raw, data):
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    cleaned, offsets = clean_text_with_map(raw)
    span = offsets.span(start, end)
    if span is None:
        assert offsets.new(start) == offsets.new(end) or end - start < 2
        return
    assert 0 <= span[0] < span[1] <= len(cleaned)
    assert span[0] == offsets.new(start)
    assert span[1] >= offsets.new(end)


def test_a_span_over_removed_text_is_gone():
    cleaned, offsets = clean_text_with_map("a\x00\x00b")
    assert offsets.span(1, 3) is None
    assert offsets.span(0, 3) == (0, 1)
    assert offsets.span(2, 2) is None
    assert offsets.span(0, 99) == (0, len(cleaned))


def test_half_a_letter_is_the_whole_letter():
    cleaned, offsets = clean_text_with_map("\ufeffcafe\u0301!")
    assert cleaned == "café!"
    assert offsets.span(4, 5) == offsets.span(5, 6) == offsets.span(4, 6) == (3, 4)
    assert [offsets.new(offset) for offset in range(8)] == [0, 0, 1, 2, 3, 3, 4, 5]


def damage(text: str) -> str:
    """A text as a careless export gives it."""
    text = unicodedata.normalize("NFD", text).replace("\n", "\r\n")
    return (
        "\ufeff\r\n"
        + text.replace(". ", ".\u200e\x00  \t").replace("\r\n\r\n", " \r\n\r\n \r\n")
        + "\x1a"
    )


@pytest.mark.skipif(not WIKINEWS.exists(), reason="the Wikinews texts are not beside the project")
def test_words_of_real_articles_are_found_again():
    with WIKINEWS.open(encoding="utf-8") as lines:
        articles = [json.loads(line)["text"] for line in lines][::3]
    assert articles
    for article in articles:
        for raw in (article, damage(article)):
            cleaned, offsets = clean_text_with_map(raw)
            for word in re.finditer(r"[^\s\x00-\x1f\ufeff]+", raw):
                start, end = offsets.span(*word.span())
                assert cleaned[start:end] == unicodedata.normalize("NFC", word[0])


# --- Names ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Türkiye", "TURKIYE"),
        ("Erdoğan", "erdogan"),
        ("Erdog\u0306an", "ERDOĞAN"),
        ("İstanbul", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("Straße", "STRASSE"),
        ("United\xa0 Nations", " united nations "),
        ("Ｔｕｒｋｅｙ", "Turkey"),
        ("Tur\u00adkey\u200b", "turkey"),
    ],
)
def test_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Мир", "Мйр"), ("C", "C++"), ("が", "か"), ("Тurkey", "Turkey")]
)
def test_different_names_fold_apart(one, other):
    assert fold(one) != fold(other)


@settings(deadline=None)
@given(texts)
def test_folding_twice_is_folding_once(name):
    assert fold(fold(name)) == fold(name)
    assert fold(name) == fold(clean_line(name))


@settings(deadline=None)
@given(texts)
def test_sort_keys_are_ascii_and_never_empty(name):
    key = sort_key(name)
    assert key.isascii()
    assert key == key.lower()
    assert bool(key) == bool(clean_line(name))
    assert len(key) <= gate.NAME_MAX


def test_names_sort_by_their_letters():
    names = ["Zimbabwe", "Åland", "Élysée", "eritrea", "Турция", "Angola", "\ue000"]
    assert sorted(names, key=sort_key) == [
        "Åland",
        "Angola",
        "Élysée",
        "eritrea",
        "Турция",
        "Zimbabwe",
        "\ue000",
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Türkiye", "turkiye"),
        ("Турция", "turtsiya"),
        ("Assad’s Regime", "assads-regime"),
        ("U.S.-Russia talks", "us-russia-talks"),
        ("St. Petersburg", "st-petersburg"),
        ("x/y", "x-y"),
        ("C++", "c"),
        ("日本", "riben"),
        ("!!!", "entity"),
        ("..", "entity"),
        ("", "entity"),
        ("a" * 300, "a" * gate.SLUG_MAX),
        ("word " * 100, "word-" * 39 + "word"),
    ],
)
def test_slugs(name, slug):
    assert ascii_slug(name) == slug


@settings(deadline=None)
@given(texts)
def test_a_slug_is_always_an_address(name):
    slug = ascii_slug(name, fallback="article")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= gate.SLUG_MAX
    assert ascii_slug(slug) == slug


def test_look_alikes_of_other_alphabets_are_seen():
    assert looks_like("Тurkey") == "turkey"
    assert looks_like("Ρutin") == "putin"
    assert looks_like("Türkiye") == fold("Türkiye")
    assert mixed_script("Тurkey")
    assert not mixed_script("Турция")
    assert not mixed_script("Газпром Neft")
    assert not mixed_script("東京タワー Tower")


# --- Texts ---------------------------------------------------------------------------------


@settings(deadline=None)
@given(texts)
def test_paragraphs_are_slices_that_cover_every_word(raw):
    text = clean_text(raw)
    found = paragraphs(text)
    assert [paragraph.number for paragraph in found] == list(range(1, len(found) + 1))
    assert all(text[p.start : p.end] == p.text and p.text.strip() for p in found)
    assert "\n\n".join(p.text for p in found) == text


def test_words_are_counted():
    assert word_count("ISTANBUL — Turkey's UN-backed plan, No. 3.\n\nМир") == 7
    assert word_count("") == 0


def test_a_checksum_is_of_the_utf8_bytes():
    assert text_checksum("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


def test_a_long_text_passes_the_gate_at_once():
    long_text = "The quick brown fox, élan. " * 8_000
    assert clean_text(long_text + "\n") == long_text.rstrip()
    cleaned, offsets = clean_text_with_map(unicodedata.normalize("NFD", long_text))
    assert cleaned == long_text.rstrip()
    assert offsets.new(len(long_text)) < len(long_text)
