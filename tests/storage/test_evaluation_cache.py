"""Remembered evaluations: no second call, one call for many askers, and no lock that outlives its holder."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interview_cli.errors import StorageError
from interview_cli.interview.model import Evaluation
from interview_cli.storage.database import Database, open_database
from interview_cli.storage.evaluation_cache import SqliteEvaluationCache
from tests.conftest import PATIENCE_S, SteppingClock

PROJECT = Path(__file__).resolve().parents[2]
ASKER = PROJECT / "tests" / "storage" / "cache_asker.py"
KEY = "k" * 64


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Judge:
    """Counts how often it is asked; waits for `gate` if there is one."""

    def __init__(self, evaluation: Evaluation, gate: asyncio.Event | None = None) -> None:
        self.calls = 0
        self.begun = asyncio.Event()
        self._evaluation = evaluation
        self._gate = gate

    async def __call__(self) -> Evaluation:
        self.calls += 1
        self.begun.set()
        if self._gate:
            await self._gate.wait()
        return self._evaluation


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with closing(open_database(path)) as opened:
        yield opened


@pytest.fixture
def cache(database: Database) -> SqliteEvaluationCache:
    return SqliteEvaluationCache(database, RealClock())


async def test_the_second_time_costs_no_call(cache: SqliteEvaluationCache, second_opinion: Evaluation) -> None:
    judge = Judge(second_opinion)
    first = await cache.recall(KEY, judge)
    again = await cache.recall(KEY, judge)
    assert first == second_opinion
    assert again == replace(second_opinion, cached=True)
    assert judge.calls == 1
    assert await cache.recall("other", judge) == second_opinion
    assert judge.calls == 2


async def test_a_fresh_judgement_takes_the_place_of_the_old(
    cache: SqliteEvaluationCache, second_opinion: Evaluation
) -> None:
    await cache.recall(KEY, Judge(second_opinion))
    newer = replace(second_opinion, overall_score=55.0)
    assert await cache.recall(KEY, Judge(newer), fresh=True) == newer
    assert await cache.recall(KEY, Judge(second_opinion)) == replace(newer, cached=True)


async def test_a_failed_judgement_is_not_remembered_and_blocks_nobody(
    cache: SqliteEvaluationCache, second_opinion: Evaluation
) -> None:
    async def fails() -> Evaluation:
        raise RuntimeError("the model is gone")

    with pytest.raises(RuntimeError):
        await cache.recall(KEY, fails)
    assert await cache.recall(KEY, Judge(second_opinion)) == second_opinion
    with pytest.raises(RuntimeError):
        await cache.recall(KEY, fails, fresh=True)
    assert await cache.recall(KEY, fails) == replace(second_opinion, cached=True)


async def test_who_asks_meanwhile_waits_for_the_one_call(
    cache: SqliteEvaluationCache, second_opinion: Evaluation
) -> None:
    gate = asyncio.Event()
    judge = Judge(second_opinion, gate)
    asking = [asyncio.create_task(cache.recall(KEY, judge)) for _ in range(3)]
    await judge.begun.wait()
    gate.set()
    results = await asyncio.gather(*asking)
    assert judge.calls == 1
    assert sorted(result.cached for result in results) == [False, True, True]


async def test_a_cancelled_judgement_lets_go(cache: SqliteEvaluationCache, second_opinion: Evaluation) -> None:
    judge = Judge(second_opinion, asyncio.Event())
    asking = asyncio.create_task(cache.recall(KEY, judge))
    await judge.begun.wait()
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking
    assert await cache.recall(KEY, Judge(second_opinion)) == second_opinion


async def test_a_long_judgement_keeps_its_lease(database: Database, second_opinion: Evaluation) -> None:
    clock = SteppingClock(datetime(2026, 5, 4, 12, tzinfo=UTC), step=timedelta(0))
    cache = SqliteEvaluationCache(database, clock, lease_s=0.15)
    gate = asyncio.Event()
    slow, other = Judge(second_opinion, gate), Judge(second_opinion)
    first = asyncio.create_task(cache.recall(KEY, slow))
    await slow.begun.wait()
    second = asyncio.create_task(cache.recall(KEY, other))
    for _ in range(4):  # more than two lengths of the lease, by a clock that waits for each renewal
        before = _lease(database)
        clock.moment += timedelta(seconds=0.1)
        async with asyncio.timeout(PATIENCE_S):
            while _lease(database) == before:  # noqa: ASYNC110 - the database is what tells
                await asyncio.sleep(0.01)
    gate.set()
    assert [(await first).cached, (await second).cached] == [False, True]
    assert other.calls == 0


async def test_a_lease_holds_for_six_seconds_and_is_renewed_every_two(
    database: Database, second_opinion: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits checks again after 0.05 s, then half as late again each time, and at most a second later."""
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    cache = SqliteEvaluationCache(database, SteppingClock(noon, step=timedelta(0)))
    pass_on, gate = asyncio.sleep, asyncio.Event()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 1 + 10:
            gate.set()
        if seconds == 2:
            await asyncio.Event().wait()
        await pass_on(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    judge = Judge(second_opinion, gate)
    first = asyncio.create_task(cache.recall(KEY, judge))
    await judge.begun.wait()
    assert datetime.fromisoformat(_lease(database)) == noon + timedelta(seconds=6)
    assert (await cache.recall(KEY, judge)).cached
    assert not (await first).cached
    assert slept[:11] == pytest.approx([2, *(0.05 * 1.5**number for number in range(8)), 1, 1])


async def test_leases_are_renewed_until_the_last_judgement_is_there(
    cache: SqliteEvaluationCache, second_opinion: Evaluation
) -> None:
    here = asyncio.current_task()
    gates = [asyncio.Event(), asyncio.Event()]
    judging = [asyncio.create_task(cache.recall(key, Judge(second_opinion, gates[key == "b"]))) for key in "ab"]
    for left in (1, 0):
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks() - {here, *judging}) == 1, "one task renews all leases"
        gates[1 - left].set()
        await judging[1 - left]
        await asyncio.sleep(0)
    assert asyncio.all_tasks() == {here}


async def test_what_was_purged_meanwhile_does_not_come_back(
    cache: SqliteEvaluationCache, database: Database, second_opinion: Evaluation
) -> None:
    async def purged_meanwhile() -> Evaluation:
        with database.transaction() as connection:
            connection.execute("DELETE FROM evaluation_cache")
        return second_opinion

    assert await cache.recall(KEY, purged_meanwhile) == second_opinion
    assert database.rows("SELECT * FROM evaluation_cache") == []


@pytest.mark.parametrize("junk", ["", "null", "[]", "{", '{"status": "scored"}', '{"scores": 7, "status": "x"}'])
async def test_a_damaged_record_is_judged_again(
    cache: SqliteEvaluationCache, database: Database, second_opinion: Evaluation, junk: str
) -> None:
    await cache.recall(KEY, Judge(second_opinion))
    with database.transaction() as connection:
        connection.execute("UPDATE evaluation_cache SET evaluation = ?", (junk,))
    judge = Judge(second_opinion)
    assert await cache.recall(KEY, judge) == second_opinion
    assert judge.calls == 1
    assert (await cache.recall(KEY, judge)).cached


async def test_a_database_that_cannot_be_read_is_a_storage_error(
    cache: SqliteEvaluationCache, database: Database, second_opinion: Evaluation
) -> None:
    with database.transaction() as connection:
        connection.execute("DROP TABLE evaluation_cache")
    with pytest.raises(StorageError):
        await cache.recall(KEY, Judge(second_opinion))


def _lease(database: Database) -> str:
    return str(database.rows("SELECT leased_until FROM evaluation_cache")[0]["leased_until"])


class Asker:
    """A process that asks for the evaluation; it adds a letter to the file `calls` for each call it makes."""

    def __init__(self, path: Path, calls: Path, lease_s: float) -> None:
        command = [sys.executable, str(ASKER), str(path), KEY, str(calls), str(lease_s)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
        )

    def expect(self, line: str) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == line

    def tell(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def end(self) -> str:
        out, _ = self.process.communicate(timeout=PATIENCE_S)
        return out.strip()


@pytest.fixture
def ask(path: Path, tmp_path: Path) -> Iterator[Callable[[float], Asker]]:
    with closing(open_database(path)):
        pass
    started: list[Asker] = []

    def start(lease_s: float) -> Asker:
        """A process that is about to ask."""
        started.append(Asker(path, tmp_path / "calls", lease_s))
        started[-1].expect("ready")
        started[-1].tell()
        started[-1].expect("asking")
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.communicate()


def test_two_processes_make_one_call(ask: Callable[[float], Asker], tmp_path: Path) -> None:
    first = ask(30.0)
    first.expect("judging")
    second = ask(30.0)
    first.tell()
    assert [first.end(), second.end()] == ["judged", "cached"]
    assert (tmp_path / "calls").read_text() == "x"


def test_the_lease_of_a_killed_process_runs_out(ask: Callable[[float], Asker], tmp_path: Path, path: Path) -> None:
    dying = ask(1.0)
    dying.expect("judging")
    dying.process.send_signal(signal.SIGKILL)
    dying.process.wait(PATIENCE_S)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM evaluation_cache WHERE holder IS NOT NULL").fetchone() == (1,)
    heir = ask(1.0)
    heir.expect("judging")
    heir.tell()
    assert heir.end() == "judged"
    assert (tmp_path / "calls").read_text() == "xx"
