"""The scores of known answers, and what is found in them, change only on purpose."""

from __future__ import annotations

from tests.scoring import golden_findings
from tests.scoring.golden import TABLE, table


def test_scores_are_those_of_the_golden_table() -> None:
    """After a change that is meant to move scores: `python -m tests.scoring.golden --write`, and read the diff."""
    assert table().splitlines() == TABLE.read_text(encoding="utf-8").splitlines()


def test_findings_are_those_of_the_golden_table() -> None:
    """The same command writes them."""
    assert golden_findings.table().splitlines() == golden_findings.TABLE.read_text(encoding="utf-8").splitlines()
