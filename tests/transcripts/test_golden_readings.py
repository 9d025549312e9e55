"""Known texts are read as before; a change is made on purpose."""

from __future__ import annotations

import pytest

from tests.transcripts import golden, golden_variants


@pytest.mark.parametrize("tables", [golden, golden_variants], ids=["known texts", "their variants"])
def test_readings_are_those_of_the_golden_table(tables: object) -> None:
    """After a change that is meant to move readings: `python -m tests.transcripts.golden --write`; read the diff."""
    assert isinstance(tables, type(golden))
    assert tables.table().splitlines() == tables.TABLE.read_text(encoding="utf-8").splitlines()
