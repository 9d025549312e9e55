"""Events that providers deliver: stored as jobs, so that each is handled once however often it is delivered."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from interview_server.errors import Invalid
from interview_server.jobs.queue import TakenJob, enqueue


def job_kind(provider: str) -> str:
    """The kind of the jobs that handle a provider's events."""
    return f"event of {provider}"


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


def body_of(job: TakenJob) -> str:
    """The body of the event that a job handles, as it was delivered."""
    body: str = job.payload["body"]
    return body
