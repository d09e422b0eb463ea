"""One person who is in the archive twice."""

import pytest

from tests.factories import entity


@pytest.fixture
def putin():
    return entity("Vladimir Putin", "person", aliases=["Putin"])


@pytest.fixture
def double():
    return entity("V. Putin", "person", aliases=["Putin", "VVP"])
