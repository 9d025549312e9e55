"""Erasing what was said in somebody's interviews."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from interview_server.accounts.models import Person
from interview_server.booking.models import Booking
from interview_server.calls.judged import FeedbackContent
from interview_server.calls.models import CallFile, Feedback, FileKind, Rating
from interview_server.jobs.queue import enqueue
from interview_server.jobs.worker import Kind, Running

DELETE_RECORDINGS: Final = "delete_recordings"
FORGET_CALLER: Final = "forget_caller"
"""The kind of the jobs that have the provider of calls erase somebody."""

ERASED: Final = FeedbackContent(
    is_sufficient=False,
    summary="Erased, as the candidate asked.",
    technical=None,
    communication=None,
    problem_solving=None,
    recommendation=None,
    exact_recommendation="WITHHELD",
    overall_rating=None,
    coverage=0,
    strengths=[],
    improvements=[],
    evaluator={},
    notes=[],
    report={},
)
"""What stays of a feedback: that there was one."""


def erase_calls(session: Session, person_id: str, now: datetime) -> None:
    """Erase transcripts and recordings of this person's interviews, the feedback on them, and what they wrote.

    Feedback that they gave somebody as an interviewer is about that person, who keeps it.
    """
    theirs = select(Booking.id).where(or_(Booking.candidate_id == person_id, Booking.interviewer_id == person_id))
    as_candidate = select(Booking.id).where(Booking.candidate_id == person_id)
    checksums = session.scalars(
        select(CallFile.checksum).where(CallFile.booking_id.in_(theirs), CallFile.kind == FileKind.RECORDING)
    ).all()
    session.execute(
        update(CallFile)
        .where(CallFile.booking_id.in_(theirs))
        .values(content=None, url=None, checksum=None, uploaded_by=None)
        .execution_options(synchronize_session=False)
    )
    for change in (
        update(Booking).where(Booking.id.in_(theirs)).values(recording_url=None),
        update(Feedback).where(Feedback.booking_id.in_(as_candidate)).values(content=ERASED.model_dump(mode="json")),
        update(Rating).where(or_(Rating.rater_id == person_id, Rating.rated_id == person_id)).values(comment=None),
    ):
        session.execute(change.execution_options(synchronize_session=False))
    enqueue(session, FORGET_CALLER, {"person_id": person_id}, run_at=now)
    found = sorted({checksum for checksum in checksums if checksum})
    if found:
        enqueue(session, DELETE_RECORDINGS, {"checksums": found}, run_at=now)


def is_erased(session: Session, booking: Booking) -> bool:
    """Whether one of the two people had everything erased: then nothing of their interview is stored any more."""
    people = (booking.candidate_id, booking.interviewer_id)
    found = select(Person.id).where(Person.id.in_(people), Person.erased_at.is_not(None))
    return session.scalar(found.limit(1)) is not None


def erasing_kinds(files_folder: Path) -> list[Kind]:
    """The job that deletes recordings which no call refers to any more."""

    def delete_recordings(running: Running) -> None:
        with running.database.reading() as session:
            wanted = session.scalars(select(CallFile.checksum).where(CallFile.checksum.is_not(None))).all()
        for checksum in set(running.job.payload["checksums"]) - set(wanted):
            (files_folder / checksum).unlink(missing_ok=True)

    return [Kind(DELETE_RECORDINGS, delete_recordings)]
