"""Dates as they are found in files: right or not at all."""

import pytest

from articles.formats.dated import dated, day_in


@pytest.mark.parametrize(
    ("words", "day", "moment"),
    [
        ("2012", "2012", None),
        ("2012-12", "2012-12", None),
        ("20121201", "2012-12-01", None),
        ("2012-12-01 10:30", "2012-12-01", None),
        ("2016-11-23T23:30:00-05:00", "2016-11-23", "2016-11-24T04:30:00Z"),
        ("2016-11-23T23:30:00.25-0500", "2016-11-23", "2016-11-24T04:30:00.250000Z"),
        ("20161123T153000Z", "2016-11-23", "2016-11-23T15:30:00Z"),
        ("Wed, 23 Nov 2016 23:30:00 EST", "2016-11-23", "2016-11-24T04:30:00Z"),
        ("Wed, 23 Nov 16 23:30:00 +0300", "2016-11-23", "2016-11-23T20:30:00Z"),
        ("23 Nov 2016 23:30 BST", "2016-11-23", None),
        ("Thu Jan  1 19:48:21 2004", "2004-01-01", None),
        ("Wed Nov 23, 2016 | 3:02pm EST", "2016-11-23", None),
        ("December 01, 2012", "2012-12-01", None),
        ("13/02/2012", "2012-02-13", None),
        ("1. Dezember 2012", "2012-12-01", None),
        ("May 2015", "2015-05", None),
    ],
)
def test_a_date_that_can_be_read_is(words, day, moment):
    found = dated(f" {words}\n")
    assert (found["published_on"], found.get("published_at")) == (day, moment)


@pytest.mark.parametrize(
    "words",
    [
        *("01/02/2012", "yesterday", "1354320000", "2012-02-30", "2012-13", "12-01", "x 2012"),
        "Tue, 23 Nov 2016 15:02:00 EST",  # it was a Wednesday
        "Tue Nov 23, 2016 | 3:02pm EST",
        "Updated Dec 1, 2012",
        "Dec 1, 2012 or Dec 2, 2012",
        "2012-12-01T24:01:00Z",
        "2012-12-01T10:00:00+99:00",
        "0000-01-01T00:00:00Z",
        "Thu, 31 Feb 2004 10:00:00 GMT",
    ],
)
def test_a_date_that_can_not_stays_as_it_is_and_is_refused(words):
    assert day_in(words) is None
    assert dated(words) == {"published_on": words}
