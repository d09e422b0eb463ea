"""Articles as CSV, in and out (D16, D24)."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.formats import Draft, Fault, csv_table
from articles.formats.csv_rows import ROW_MAX
from tests.test_written_formats import record

HEADING = "slug,headline,text\n"


def read(content):
    return list(
        csv_table.read(io.BytesIO(content.encode() if isinstance(content, str) else content))
    )


def said(content):
    """Of each row its headline, or what is wrong with it, by the number of its line."""
    return {
        found.place: found.message if isinstance(found, Fault) else found.record["headline"]
        for found in read(content)
    }


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r")).filter(
    lambda cell: not cell or cell.strip()
)
formulas = st.sampled_from(
    ["=1+1", "'=1+1", "''@x", "+7", "\t-", "＝x", "'", "-", "=\n=", '"', '=""']
)


@given(st.lists(st.tuples(cells | formulas, cells | formulas, cells), min_size=1, max_size=4))
def test_what_goes_out_comes_in_again_cell_by_cell(rows):
    records = [record(headline=one, text=two, rights=three) for one, two, three in rows]
    written = b"".join(csv_table.write(records))
    found = [draft.record for draft in read(written)]
    for before, after in zip(records, found, strict=True):
        assert after.pop("entities") == ["turkey", "rebels"]
        plain = {name: before[name] for name in csv_table.COLUMNS if name != "entities"}
        assert after == {name: value for name, value in plain.items() if value}


def test_a_quote_that_nobody_closes_costs_its_own_row():
    rows = "".join(f"s-{number},No {number},Words\n" for number in range(3, 1003))
    found = said(f'{HEADING}s,"Open,Words\n{rows}')
    assert found.pop("2") == "a quote is not closed, or stands within a cell"
    assert list(found.items())[::999] == [("3", "No 3"), ("1002", "No 1002")]
    whole = 's,"Open,Words\nt,Three,"Of two\nlines, with a ""quote"""\nu,Five,Words\n'
    assert list(said(HEADING + whole)) == ["2", "3", "5"]


def test_lines_of_a_broken_cell_are_never_taken_for_rows():
    broken = 's,One,"He said "yes".\n\nTurkey, Russia, Syria\nwent on, he said, so."\nt,Two,Words\n'
    assert said(HEADING + broken) == {
        "2": "a quote is not closed, or stands within a cell; nothing is read up to line 5",
        "6": "Two",
    }


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        (HEADING + "s,One\nt,Two,Words\n", "2", "has 2 cells, and the heading 3"),
        (HEADING + "s,One,Words,more\n", "2", "has 4 cells, and the heading 3"),
        (HEADING + 's,One,"cut of', "2", "a quote is not closed"),
        ((HEADING + "s,café,Words\n").encode("latin-1"), "2", "not UTF-8: byte 0xE9"),
        ("a,b\n1,2\n", "1", "no column headline and no column text"),
        ("text,headline,text\n", "1", "the column text twice"),
        ((HEADING + "s,One,Words\n").encode("utf-16"), "1", "UTF-16"),
        ("{}", "1", "no column headline"),
    ],
)
def test_a_broken_row_says_what_is_wrong_with_it(content, where, words):
    assert words in said(content)[where]


def test_what_spreadsheets_write_is_read():
    content = (
        '\ufeffHeadline;Text;published_on;\r\nOne;"a;b";Wed Nov 23, 2016 | 3:02pm EST;\r\n;;;\r\n'
    )
    (draft,) = read(content)
    assert draft.record == {"headline": "One", "text": "a;b", "published_on": "2016-11-23"}
    assert read("") == read("\n") == read(HEADING) == []


def test_a_cell_may_be_long_and_a_row_too_long():
    long = "x" * 200_000
    assert read(f"{HEADING}s,One,{long}\n") == [
        Draft({"slug": "s", "headline": "One", "text": long}, "2")
    ]
    found = said(f"{HEADING}s,One,{'x' * (2 * ROW_MAX)}\nt,Two,a\x00b\n")
    assert found == {"2": f"the row is longer than {ROW_MAX:,} bytes", "3": "Two"}
