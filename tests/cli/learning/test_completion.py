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


def test_ids_of_sessions_wherever_one_is_named(cli: Run, practised: str, complete: Complete) -> None:
    cli("practice", "--type", "hr", stdin="/quit\n")
    unfinished = cli("history", "--json").json[0]["id"]
    for command in ("feedback", "retry", "compare", "stories distill", "purge"):
        assert {practised[:8], unfinished[:8]} <= {*complete(f"interview {command} ")}, command
    assert unfinished[:8] in complete("interview practice --continue ")
    assert practised[:8] not in complete("interview practice --continue ")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("interview practice --bank own", "ownership"),
        ("interview questions list --bank own", "ownership"),
        ("interview questions show ownership-inh", QUESTION),
        ("interview practice --llm ol", "ollama:"),
        ("interview review --llm off", "offline"),
        ("interview evaluate --llm gr", "groq:"),
        ("interview practice --stt sph", "sphinx"),
        ("interview transcribe --stt au", "auto"),
        ("interview practice --tts pi", "piper"),
        ("interview imp", "import"),
    ],
)
def test_banks_questions_engines_and_commands(complete: Complete, line: str, offered: str) -> None:
    assert complete(line)[:1] == [offered]
