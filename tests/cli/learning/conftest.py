"""An evening of practice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from interview_cli.app import SystemClock
from tests.conftest import SteppingClock

if TYPE_CHECKING:
    from tests.conftest import Run

from tests.cli.learning.material import ONE, WEAK


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> SteppingClock:
    """The clock of the program: eight in the evening of 4 May 2026, a Monday."""
    clock = SteppingClock(datetime(2026, 5, 4, 20, tzinfo=UTC))
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    return clock


@pytest.fixture
def practised(cli: Run, time: SteppingClock) -> str:
    """A session of one weak answer; its id."""
    done = cli("practice", *ONE, stdin=WEAK)
    assert done.code == 0, done.err
    return str(done.json["session"]["id"])
