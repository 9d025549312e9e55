"""A remembered evaluation: how long a hit takes, in a database that remembers many.

Budget: 5 ms for a hit. Prints the median and the slowest twentieth, for the cache alone and for the whole judge,
which makes the key, and next to them a plain SELECT by primary key.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Difficulty,
    InterviewType,
    Question,
    TokenUsage,
)
from interview_cli.interview.ports import Message, ReplyT
from interview_cli.scoring.judge import ModelJudge
from interview_cli.scoring.rules import RulesJudge
from interview_cli.storage.database import Database, open_database
from interview_cli.storage.evaluation_cache import SqliteEvaluationCache

REMEMBERED = 10_000
HITS = 300
WORDS = 200
SENTENCE = "In March I led a team of four engineers and we cut the build time by half because I measured first. "
QUESTION = Question(
    "led", "Tell me about a time you led people.", InterviewType.BEHAVIORAL, Difficulty.STANDARD, "benchmark"
)


class Clock:
    """The time."""

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)


class Model:
    """Gives every criterion a 4; counts its calls."""

    name = "benchmark:1"
    remote_host: str | None = None
    usage = TokenUsage()
    calls = 0

    def stream(self, messages: Sequence[Message]) -> AsyncIterator[str]:  # noqa: ARG002
        """Never used."""
        raise AssertionError("a judge never streams")

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:  # noqa: ARG002
        """The same reply for every answer."""
        self.calls += 1
        aliases = [field.alias or "" for field in schema.model_fields.values()]
        names = [alias.removesuffix("_score") for alias in aliases if alias.endswith("_score")]
        each = {"quotes": ["I led a team"], "score": 4}
        return schema.model_validate(
            {"scores": dict.fromkeys(names, each), "comment": "Clear.", "tags": [], "ideal_answer": ""}
        )


def fill(database: Database) -> None:
    """Remember many evaluations, each a copy of the one that is there."""
    with database.transaction() as connection:
        connection.execute(
            "WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < ?)"
            " INSERT INTO evaluation_cache (key, evaluation, created_at)"
            " SELECT lower(hex(randomblob(32))), evaluation, created_at FROM evaluation_cache, counter",
            (REMEMBERED,),
        )


async def measure(name: str, act: Callable[[], Awaitable[object]]) -> None:
    """Print how long an act takes."""
    times = []
    for _ in range(HITS):
        begun = time.perf_counter()
        await act()
        times.append(1000 * (time.perf_counter() - begun))
    print(f"{name:<42} {statistics.median(times):6.2f} ms   {sorted(times)[-HITS // 20]:6.2f} ms")


async def run(database: Database) -> None:
    """Judge once, then measure hits."""
    model = Model()
    cache = SqliteEvaluationCache(database, Clock())
    judge = ModelJudge(model, RulesJudge(), cache=cache)
    asked = AskedQuestion("asked", 0, 0, QUESTION.text, QUESTION)
    text = (SENTENCE * (WORDS // len(SENTENCE.split()))).strip()
    answer = Answer(text, AnswerSource.TYPED, Clock().now(), Clock().now())
    await judge.evaluate(asked, answer)
    (key,) = (row["key"] for row in database.rows("SELECT key FROM evaluation_cache"))
    fill(database)

    async def select() -> object:
        return database.rows("SELECT evaluation FROM evaluation_cache WHERE key = ?", (key,))

    async def never() -> Any:
        raise AssertionError("not remembered")

    print(f"{REMEMBERED} remembered, {HITS} hits, an answer of {WORDS} words{'median':>13}{'slowest 5 %':>15}")
    await measure("SELECT by primary key", select)
    await measure("the cache alone", lambda: cache.recall(key, never))
    await measure("the judge: key and cache", lambda: judge.evaluate(asked, answer))
    print(f"calls to the model: {model.calls}")


def main() -> None:
    """Measure in a fresh database."""
    with tempfile.TemporaryDirectory() as folder, closing(open_database(Path(folder) / "interview.db")) as database:
        asyncio.run(run(database))


if __name__ == "__main__":
    main()
