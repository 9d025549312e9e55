"""Workers, on both databases."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlalchemy import select

from interview_server.database.connection import Database
from interview_server.errors import Unavailable
from interview_server.jobs import queue
from interview_server.jobs.models import Job, JobState
from interview_server.jobs.queue import enqueue
from interview_server.jobs.worker import (
    Handler,
    Kind,
    PermanentFailure,
    Running,
    TemporaryFailure,
    Worker,
    start_workers,
)
from tests.conftest import PATIENCE_S

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass
class Hands:
    """Clock and record of a worker in a test."""

    now: datetime = NOON
    did: list[object] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


def worker(database: Database, hands: Hands, handler: Handler, every: timedelta | None = None) -> Worker:
    return Worker(database, [Kind("thing", handler, every=every)], hands.clock)


def put(database: Database, **payload: object) -> None:
    with database.transaction() as session:
        enqueue(session, "thing", payload, run_at=NOON)


def only_job(database: Database) -> Job:
    with database.transaction() as session:
        return session.scalars(select(Job)).one()


def test_a_handler_that_returns_has_done_its_job(database: Database, hands: Hands) -> None:
    put(database, number=1)
    assert worker(database, hands, lambda running: hands.did.append(running.job.payload)).run_due() == 1
    assert hands.did == [{"number": 1}]
    assert only_job(database).state == JobState.DONE


def test_effects_and_the_end_of_a_job_are_committed_together(database: Database, hands: Hands) -> None:
    def effect(running: Running) -> None:
        with running.finishing() as session:
            enqueue(session, "effect", {}, run_at=NOON, unique_key=f"effect {running.job.attempts}")
            if running.job.attempts == 1:
                raise TemporaryFailure("the first time")

    put(database)
    one = worker(database, hands, effect)
    assert one.run_due() == 1
    assert (only_job(database).state, only_job(database).last_error) == (JobState.WAITING, "the first time")
    hands.now += timedelta(minutes=1)
    assert one.run_due() == 1
    with database.transaction() as session:
        assert session.scalars(select(Job.unique_key).where(Job.kind == "effect")).all() == ["effect 2"]


def test_a_worker_that_was_too_slow_makes_no_effect(database: Database, hands: Hands) -> None:
    def slow(running: Running) -> None:
        hands.now += timedelta(minutes=2)
        if running.job.attempts == 1:
            assert worker(database, hands, slow).run_one()
        with running.finishing() as session:
            enqueue(session, "effect", {"attempt": running.job.attempts}, run_at=NOON)

    put(database)
    worker(database, hands, slow).run_one()
    with database.transaction() as session:
        assert session.scalars(select(Job.payload).where(Job.kind == "effect")).all() == [{"attempt": 2}]


@pytest.mark.parametrize(
    ("failure", "state", "kept"),
    [
        pytest.param(
            PermanentFailure("the file is no transcript"), JobState.DEAD, "the file is no transcript", id="permanent"
        ),
        pytest.param(TemporaryFailure("no answer"), JobState.WAITING, "no answer", id="temporary"),
        pytest.param(Unavailable("the provider is down"), JobState.WAITING, "the provider is down", id="refused"),
    ],
)
def test_our_own_words_are_kept_of_a_failure(
    database: Database, hands: Hands, failure: Exception, state: JobState, kept: str
) -> None:
    def fail(_running: Running) -> None:
        raise failure

    put(database)
    worker(database, hands, fail).run_one()
    assert (only_job(database).state, only_job(database).last_error) == (state, kept)


def test_others_words_are_not_kept_of_a_failure(database: Database, hands: Hands) -> None:
    def fail(_running: Running) -> None:
        raise ValueError("I am Ada, and my salary was 90,000")

    put(database)
    worker(database, hands, fail).run_one()
    kept = only_job(database).last_error
    assert kept is not None
    assert kept.startswith(f"ValueError ({__name__}, line ")
    assert "Ada" not in kept


def test_a_job_that_ends_every_worker_is_dead_in_the_end(database: Database, hands: Hands) -> None:
    put(database)
    for _ in range(queue.MAX_ATTEMPTS):
        with database.transaction() as session:
            assert queue.take(session, {"thing": timedelta(minutes=1)}, hands.now)
        hands.now += timedelta(minutes=1)
    worker(database, hands, lambda running: hands.did.append(running)).run_one()
    assert only_job(database).state == JobState.DEAD
    assert hands.did == []


def test_a_periodic_job_comes_up_once_in_each_window_among_all_workers(database: Database, hands: Hands) -> None:
    workers = [
        worker(database, hands, lambda running: hands.did.append(running.job.id), every=timedelta(minutes=10))
        for _ in range(3)
    ]
    for minutes, times in ((0, 1), (9, 1), (10, 2), (35, 3)):
        hands.now = NOON + timedelta(minutes=minutes)
        for each in workers:
            each.run_due()
        assert len(hands.did) == times


def test_the_request_id_of_the_cause_is_in_the_context_of_the_job(database: Database, hands: Hands) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        put(database)
    worker(
        database, hands, lambda _running: hands.did.append(structlog.contextvars.get_contextvars()["request_id"])
    ).run_one()
    assert hands.did == ["r-1"]


def test_a_worker_stops_after_the_job_at_hand(database: Database, hands: Hands) -> None:
    stop = threading.Event()

    def last(running: Running) -> None:
        stop.set()
        hands.did.append(running.job.id)

    put(database)
    put(database)
    worker(database, hands, last).run(stop)
    assert len(hands.did) == 1


def test_quick_jobs_do_not_wait_for_slow_ones(database: Database) -> None:
    quick_done, stop = threading.Event(), threading.Event()

    def slow(_running: Running) -> None:
        assert quick_done.wait(PATIENCE_S)
        stop.set()

    with database.transaction() as session:
        for kind in ("slow", "quick"):
            enqueue(session, kind, {}, run_at=NOON)
    kinds = [Kind("slow", slow, is_slow=True), Kind("quick", lambda _running: quick_done.set())]
    for thread in start_workers(database, kinds, stop):
        thread.join()
    with database.reading() as session:
        assert set(session.scalars(select(Job.state))) == {JobState.DONE}


def test_a_worker_survives_a_database_that_is_away(database: Database, hands: Hands) -> None:
    stop = threading.Event()
    put(database)
    one = worker(database, hands, lambda _running: stop.set())
    times = 0

    def clock() -> datetime:
        nonlocal times
        times += 1
        if times == 1:
            raise OSError("no connection")
        return NOON

    one.clock = clock
    one.run(stop, poll_s=0)
    assert only_job(database).state == JobState.DONE
