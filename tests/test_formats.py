"""Formats, without a database: what goes out comes in again, and what is broken says where."""

import io
import json
import operator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.formats import (
    FORMATS,
    Draft,
    Fault,
    LeftOut,
    UnknownFormat,
    csl_json,
    format_named,
    format_of,
    json_list,
    jsonl,
)


def read(content, format_=jsonl):
    content = content.encode() if isinstance(content, str) else content
    return list(format_.read(io.BytesIO(content)))


def only_fault(content, format_=jsonl):
    (fault,) = read(content, format_)
    assert isinstance(fault, Fault)
    return fault.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(), JSON, max_size=4), max_size=4))
def test_json_lines_come_back_as_they_went(records):
    written = b"".join(jsonl.write(records))
    assert written.count(b"\n") == len(records)
    assert [draft.record for draft in read(written)] == records


BEGINNINGS = (
    b"",
    b"headline,text\n",
    b"<rss><item>",
    b"<html><p>",
    b"WARC/1.0\r\n",
    b"\x1f\x8b",
    b"{",
)
READ = [format_ for format_ in FORMATS if hasattr(format_, "read")]


@settings(deadline=None, max_examples=60)
@given(st.builds(operator.add, st.sampled_from(BEGINNINGS), st.binary(max_size=200)))
def test_whatever_the_bytes_are_each_line_is_a_draft_or_a_fault(content):
    for format_ in READ:
        for found in read(content, format_):
            assert isinstance(found, Draft | Fault | LeftOut)


def test_a_fault_names_its_line_and_stops_no_other():
    found = read('{"headline": "One"}\n\n{"headline": \n[1]\r\n{"headline": "Five"}')
    assert [one.place for one in found] == ["1", "3", "4", "5"]
    assert [isinstance(one, Draft) for one in found] == [True, False, False, True]
    assert found[3].record == {"headline": "Five"}


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_a_record():
    found = read(b'\xef\xbb\xbf{"headline": "One"}\r\n{"headline": "Two"}\r\n')
    assert [draft.record["headline"] for draft in found] == ["One", "Two"]


def test_nothing_is_in_an_empty_file():
    assert read("") == read("\n \n") == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"headline": "cut off', "ends too early"),
        ('{"headline": "One"', "ends too early"),
        ('{"headline": NaN}', "NaN"),
        ('{"headline": -Infinity}', "-Infinity"),
        ('{"slug": "a", "slug": "b"}', 'the key "slug" twice'),
        ('{"start": ' + "7" * 5000 + "}", "a number of 5000 digits"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        (r'{"headline": "\ud800"}', "surrogate"),
        (r'{"\udfff": 1}', "surrogate"),
        ("{'headline': 'One'}", "not JSON"),
        ('{"headline": "a\x00b"}', "not JSON"),
        ("7", "not an object"),
        ("caf\u00e9".encode("latin-1"), "not UTF-8: byte 0xE9 at position 4"),
        ('{"headline": "One"}'.encode("utf-16"), "UTF-16"),
    ],
)
def test_a_broken_line_says_what_is_wrong_with_it(line, words):
    assert words in only_fault(line)


def test_an_escaped_pair_of_surrogates_is_one_character():
    (draft,) = read(r'{"headline": "\ud83d\ude00"}')
    assert draft.record == {"headline": "😀"}


def test_a_line_may_hold_megabytes():
    text = "Ankara. " * 500_000
    (draft,) = read(json.dumps({"text": text}))
    assert draft.record["text"] == text


def test_a_line_that_is_too_long_is_skipped_without_being_held(monkeypatch):
    monkeypatch.setattr(jsonl, "LINE_MAX", 100)
    found = read(b"x" * 99 + b"\n" + b"x" * 350 + b'\n{"headline": "Three"}\n' + b"x" * 100)
    assert [one.place for one in found] == ["1", "2", "3", "4"]
    assert "longer than 100 bytes" in found[1].message
    assert found[2].record == {"headline": "Three"}
    assert "longer" in found[3].message


def test_a_list_of_the_site_is_read_and_so_is_a_single_article():
    listing = json.dumps({"total": 9, "articles": [{"headline": "One"}, 7]})
    draft, fault = read(listing, json_list)
    assert (draft.record, draft.place) == ({"headline": "One"}, "article 1")
    assert (fault.place, fault.message) == ("article 2", "it is not an object: {...}")
    assert read('{"headline": "One"}', json_list)[0].record == {"headline": "One"}
    assert "no list" in only_fault('{"total": 9}', json_list)


def test_a_format_is_known_by_its_name_or_that_of_the_file():
    assert format_named("jsonl", to="write") is jsonl
    assert format_of("Articles.JSON", to="read") is json_list
    assert format_of("articles.ndjson", to="read") is jsonl
    assert format_of("-", to="read") is jsonl
    assert format_of("Turkey.csl.json", to="write") is csl_json
    with pytest.raises(UnknownFormat, match=r"No format to write ends in \.xlsx"):
        format_of("articles.xlsx", to="write")
    with pytest.raises(UnknownFormat, match=r"There are: jsonl, csv, ris"):
        format_named("json", to="write")


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.NAME)
def test_every_format_has_its_words(format_):
    assert format_.NAME
    assert format_.MEDIA_TYPE
    assert all(suffix.startswith(".") for suffix in format_.SUFFIXES)
    assert hasattr(format_, "read") or hasattr(format_, "write")
