"""Background work in one table of the server's own database, the same on SQLite and PostgreSQL.

A job is written in the transaction that causes it: it exists if and only if that transaction is committed. Workers
take jobs under a lease; when the worker dies, the lease ends and another worker takes the job. This one mechanism
replaces a queue for PostgreSQL, a reaper for its dead workers and a second queue for SQLite, so that one set of tests
holds for both databases.

A job is done at least once; its effects in the database happen exactly once, because `finish` is part of the
transaction that makes them and fails when the lease has been lost.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

import structlog
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from interview_server.database.base import new_id
from interview_server.database.statements import Place, insert_for, newest_first
from interview_server.errors import Conflict, NotFound
from interview_server.jobs.models import Job, JobState

FIRST_DELAY_S: Final = 5.0
LONGEST_DELAY_S: Final = 3600.0
MAX_ATTEMPTS: Final = 12
"""With the delays above a job is tried for about three hours before it is dead. Chosen."""

KEPT_AFTER_DONE: Final = timedelta(days=30)
"""As long as a job that is done keeps another one with its unique key away. Chosen."""


_INSERT: Final = insert(cast("Table", Job.__table__))


class LeaseLost(Exception):
    """Another worker has taken the job over, or it is finished."""


@dataclass(frozen=True, slots=True)
class TakenJob:
    """A job in the hands of a worker, until `lease_ends_at`."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    lease: str
    lease_ends_at: datetime
    request_id: str | None


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    *,
    run_at: datetime,
    unique_key: str | None = None,
) -> bool:
    """Have a job done once the caller's transaction is committed, at `run_at` at the earliest.

    `payload` is JSON, kept until the job is done. A job with a `unique_key` is written only
    once, however often it is asked for; the answer is whether this call wrote it. The `request_id` of structlog's
    context goes with the job.
    """
    row = {
        "id": new_id(),
        "kind": kind,
        "payload": dict(payload),
        "unique_key": unique_key,
        "state": JobState.WAITING,
        "run_at": run_at,
        "attempts": 0,
        "request_id": structlog.contextvars.get_contextvars().get("request_id"),
    }
    if unique_key is None:
        session.execute(_INSERT, row)
        return True
    written = session.execute(
        insert_for(session, Job).values(row).on_conflict_do_nothing(index_elements=["unique_key"]).returning(Job.id)
    )
    return written.first() is not None


def take(session: Session, leases: Mapping[str, timedelta], now: datetime) -> TakenJob | None:
    """The job that has been due for the longest, of the kinds in `leases`, each leased for its time; None if none is.

    Nobody else takes it before the lease ends. Commit before doing it.
    """
    due = (
        select(Job)
        .where(Job.state == JobState.WAITING, Job.run_at <= now, Job.kind.in_(list(leases)))
        .order_by(Job.run_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.scalars(due).first()
    if job is None:
        return None
    job.attempts += 1
    job.lease = new_id()
    job.run_at = now + leases[job.kind]
    return TakenJob(job.id, job.kind, job.payload, job.attempts, job.lease, job.run_at, job.request_id)


def finish(session: Session, job: TakenJob, now: datetime) -> None:
    """Mark a job as done, and forget its payload, in the transaction that holds its effects. Raises LeaseLost."""
    _change(session, job, state=JobState.DONE, finished_at=now, last_error=None, payload={})


def retry(session: Session, job: TakenJob, error: str, now: datetime) -> None:
    """Have a job that failed done again later, or declare it dead after `MAX_ATTEMPTS`. Raises LeaseLost."""
    if job.attempts >= MAX_ATTEMPTS:
        give_up(session, job, error, now)
    else:
        _change(session, job, run_at=now + delay(job.attempts), last_error=error)


def give_up(session: Session, job: TakenJob, error: str, now: datetime) -> None:
    """Declare a job dead: only an admin can have it done again. Raises LeaseLost."""
    _change(session, job, state=JobState.DEAD, finished_at=now, last_error=error)


def _change(session: Session, job: TakenJob, **values: object) -> None:
    changed = session.execute(
        update(Job)
        .where(Job.id == job.id, Job.lease == job.lease, Job.state == JobState.WAITING)
        .values(lease=None, **values)
        .returning(Job.id)
    )
    if changed.first() is None:
        raise LeaseLost(job.id)


def delay(attempts: int) -> timedelta:
    """How long to wait after this many attempts: doubled each time, a random half to whole of it."""
    longest = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** (attempts - 1))
    return timedelta(seconds=longest * random.uniform(0.5, 1))  # noqa: S311 - it spreads load, it hides nothing


def dead_letters(session: Session, *, limit: int, after: Place | None = None) -> Sequence[Job]:
    """Dead jobs, the newest first; `after` is the end and the id of the last one seen."""
    found = select(Job).where(Job.state == JobState.DEAD)
    return session.scalars(newest_first(found, Job.finished_at, Job.id, limit=limit, after=after)).all()


def replay(session: Session, job_id: str, now: datetime) -> Job:
    """Have a dead job done again, with all its attempts before it. Raises NotFound, Conflict when it is not dead."""
    job = session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound("There is no such job.")
    if job.state != JobState.DEAD:
        raise Conflict("Only a dead job can be replayed.")
    job.state, job.attempts, job.run_at, job.finished_at = JobState.WAITING, 0, now, None
    return job


def forget_done(session: Session, now: datetime) -> None:
    """Delete the jobs that were done long enough ago."""
    session.execute(delete(Job).where(Job.state == JobState.DONE, Job.finished_at < now - KEPT_AFTER_DONE))
