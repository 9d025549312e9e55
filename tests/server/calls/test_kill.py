"""The job worker is killed at every step of a call and its event: call, feedback and earning are there once."""

from __future__ import annotations

import os
import signal
import warnings
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from interview_cli.scoring.rules import RulesJudge
from interview_server.booking.models import Booking, BookingStatus
from interview_server.calls.models import CallFile, Feedback
from interview_server.calls.work import OPEN_CALL, CallWork
from interview_server.database.connection import Database
from interview_server.jobs.announcing import ANNOUNCED
from interview_server.jobs.incoming import receive
from interview_server.jobs.models import Job, JobState
from interview_server.jobs.queue import enqueue
from interview_server.jobs.worker import Worker
from interview_server.ledger.audit import audit
from tests.server.calls.conftest import PRICE, SAID, Interview, transcript
from tests.server.steps import killed_at

MOST_STEPS: Final = 60
LONGEST_LEASE: Final = timedelta(minutes=15)


def _dies(_connection: Any, *, commits: bool) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def work_until(interview: Interview, database_url: str, step: int) -> bool:
    """Do the jobs in a process that kills itself before step number `step`; whether it came to that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads: the child uses none of them
        child = os.fork()
    if child == 0:
        try:
            database = Database(database_url)
            kinds = CallWork(interview.provider, RulesJudge(), interview.served.settings.files_folder).kinds()
            with killed_at(database.engine, step, _dies):
                Worker(database, kinds, interview.worker.clock).run_due()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked, which this system cannot do")
def test_a_worker_killed_at_any_step_leaves_every_effect_once(interview: Interview, database_url: str) -> None:
    said = transcript(interview.speakers, SAID[:2])
    interview.worker.run_due()
    interview.served.now += timedelta(hours=1)
    killed = step = 0
    while killed == step < MOST_STEPS:
        step += 1
        interview.booking_id = interview.book(interview.served.now)
        body = interview.event("transcription", "1.jsonl", content=said)
        with interview.database.transaction() as session:
            receive(session, "stream", body, interview.served.now)
        killed += work_until(interview, database_url, step)
        interview.served.now += LONGEST_LEASE
        interview.worker.run_due()
        interview.served.now += LONGEST_LEASE
        interview.worker.run_due()
        interview.served.now += timedelta(hours=1)
    assert 12 < killed < MOST_STEPS
    with interview.database.reading() as session:
        done = select(func.count()).select_from(Booking).where(Booking.status == BookingStatus.COMPLETED)
        assert session.scalar(done) == step
        assert session.scalar(select(func.count()).select_from(Feedback)) == step
        assert session.scalar(select(func.count()).select_from(CallFile)) == step
        told = select(func.count()).select_from(Job).where(Job.kind == ANNOUNCED)
        assert session.scalar(told) == step
        left = select(func.count()).select_from(Job).where(Job.state != JobState.DONE, Job.kind != ANNOUNCED)
        assert session.scalar(left) == 0
    with interview.database.reading() as session:
        assert audit(session) == []
    assert interview.earned() == PRICE * step


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked, which this system cannot do")
def test_a_worker_killed_while_it_opens_a_call_leaves_it_open(interview: Interview, database_url: str) -> None:
    killed = step = 0
    while killed == step < MOST_STEPS:
        step += 1
        interview.booking_id = interview.book(interview.served.now + timedelta(days=1))
        interview.storage.content[f"/api/v2/video/call/default/{interview.booking_id}"] = (201, b"{}", {})
        with interview.database.transaction() as session:
            enqueue(session, OPEN_CALL, {"booking_id": interview.booking_id}, run_at=interview.served.now)
        killed += work_until(interview, database_url, step)
        interview.served.now += LONGEST_LEASE
        interview.worker.run_due()
        assert interview.booking().stream_call_id == interview.booking_id
        interview.served.now += timedelta(hours=1)
    assert 4 < killed < MOST_STEPS
