"""What counts as a filler, a hedge or a restart changes only on purpose."""

from __future__ import annotations

from tests.delivery.golden import TABLE, table


def test_markers_are_those_of_the_golden_table() -> None:
    """After a change that is meant to move them: `python -m tests.delivery.golden --write`, and read the diff."""
    assert table().splitlines() == TABLE.read_text(encoding="utf-8").splitlines()
