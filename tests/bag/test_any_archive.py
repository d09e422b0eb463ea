"""Whatever editors do, the archive comes back byte for byte."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bag.rich import bagged, taken_in
from tests.undoing.test_any_acts import begun_anew, editors, slowly

pytestmark = pytest.mark.django_db


@slowly
@given(data=st.data())
def test_whatever_was_done_to_an_article_it_comes_back_byte_for_byte(data):
    with begun_anew():
        work = editors(data)
        for _ in range(data.draw(st.integers(1, 12))):
            work.act()
        whole = bagged()
    with begun_anew():
        taken_in(io.BytesIO(whole))  # which compares
        assert bagged() == whole
