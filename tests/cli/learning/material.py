"""What is practised in the tests of learning, and when."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

from tests.conftest import PROJECT, STRONG_ANSWERS, SteppingClock

STRONG = " ".join(STRONG_ANSWERS[0].split())
OTHER = " ".join(STRONG_ANSWERS[2].split())
WEAK = "We had some trouble with a release and things got better in the end because the team worked hard on it."
QUESTION = "ownership-inherited-mess"
ONE = ("--question", QUESTION, "--follow-ups", "0", "--json")


def on_day(time: SteppingClock, day: str) -> None:
    """Move the clock to eight in the evening of a day."""
    time.moment = datetime.fromisoformat(f"{day}T20:00:00+00:00")


DIES = """
import os, signal, sys
from datetime import UTC, datetime
from interview_cli.app import SystemClock
from interview_cli.cli.main import run
from interview_cli.storage.learning import SqliteLearningStore
from interview_cli.storage.sessions import SqliteSessionStore
SystemClock.now = lambda self: datetime(2026, 5, 18, 20, tzinfo=UTC)
step, when, call, *arguments = sys.argv[1:]
owner = SqliteSessionStore if hasattr(SqliteSessionStore, step) else SqliteLearningStore
really, left = getattr(owner, step), int(call)
def dies(*given, **named):
    global left
    left -= 1
    done = really(*given, **named) if left or when == "after" else None
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
setattr(owner, step, dies)
run(arguments)
"""


def killed_at(step: str, when: str, *arguments: str, stdin: str, call: int = 1) -> None:
    """Run a command on 18 May 2026 that is killed right before or after its `call`-th change of one kind is kept."""
    command = [sys.executable, "-c", DIES, step, when, str(call), *arguments]
    killed = subprocess.run(command, input=stdin.encode(), capture_output=True, cwd=PROJECT, check=False)
    assert killed.returncode == -9, killed.stderr
