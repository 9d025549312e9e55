"""The table of background work."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from interview_server.database.base import Base, Id, Instant, new_id


class JobState(StrEnum):
    """A waiting job is to be done, or is being done under a lease; a dead one is for an admin to look at."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class Job(Base):
    """Something to be done once after a transaction.

    `run_at` is when the next worker may take it. A worker that takes it moves `run_at` to the end of its lease, so
    the job of a worker that died is taken again by the next one. `lease` names who holds it: a worker that was too
    slow cannot finish what another one has taken over. `attempts` counts the times it was taken.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
        Index("ix_job_due", "state", "run_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(100))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    unique_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=JobState.WAITING)
    run_at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(Id)
    last_error: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[str | None] = mapped_column(String(100))
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
