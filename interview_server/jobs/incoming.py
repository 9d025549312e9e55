"""Events that providers deliver: stored as jobs, so that each is handled once however often it is delivered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.errors import Invalid
from interview_server.jobs.models import Job, JobState
from interview_server.jobs.queue import TakenJob, enqueue

_KIND: Final = "event of "


def job_kind(provider: str) -> str:
    """The kind of the jobs that handle a provider's events."""
    return _KIND + provider


def receive(session: Session, provider: str, body: bytes, now: datetime) -> bool:
    """Store an event whose signature has been checked, to be handled; whether it is new.

    Two deliveries are the same event when their bodies are the same, since the body is what is signed. Raises Invalid
    when it is not text.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Invalid("The event is not text in UTF-8.") from None
    event_id = hashlib.sha256(provider.encode() + b"\n" + body).hexdigest()
    return enqueue(session, job_kind(provider), {"body": text}, run_at=now, unique_key=event_id)


def forget(session: Session, ids: Iterable[str], now: datetime) -> None:
    """Forget the events that name one of these `ids` and wait to be handled, or could not be.

    A worker that handles one meanwhile finds its lease lost.
    """
    wanted = tuple(ids)
    waiting = select(Job).where(Job.kind.startswith(_KIND), Job.state != JobState.DONE).with_for_update()
    for job in session.scalars(waiting):
        if any(each in job.payload["body"] for each in wanted):
            job.payload, job.state, job.lease, job.last_error, job.finished_at = {}, JobState.DONE, None, None, now
    session.flush()


def body_of(job: TakenJob) -> str:
    """The body of the event that a job handles, as it was delivered."""
    body: str = job.payload["body"]
    return body
