"""Ids that the shell completes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.forked import Forked

if TYPE_CHECKING:
    from tests.conftest import Run

from tests.cli.learning.material import QUESTION, complete_the_line

Complete = Callable[[str], list[str]]


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> Complete:
    """What bash would be offered for a line that ends where Tab is pressed."""

    def call(line: str) -> list[str]:
        with monkeypatch.context() as patch:
            patch.setenv("_INTERVIEW_COMPLETE", "complete_bash")
            patch.setenv("COMP_WORDS", line)
            patch.setenv("COMP_CWORD", str(line.count(" ")))
            return Forked(complete_the_line).end().out.split("\n")

    return call


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
