"""The article that the archive begins with."""

import pytest

from tests import factories


@pytest.fixture
def seed(db):
    return factories.seed()
