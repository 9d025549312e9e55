"""Known texts are read as before; a change is made on purpose."""

from __future__ import annotations

from tests.transcripts.golden import TABLE, table


def test_readings_are_those_of_the_golden_table() -> None:
    """After a change that is meant to move readings: `python -m tests.transcripts.golden --write`; read the diff."""
    assert table().splitlines() == TABLE.read_text(encoding="utf-8").splitlines()
