"""What is practised in the tests of learning, and when."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from typing import Any

from interview_cli.__main__ import main
from interview_cli.app import SystemClock
from interview_cli.cli.main import run
from interview_cli.storage.learning import SqliteLearningStore
from interview_cli.storage.sessions import SqliteSessionStore
from tests.conftest import STRONG_ANSWERS, SteppingClock
from tests.forked import Forked

STRONG = " ".join(STRONG_ANSWERS[0].split())
OTHER = " ".join(STRONG_ANSWERS[2].split())
WEAK = "We had some trouble with a release and things got better in the end because the team worked hard on it."
QUESTION = "ownership-inherited-mess"
ONE = ("--question", QUESTION, "--follow-ups", "0", "--json")


def on_day(time: SteppingClock, day: str) -> None:
    """Move the clock to eight in the evening of a day."""
    time.moment = datetime.fromisoformat(f"{day}T20:00:00+00:00")


NIGHT = datetime(2026, 5, 18, 20, tzinfo=UTC)
"""When the commands in processes of their own run."""


def complete_the_line() -> None:
    """What the shell runs when Tab is pressed; what it asks is in the environment."""
    sys.argv = ["interview"]
    main()


def run_at_night(*arguments: str) -> int:
    """Run a command line in a process that believes it is NIGHT."""
    SystemClock.now = lambda _: NIGHT  # type: ignore[method-assign, assignment]
    return run(list(arguments))


def killed_at(step: str, when: str, *arguments: str, stdin: str, call: int = 1) -> None:
    """Run a command at NIGHT that is killed right before or after its `call`-th change of one kind is kept."""
    killed = Forked(_run_killed, step, when, call, *arguments, stdin=stdin).end()
    assert killed.code == -signal.SIGKILL, killed.err


def _run_killed(step: str, when: str, call: int, *arguments: str) -> int:
    owner: type = SqliteSessionStore if hasattr(SqliteSessionStore, step) else SqliteLearningStore
    change, left = getattr(owner, step), call

    def dies(*given: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        done = change(*given, **named) if left or when == "after" else None
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(owner, step, dies)
    return run_at_night(*arguments)
