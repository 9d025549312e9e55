"""How long listing 10,000 sessions takes in a whole process. Budget: 300 ms.

    python benchmarks/history.py [--sessions N] [--runs N]

Prints the median of several runs for the store alone and, when it is installed, for `interview history --json`.
Exits with 1 when a median is over the budget.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from interview_cli.app import SystemClock
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    Difficulty,
    Evaluator,
    Exchange,
    Feedback,
    InterviewType,
    Question,
    Session,
    SessionScores,
    SessionSettings,
    SessionStatus,
)
from interview_cli.storage.sessions import open_store

BUDGET_MS = 300
EXCHANGES = 6
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
LIST_ALL = """
import sys
from pathlib import Path
from interview_cli.app import SystemClock
from interview_cli.storage.sessions import open_store
with open_store(Path(sys.argv[1]), SystemClock()) as store:
    assert len(store.history.list_sessions()) == int(sys.argv[2])
assert "sqlite_utils" not in sys.modules
"""


def main() -> int:
    """Make the sessions, time the listings, compare with the budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"INTERVIEW_HOME": folder}
        path = Path(folder) / "data" / "interview.db"
        _fill(path, options.sessions)
        print(f"{options.sessions} sessions, {path.stat().st_size / 1e6:.0f} MB")
        commands = {"store": [sys.executable, "-c", LIST_ALL, str(path), str(options.sessions)]}
        if find_spec("interview_cli.cli.history") is not None:
            commands["interview history --json"] = [sys.executable, "-m", "interview_cli", "history", "--json"]
        medians_ms = {name: _median_ms(command, environment, options.runs) for name, command in commands.items()}
    for name, median_ms in medians_ms.items():
        print(f"{name}: {median_ms:.0f} ms ({median_ms / BUDGET_MS:.2f} of the budget)")
    return int(any(median_ms > BUDGET_MS for median_ms in medians_ms.values()))


def _fill(path: Path, sessions: int) -> None:
    with open_store(path, SystemClock()) as store:
        for number in range(sessions):
            store.create(_session(number))


def _session(number: int) -> Session:
    started = BEGIN + timedelta(hours=number)
    evaluator = Evaluator("rules", "rules", None, "1")
    feedback = Feedback(
        scores=SessionScores(6.0, 5.5, 7.0, 6.5, 6.2),
        overall_score=62.0,
        recommendation="HIRE",
        coverage=0.8,
        summary="Clear answers; results were rarely measured.",
        strengths=(),
        improvements=(),
        suggestions=("Say what changed, in numbers.",),
        fix_first=None,
        technical_notes=None,
        communication_notes=None,
        problem_solving_notes=None,
        evaluator=evaluator,
    )
    return Session(
        id=f"{number:08x}-0000-4000-8000-000000000000",
        settings=SessionSettings(list(InterviewType)[number % 5], role="backend developer"),
        status=SessionStatus.COMPLETED,
        started_at=started,
        ended_at=started + timedelta(minutes=30),
        exchanges=tuple(_exchange(number, position, started) for position in range(EXCHANGES)),
        feedback=feedback,
    )


def _exchange(number: int, position: int, started: datetime) -> Exchange:
    text = f"Tell me about decision number {position} of project {number} and what came of it."
    question = Question(
        f"q-{number % 400}-{position}", text, InterviewType.BEHAVIORAL, Difficulty.STANDARD, "bench", ("decisions",)
    )
    said = f"In project {number} the team could not agree on a queue, so I measured two of them under load. " * 6
    answer = Answer(said, AnswerSource.TYPED, started, started + timedelta(minutes=2))
    asked = AskedQuestion(f"{number:08x}-a{position}", position, position, text, question)
    return Exchange(asked, (Attempt(f"{number:08x}-t{position}", answer),))


def _median_ms(command: list[str], environment: dict[str, str], runs: int) -> float:
    times_ms = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        times_ms.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times_ms)


if __name__ == "__main__":
    raise SystemExit(main())
