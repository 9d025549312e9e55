"""A process that asks for a remembered evaluation.

It says `ready`, waits for a line, says `asking`; if it has to judge, it says `judging` and waits for another line.
In the end it says `cached` or `judged`. Arguments: database, key, file that gets an `x` for every call, lease in
seconds.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from interview_cli.interview.model import Evaluation, EvaluationStatus, Evaluator
from interview_cli.storage.database import open_database
from interview_cli.storage.evaluation_cache import SqliteEvaluationCache

EVALUATION = Evaluation(
    status=EvaluationStatus.SCORED,
    scores=(),
    overall_score=70.0,
    coverage=1.0,
    comment="Clear.",
    tags=(),
    missing_points=(),
    found={},
    ideal_answer=None,
    evaluator=Evaluator("model", "stub:1", "judge_answer@2", "behavioral@1"),
)


class Clock:
    """The time."""

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)


def tell(line: str) -> None:
    """Say where this process is."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(database: str, key: str, calls: str, lease_s: str) -> None:
    """Ask once."""
    opened = open_database(Path(database))
    cache = SqliteEvaluationCache(opened, Clock(), float(lease_s))

    def call() -> None:
        with Path(calls).open("a") as file:
            file.write("x")
        tell("judging")
        sys.stdin.readline()

    async def judge() -> Evaluation:
        await asyncio.to_thread(call)
        return EVALUATION

    tell("ready")
    sys.stdin.readline()
    tell("asking")
    found = asyncio.run(cache.recall(key, judge))
    tell("cached" if found.cached else "judged")
    opened.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
