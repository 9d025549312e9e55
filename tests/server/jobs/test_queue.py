"""The table of jobs, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlalchemy import select

from interview_server.database.connection import Database
from interview_server.errors import Conflict, NotFound
from interview_server.jobs import queue
from interview_server.jobs.models import Job, JobState
from interview_server.jobs.queue import LeaseLost, TakenJob, enqueue

pytestmark = pytest.mark.every_postgresql
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASES = {"mail": MINUTE}


def put(database: Database, *names: str, kind: str = "mail", at: datetime = NOON) -> None:
    with database.transaction() as session:
        for name in names:
            enqueue(session, kind, {"name": name}, run_at=at)


def take(database: Database, now: datetime = NOON) -> TakenJob | None:
    with database.transaction() as session:
        return queue.take(session, LEASES, now)


def must_take(database: Database, now: datetime = NOON) -> TakenJob:
    job = take(database, now)
    assert job is not None
    return job


def jobs(database: Database) -> Sequence[Job]:
    with database.transaction() as session:
        return session.scalars(select(Job)).all()


def test_a_job_exists_only_if_its_transaction_is_committed(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as session:  # noqa: PT012
        enqueue(session, "mail", {}, run_at=NOON)
        1 / 0  # noqa: B018
    assert take(database) is None


def test_a_job_is_taken_when_it_is_due_and_by_one_worker(database: Database) -> None:
    put(database, "a")
    assert take(database, NOON - MINUTE) is None
    assert must_take(database).payload == {"name": "a"}
    assert take(database) is None


def test_a_job_of_an_unknown_kind_is_left_to_workers_that_know_it(database: Database) -> None:
    put(database, "a", kind="newer")
    assert take(database) is None


def test_a_unique_key_is_written_once_even_after_the_job_is_done(database: Database) -> None:
    def ask() -> bool:
        with database.transaction() as session:
            return enqueue(session, "mail", {}, run_at=NOON, unique_key="k")

    assert [ask(), ask()] == [True, False]
    job = must_take(database)
    with database.transaction() as session:
        queue.finish(session, job, NOON)
    assert not ask()
    with database.transaction() as session:
        queue.forget_done(session, NOON + queue.KEPT_AFTER_DONE)
    assert not ask()
    with database.transaction() as session:
        queue.forget_done(session, NOON + queue.KEPT_AFTER_DONE + MINUTE)
    assert ask()


def test_the_job_of_a_dead_worker_is_taken_again_when_its_lease_ends(database: Database) -> None:
    put(database, "a")
    first = must_take(database)
    assert take(database, NOON + MINUTE - timedelta(seconds=1)) is None
    second = must_take(database, NOON + MINUTE)
    assert (second.id, second.attempts) == (first.id, 2)
    for change in (queue.retry, queue.give_up):
        with pytest.raises(LeaseLost), database.transaction() as session:
            change(session, first, "too late", NOON)
    with pytest.raises(LeaseLost), database.transaction() as session:
        queue.finish(session, first, NOON)
    with database.transaction() as session:
        queue.finish(session, second, NOON)
    with pytest.raises(LeaseLost), database.transaction() as session:
        queue.finish(session, second, NOON)


def test_a_failed_job_waits_longer_each_time_and_is_dead_in_the_end(database: Database) -> None:
    put(database, "a")
    now, waits = NOON, []
    for _ in range(queue.MAX_ATTEMPTS):
        job = must_take(database, now)
        with database.transaction() as session:
            queue.retry(session, job, "no answer", now)
        [row] = jobs(database)
        waits.append((row.run_at - now).total_seconds())
        now = row.run_at
    for index, wait in enumerate(waits[:-1]):
        longest = min(queue.LONGEST_DELAY_S, queue.FIRST_DELAY_S * 2**index)
        assert longest / 2 <= wait <= longest
    [row] = jobs(database)
    assert (row.state, row.last_error) == (JobState.DEAD, "no answer")
    assert take(database, now + timedelta(days=1)) is None


def test_delays_differ_so_that_jobs_that_failed_together_do_not_come_back_together() -> None:
    assert len({queue.delay(3) for _ in range(10)}) > 1


def test_dead_jobs_are_listed_page_by_page_and_replayed(database: Database) -> None:
    put(database, "a", "b", "c")
    for minute in range(3):
        job = must_take(database)
        with database.transaction() as session:
            queue.give_up(session, job, "gone", NOON + minute * MINUTE)
    with database.transaction() as session:
        first = queue.dead_letters(session, limit=2)
        last = first[-1]
        assert last.finished_at is not None
        rest = queue.dead_letters(session, limit=2, after=(last.finished_at, last.id))
    assert [each.finished_at for each in (*first, *rest)] == [NOON + 2 * MINUTE, NOON + MINUTE, NOON]
    with database.transaction() as session:
        queue.replay(session, last.id, NOON)
    with pytest.raises(Conflict), database.transaction() as session:
        queue.replay(session, last.id, NOON)
    with pytest.raises(NotFound), database.transaction() as session:
        queue.replay(session, "nothing", NOON)
    assert (must_take(database).id, must_take_attempts(database, last.id)) == (last.id, 1)


def must_take_attempts(database: Database, job_id: str) -> int:
    return next(job.attempts for job in jobs(database) if job.id == job_id)


def test_the_request_id_goes_with_the_job(database: Database) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        put(database, "a")
    assert must_take(database).request_id == "r-1"


def test_workers_that_take_at_the_same_time_get_different_jobs(database: Database) -> None:
    put(database, *map(str, range(12)))
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(lambda _: must_take(database).id, range(12)))
    assert len(set(taken)) == 12
