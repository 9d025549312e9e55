"""A marketplace on each database."""

from __future__ import annotations

import pytest

from tests.server.conftest import Served
from tests.server.market import Market


@pytest.fixture
def market(served: Served) -> Market:
    """An interviewer and a candidate."""
    return Market(served)
