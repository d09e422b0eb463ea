"""Names and periods as they are said in a sentence."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.naming import in_a_row, with_the
from articles.period import Period


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("United States", "the United States"),
        ("Netherlands", "the Netherlands"),
        ("Central African Republic", "the Central African Republic"),
        ("Soviet Union", "the Soviet Union"),
        ("United Arab Emirates", "the United Arab Emirates"),
        ("Philippines", "the Philippines"),
        ("Republic of the Congo", "the Republic of the Congo"),
        ("Turkey", "Turkey"),
        ("Heard Island and McDonald Islands", "Heard Island and McDonald Islands"),
    ],
)
def test_countries_that_want_an_article_get_it(name, words):
    assert with_the(name, is_country=True) == words


def test_names_stand_in_a_row():
    rows = (in_a_row(["A", "B", "C"][:number]) for number in range(1, 4))
    assert list(rows) == ["A", "A and B", "A, B and C"]


@given(st.dates(min_value=datetime.date(1, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_period_is_written_as_it_was_read(day, length):
    written = day.isoformat()[:length]
    period = Period.read(written)
    assert str(period) == written
    assert period.first <= day <= period.last
