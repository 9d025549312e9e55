"""How long `interview progress --json` over 10,000 sessions takes in a whole process. Budget: 600 ms.

    python benchmarks/progress.py [--sessions N] [--answers N] [--runs N]

Every answer is judged by the rules. The first run, which brings the review cards up to date, is reported separately.
Exits with 1 when the median of the others is over the budget.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from interview_cli.app import SystemClock
from interview_cli.delivery.measure import TextDeliveryMeter
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    Difficulty,
    Exchange,
    InterviewType,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
)
from interview_cli.scoring.rules import evaluate_answer
from interview_cli.storage.sessions import open_store

BUDGET_MS = 600
QUESTIONS = 300
COMPETENCIES = ("leadership", "teamwork", "conflict", "failure", "planning", "initiative")
SAID = (
    "In 2023 I led a team of four engineers at a payments company. Our release was three weeks late. I cut two "
    "features and paired with the new developer every morning. We shipped in ten days and complaints fell by 40%."
)
BEGIN = datetime(2020, 1, 1, 20, tzinfo=UTC)


def main() -> int:
    """Make the sessions, time the command, compare with the budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--answers", type=int, default=3)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data" / "interview.db"
        _fill(path, options.sessions, options.answers)
        environment = os.environ | {"INTERVIEW_HOME": folder}
        first_ms, *others_ms = (_run_ms(environment) for _ in range(options.runs + 1))
        print(f"{options.sessions} sessions of {options.answers} answers, {path.stat().st_size / 1e6:.0f} MB")
    median_ms = statistics.median(others_ms)
    print(f"first run: {first_ms:.0f} ms")
    print(f"interview progress --json: {median_ms:.0f} ms ({median_ms / BUDGET_MS:.2f} of the budget)")
    return int(median_ms > BUDGET_MS)


def _fill(path: Path, sessions: int, answers: int) -> None:
    source = random.Random(1)
    questions = [
        Question(
            id=f"q-{number}",
            text="Tell me about a time you led people.",
            type=InterviewType.BEHAVIORAL,
            difficulty=Difficulty.STANDARD,
            bank="bench",
            competencies=(source.choice(COMPETENCIES),),
        )
        for number in range(QUESTIONS)
    ]
    answer = Answer(SAID, AnswerSource.TYPED, BEGIN, BEGIN)
    delivery, judged = TextDeliveryMeter().measure([answer]), evaluate_answer(questions[0], SAID)
    with open_store(path, SystemClock()) as store:
        for number in range(sessions):
            at = BEGIN + timedelta(hours=5 * number)
            exchanges = []
            for position in range(answers):
                question = source.choice(questions)
                asked = AskedQuestion(f"{number:08x}-a{position}", position, position, question.text, question)
                attempt = Attempt(
                    f"{number:08x}-t{position}",
                    replace(answer, started_at=at, ended_at=at),
                    delivery,
                    replace(judged, overall_score=float(source.randint(20, 95))),
                )
                exchanges.append(Exchange(asked, (attempt,)))
            store.create(
                Session(
                    id=f"{number:08x}-0000-4000-8000-000000000000",
                    settings=SessionSettings(InterviewType.BEHAVIORAL),
                    status=SessionStatus.COMPLETED,
                    started_at=at,
                    ended_at=at,
                    exchanges=tuple(exchanges),
                    delivery=delivery,
                )
            )


def _run_ms(environment: dict[str, str]) -> float:
    command = [sys.executable, "-m", "interview_cli", "progress", "--json"]
    begin = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
