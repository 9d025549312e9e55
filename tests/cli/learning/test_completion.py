"""Ids that the shell completes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from tests.conftest import Run

from tests.cli.learning.material import QUESTION

Complete = Callable[[str], list[str]]


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> Complete:
    """What bash would be offered for a line that ends where Tab is pressed."""

    def call(line: str) -> list[str]:
        words = line.split(" ")
        done = subprocess.run(
            [sys.executable, "-c", "from interview_cli.__main__ import main; main()"],
            env={
                **_environment(),
                "_INTERVIEW_COMPLETE": "complete_bash",
                "COMP_WORDS": line,
                "COMP_CWORD": str(len(words) - 1),
            },
            capture_output=True,
            text=True,
            cwd=PROJECT,
            check=False,
        )
        return done.stdout.split("\n")

    return call


def _environment() -> dict[str, Any]:
    import os

    return dict(os.environ)


def test_ids_are_completed(cli: Run, practised: str, complete: Complete) -> None:
    assert practised[:8] in complete(f"interview retry {practised[:2]}")
    assert practised[:8] in complete("interview compare ")
    assert QUESTION in complete("interview practice --question ownership-inh")
    assert "no-fillers" in complete("interview drill no")
