"""Jobs that failed for good, for admins to look at and to have done again."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter, Path, Query

from interview_server.api.access import Admin, Now, Opened
from interview_server.api.schema import Problem, Sent
from interview_server.errors import Invalid
from interview_server.jobs import queue
from interview_server.jobs.models import Job

router = APIRouter(prefix="/api/admin/dead-letters", tags=["admin"])

PROBLEMS: Final[dict[int | str, dict[str, object]]] = {
    status: {"model": Problem} for status in (401, 403, 404, 409, 422)
}


class DeadLetterSent(Sent):
    """A job that failed for good. What it was to work on is not shown: it may be personal."""

    id: str
    kind: str
    error: str | None
    attempts: int
    ended_at: datetime | None
    request_id: str | None

    @classmethod
    def of(cls, job: Job) -> Self:
        return cls(
            id=job.id,
            kind=job.kind,
            error=job.last_error,
            attempts=job.attempts,
            ended_at=job.finished_at,
            request_id=job.request_id,
        )


class DeadLettersSent(Sent):
    """Dead jobs, the newest first."""

    items: list[DeadLetterSent]
    next_cursor: str | None


class ReplayedSent(Sent):
    """A job that is done again."""

    id: str
    kind: str
    run_at: datetime


@router.get("", responses=PROBLEMS)
def list_dead_letters(
    asking: Admin,
    database: Opened,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> DeadLettersSent:
    """The jobs that failed for good."""
    del asking
    with database.reading() as session:
        found = queue.dead_letters(session, limit=limit + 1, after=_place(cursor) if cursor else None)
    page = found[:limit]
    more = _cursor(page[-1]) if len(found) > limit else None
    return DeadLettersSent(items=[DeadLetterSent.of(job) for job in page], next_cursor=more)


@router.post("/{job_id}/replay", responses=PROBLEMS)
def replay(job_id: Annotated[str, Path(max_length=36)], asking: Admin, database: Opened, now: Now) -> ReplayedSent:
    """Have a dead job done again."""
    del asking
    with database.transaction() as session:
        job = queue.replay(session, job_id, now)
        return ReplayedSent(id=job.id, kind=job.kind, run_at=job.run_at)


def _cursor(job: Job) -> str:
    assert job.finished_at is not None
    return base64.urlsafe_b64encode(f"{job.finished_at.isoformat()} {job.id}".encode()).decode()


def _place(cursor: str) -> tuple[datetime, str]:
    try:
        ended, _, job_id = base64.urlsafe_b64decode(cursor).decode().partition(" ")
        place = datetime.fromisoformat(ended)
    except ValueError:
        raise Invalid("There is no such cursor.") from None
    if place.tzinfo is None:
        raise Invalid("There is no such cursor.")
    return place, job_id
