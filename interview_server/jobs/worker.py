"""Workers: they take jobs from the table and do them, in threads of the server or in a process of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from interview_server.database.connection import Database
from interview_server.errors import Refused
from interview_server.jobs import queue
from interview_server.jobs.queue import LeaseLost, TakenJob

LEASE: Final = timedelta(minutes=1)
POLL_S: Final = 1.0
"""How often an idle worker looks for work. Chosen."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_log = structlog.get_logger(__name__)


class PermanentFailure(Exception):
    """A job that will fail however often it is tried; its words are kept and shown to admins."""


class TemporaryFailure(Exception):
    """A job that may succeed later; its words are kept and shown to admins."""


@dataclass
class Running:
    """A job being done, as its handler sees it."""

    job: TakenJob
    database: Database
    clock: Callable[[], datetime]
    is_finished: bool = False

    @contextmanager
    def finishing(self) -> Iterator[Session]:
        """The transaction with the effects of the job: they are committed together with its end, or not at all.

        Raises LeaseLost when another worker has taken the job over.
        """
        with self.database.transaction() as session:
            queue.finish(session, self.job, self.clock())
            yield session
        self.is_finished = True


Handler = Callable[[Running], None]
"""Does a job. Where it does not use `finishing`, the job ends after it returns, and it may be done twice."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its handler, how long a worker may take, and how often it is scheduled.

    A slow kind may take minutes.
    """

    name: str
    handler: Handler
    lease: timedelta = LEASE
    every: timedelta | None = None
    is_slow: bool = False


def system_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


@dataclass
class Worker:
    """Does jobs of the given kinds, one at a time. Any number of workers may run, on any number of machines."""

    database: Database
    kinds: Sequence[Kind]
    clock: Callable[[], datetime] = system_clock
    _by_name: Mapping[str, Kind] = field(init=False)
    _last_windows: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = {kind.name: kind for kind in self.kinds}

    def run(self, stop: threading.Event, poll_s: float = POLL_S) -> None:
        """Do jobs until `stop` is set; the current job is completed first."""
        while not stop.is_set():
            try:
                did_one = self.run_one()
            except Exception:  # noqa: BLE001 - a database that is away comes back; the worker waits for it
                _log.exception("jobs.database_failed")
                did_one = False
            if not did_one:
                stop.wait(poll_s)

    def run_due(self) -> int:
        """Do every job that is due, and those that they cause; how many these were."""
        done = 0
        while self.run_one():
            done += 1
        return done

    def run_one(self) -> bool:
        """Do the job that has been due for the longest; whether there was one."""
        now = self.clock()
        self._plan_periodic(now)
        with self.database.transaction() as session:
            job = queue.take(session, {kind.name: kind.lease for kind in self.kinds}, now)
        if job is None:
            return False
        with structlog.contextvars.bound_contextvars(request_id=job.request_id, job_id=job.id, job_kind=job.kind):
            self._do(job)
        return True

    def _plan_periodic(self, now: datetime) -> None:
        """Write the periodic jobs of this window of time, once among all workers."""
        windows = {kind.name: int((now - _EPOCH) / kind.every) for kind in self.kinds if kind.every}
        if windows == self._last_windows:
            return
        with self.database.transaction() as session:
            for name, window in windows.items():
                queue.enqueue(session, name, {}, run_at=now, unique_key=f"{name}@{window}")
        self._last_windows = windows

    def _do(self, job: TakenJob) -> None:
        running = Running(job, self.database, self.clock)
        try:
            if job.attempts > queue.MAX_ATTEMPTS:
                raise PermanentFailure("its worker ended before it did, each time")
            self._by_name[job.kind].handler(running)
            if not running.is_finished:
                with running.finishing():
                    pass
        except LeaseLost:
            _log.warning("job.taken_over")
        except PermanentFailure as failure:
            _log.error("job.dead", error=str(failure))
            self._record(queue.give_up, job, str(failure))
        except Exception as failure:  # noqa: BLE001 - whatever a job raises, it is kept for a retry or an admin
            _log.warning("job.failed", error=_words(failure), attempts=job.attempts)
            self._record(queue.retry, job, _words(failure))

    def _record(self, change: Callable[[Session, TakenJob, str, datetime], None], job: TakenJob, error: str) -> None:
        try:
            with self.database.transaction() as session:
                change(session, job, error, self.clock())
        except LeaseLost:
            _log.warning("job.taken_over")


def start_workers(database: Database, kinds: Sequence[Kind], stop: threading.Event) -> list[threading.Thread]:
    """Threads that do jobs until `stop` is set: one for the slow kinds, one for all others, so that no mail waits
    until an interview is judged. Each completes its current job."""
    threads = []
    for name, is_slow in (("jobs", False), ("slow jobs", True)):
        worker = Worker(database, [kind for kind in kinds if kind.is_slow is is_slow])
        threads.append(threading.Thread(target=worker.run, args=(stop,), name=name, daemon=True))
    for thread in threads:
        thread.start()
    return threads


def _words(failure: Exception) -> str:
    """What may be kept of an error: our own words, or its type and place; others' words may quote personal data."""
    if isinstance(failure, TemporaryFailure | Refused):
        return str(failure)
    trace = failure.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_globals.get('__name__')}, line {trace.tb_lineno})" if trace else ""
    return f"{type(failure).__name__}{place}"
