"""Jobs that failed for good, for admins to look at and to have done again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter, Path

from interview_server.accounts import admin_actions
from interview_server.api.access import Admin, FreshAdmin, Now, Opened, RequestId
from interview_server.api.schema import Cursor, Page, PageSize, Problem, Sent, cursor_of, read_place
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


class ReplayedSent(Sent):
    """A job that is done again."""

    id: str
    kind: str
    run_at: datetime


@router.get("", responses=PROBLEMS)
def list_dead_letters(
    asking: Admin, database: Opened, limit: PageSize = 50, cursor: Cursor = None
) -> Page[DeadLetterSent]:
    """The jobs that failed for good, the newest first."""
    del asking
    with database.reading() as session:
        found = queue.dead_letters(session, limit=limit + 1, after=read_place(cursor))
    page = found[:limit]
    more = cursor_of(_ended_at(page[-1]), page[-1].id) if len(found) > limit else None
    return Page(items=[DeadLetterSent.of(job) for job in page], next_cursor=more)


@router.post("/{job_id}/replay", responses=PROBLEMS)
def replay(
    job_id: Annotated[str, Path(max_length=36)],
    asking: FreshAdmin,
    database: Opened,
    now: Now,
    request_id: RequestId,
) -> ReplayedSent:
    """Have a dead job done again. Needs a fresh login: it may move money."""
    with database.transaction() as session:
        job = queue.replay(session, job_id, now)
        admin_actions.record(
            session,
            actor_id=asking.person_id,
            action="replay_job",
            subject_id=job.id,
            detail=job.kind,
            request_id=request_id,
            now=now,
        )
        return ReplayedSent(id=job.id, kind=job.kind, run_at=job.run_at)


def _ended_at(job: Job) -> datetime:
    assert job.finished_at is not None
    return job.finished_at
