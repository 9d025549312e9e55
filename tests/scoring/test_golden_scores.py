"""The scores of known answers change only on purpose."""

from __future__ import annotations

from tests.scoring.golden import TABLE, table


def test_scores_are_those_of_the_golden_table() -> None:
    """After a change that is meant to move scores: `python -m tests.scoring.golden --write`, and read the diff."""
    assert table().splitlines() == TABLE.read_text(encoding="utf-8").splitlines()
