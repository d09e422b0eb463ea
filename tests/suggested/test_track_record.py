"""What became of a name before, and what follows from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.suggest import TrackRecord, wilson


@pytest.mark.parametrize(
    ("accepted", "decided", "low", "high"),
    # The worked examples of Newcombe (1998), Statistics in Medicine 17, table I.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_the_literature(accepted, decided, low, high):
    assert wilson(accepted, decided) == pytest.approx((low, high), abs=0.00006)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_share_lies_in_its_interval_and_no_record_is_both(accepted, rejected):
    record = TrackRecord(accepted, rejected)
    low, high = record.interval
    assert 0 <= low <= high <= 1
    if record.decided:
        assert low - 1e-9 <= accepted / record.decided <= high + 1e-9
    assert not (record.is_safe and record.is_silent)


def test_it_takes_four_rejections_to_fall_silent_and_sixteen_acceptances_to_be_safe():
    assert [TrackRecord(0, n).is_silent for n in (0, 3, 4)] == [False, False, True]
    assert [TrackRecord(n, 0).is_safe for n in (0, 15, 16)] == [False, False, True]
    assert str(TrackRecord(12, 1)) == "12 of 13 accepted (67–99 %)"
