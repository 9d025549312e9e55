"""Files of calls: transcripts in the database, uploaded recordings in a folder that all workers share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from interview_server.booking.models import Booking
from interview_server.calls.judged import Part
from interview_server.calls.models import CallFile, Feedback, FileKind
from interview_server.database.base import new_id
from interview_server.database.statements import insert_for
from interview_server.errors import Conflict, NotFound
from interview_server.jobs.queue import enqueue

MAX_RECORDINGS: Final = 5
"""Of one interview. Chosen: each may have two gigabytes."""

MAKE_FEEDBACK: Final = "make_feedback"
"""The kind of the jobs that make the feedback of a booking from its transcripts."""
TRANSCRIBE: Final = "transcribe"
"""The kind of the jobs that make transcripts of recordings that were uploaded."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that arrived. `origin` is what makes it the same file when it arrives again."""

    kind: FileKind
    origin: str
    started_at: datetime
    checksum: str | None = None
    content: bytes | None = None
    url: str | None = None
    uploaded_by: str | None = None


def keep(session: Session, booking_id: str, file: NewFile, now: datetime) -> bool:
    """Store a file of a booking's call; whether it is new. A new transcript has feedback made."""
    file_id = new_id()
    written = session.execute(
        insert_for(session, CallFile)
        .values(
            id=file_id,
            booking_id=booking_id,
            kind=file.kind,
            origin=file.origin,
            started_at=file.started_at,
            checksum=file.checksum,
            content=file.content,
            url=file.url,
            uploaded_by=file.uploaded_by,
            received_at=now,
        )
        .on_conflict_do_nothing(index_elements=["booking_id", "kind", "origin"])
        .returning(CallFile.id)
    )
    if written.first() is None:
        return False
    if file.kind == FileKind.TRANSCRIPT:
        ask_for_feedback(session, booking_id, file_id, now)
    return True


def ask_for_feedback(session: Session, booking_id: str, because_of: str, run_at: datetime) -> None:
    """Have the feedback of a booking made at `run_at`, once for each cause."""
    key = f"{MAKE_FEEDBACK}:{because_of}:{run_at.isoformat()}"
    enqueue(session, MAKE_FEEDBACK, {"booking_id": booking_id}, run_at=run_at, unique_key=key)


def transcripts_of(session: Session, booking_id: str) -> Sequence[CallFile]:
    """The transcripts that count for a booking, with their contents, by the start of their sessions.

    What somebody uploaded counts as long as the provider has delivered none.
    """
    found = session.scalars(
        select(CallFile)
        .where(CallFile.booking_id == booking_id, CallFile.kind == FileKind.TRANSCRIPT)
        .order_by(CallFile.started_at, CallFile.origin)
        .options(undefer(CallFile.content))
    ).all()
    return [each for each in found if each.uploaded_by is None] or found


def contents(transcripts: Sequence[CallFile]) -> list[Part]:
    """What is read and judged of transcripts."""
    return [Part(each.content, each.started_at) for each in transcripts if each.content is not None]


def latest_recording(session: Session, booking_id: str) -> CallFile | None:
    """The recording of the last session of a booking's call."""
    return session.scalars(
        select(CallFile)
        .where(CallFile.booking_id == booking_id, CallFile.kind == FileKind.RECORDING)
        .order_by(CallFile.started_at.desc(), CallFile.origin.desc())
        .limit(1)
    ).first()


def keep_recording(session: Session, booking: Booking, file: NewFile, now: datetime) -> bool:
    """Store a recording, and have the booking point to that of the call's last session; whether it is new."""
    is_new = keep(session, booking.id, file, now)
    latest = latest_recording(session, booking.id)
    assert latest
    booking.recording_url = latest.url
    return is_new


def keep_upload(session: Session, booking: Booking, file: NewFile, now: datetime) -> bool:
    """Store what somebody uploaded; whether it is new.

    The first transcript decides; who uploaded it can replace it until there is feedback. Raises Conflict for any
    other transcript, and for too many recordings.
    """
    if file.kind == FileKind.RECORDING:
        others = select(CallFile.origin).where(
            CallFile.booking_id == booking.id, CallFile.kind == file.kind, CallFile.origin != file.origin
        )
        if len(session.scalars(others).all()) >= MAX_RECORDINGS:
            raise Conflict(f"There are {MAX_RECORDINGS} recordings of this interview already.")
        is_new = keep_recording(session, booking, file, now)
        if is_new:
            payload = {"booking_id": booking.id, "origin": file.origin}
            enqueue(session, TRANSCRIBE, payload, run_at=now)
        return is_new
    there = transcripts_of(session, booking.id)
    if there and there[0].origin != file.origin:
        if there[0].uploaded_by != file.uploaded_by or session.get(Feedback, booking.id) is not None:
            raise Conflict("There is a transcript of this interview already.")
        session.delete(there[0])
        session.flush()
    return keep(session, booking.id, file, now)


def recording_of(session: Session, booking_id: str, origin: str) -> CallFile | None:
    """One recording of a booking's call."""
    return session.scalars(
        select(CallFile).where(
            CallFile.booking_id == booking_id, CallFile.kind == FileKind.RECORDING, CallFile.origin == origin
        )
    ).first()


def uploaded_recording(session: Session, booking_id: str, folder: Path) -> Path:
    """The file of the recording that was uploaded last. Raises NotFound."""
    found = latest_recording(session, booking_id)
    if found is None or found.checksum is None:
        raise NotFound("No recording was uploaded for this call.")
    return folder / found.checksum
