"""What is done for calls in the background: opened and closed, their events handled, feedback made.

Each step ends in one transaction together with its job: a worker may die anywhere, and the effect is there once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from interview_cli.errors import ChatModelError
from interview_cli.interview.model import InterviewType
from interview_cli.interview.ports import Judge
from interview_server.accounts.models import Person
from interview_server.booking.changes import call_off
from interview_server.booking.models import Booking, BookingStatus
from interview_server.booking.outcomes import earn
from interview_server.calls import files
from interview_server.calls.configured import Listener
from interview_server.calls.erasing import FORGET_CALLER, is_erased
from interview_server.calls.files import MAKE_FEEDBACK, TRANSCRIBE, NewFile
from interview_server.calls.judged import FeedbackContent, Speakers
from interview_server.calls.models import CallFile, Feedback, FileKind
from interview_server.calls.provider import CallEvent, CallProvider, Party, PlannedCall, TranscriptReady
from interview_server.jobs.announcing import Happened, announce
from interview_server.jobs.incoming import body_of, job_kind
from interview_server.jobs.queue import enqueue
from interview_server.jobs.worker import Kind, PermanentFailure, Running, TemporaryFailure

OPEN_CALL: Final = "open_call"
CLOSE_CALL: Final = "close_call"
RECONCILE: Final = "reconcile_calls"

RECONCILE_EVERY: Final = timedelta(minutes=10)
JUDGING_LEASE: Final = timedelta(minutes=15)
"""A model may take minutes for a long interview. Chosen."""

LISTENING_LEASE: Final = timedelta(hours=3)
"""A recording of an hour may take as long to transcribe on a busy machine. Chosen."""

MODEL_ATTEMPTS: Final = 8
"""How often a language model is asked, over about ten minutes, before the rules judge in its place. Chosen."""

DOWNLOAD_LEASE: Final = timedelta(minutes=3)
_ENDED: Final = (BookingStatus.CANCELLED, BookingStatus.NO_SHOW)


def planned_call(session: Session, booking: Booking) -> PlannedCall:
    """The call of a booking, whose id is the booking's."""
    candidate = session.get_one(Person, booking.candidate_id)
    interviewer = session.get_one(Person, booking.interviewer_id)
    return PlannedCall(
        booking.id,
        Party(candidate.id, candidate.name),
        Party(interviewer.id, interviewer.name),
        booking.starts_at,
        booking.ends_at,
    )


@dataclass(frozen=True)
class CallWork:
    """The jobs about calls."""

    provider: CallProvider
    judge: Judge | None
    """The rules judge when it is None. They are loaded for the first interview."""
    files_folder: Path
    listener: Listener | None = None

    def kinds(self) -> list[Kind]:
        """The kinds of jobs that are done here."""
        return [
            Kind(OPEN_CALL, self.open_call),
            Kind(CLOSE_CALL, self.close_call),
            Kind(FORGET_CALLER, self.forget_caller),
            Kind(RECONCILE, self.reconcile, every=RECONCILE_EVERY),
            Kind(job_kind(self.provider.name), self.handle_event, lease=DOWNLOAD_LEASE),
            Kind(TRANSCRIBE, self.transcribe, lease=LISTENING_LEASE, is_slow=True),
            Kind(MAKE_FEEDBACK, self.make_feedback, lease=JUDGING_LEASE, is_slow=True),
        ]

    def open_call(self, running: Running) -> None:
        """Have the provider open the call of a booking; close it again where the booking was cancelled meanwhile."""
        booking_id = running.job.payload["booking_id"]
        with running.database.reading() as session:
            booking = session.get(Booking, booking_id)
            if booking is None or booking.status != BookingStatus.SCHEDULED:
                return
            call = planned_call(session, booking)
        self.provider.open(call)
        with running.finishing() as session:
            booking = session.get_one(Booking, booking_id, with_for_update=True)
            booking.stream_call_id = call.id
            if booking.status in _ENDED:
                enqueue(session, CLOSE_CALL, {"booking_id": booking_id}, run_at=running.clock())

    def close_call(self, running: Running) -> None:
        """Have the provider close the call of a booking that does not take place."""
        booking_id = running.job.payload["booking_id"]
        self.provider.close(booking_id)
        with running.finishing() as session:
            booking = session.get(Booking, booking_id, with_for_update=True)
            if booking is not None and booking.status in _ENDED:
                booking.stream_call_id = None

    def forget_caller(self, running: Running) -> None:
        """Have the provider erase a person and their calls."""
        self.provider.forget(running.job.payload["person_id"])

    def reconcile(self, running: Running) -> None:
        """Make bookings and calls agree: calls that are missing are opened, those of no booking closed.

        An interview that still has no call when it is about to begin is called off and refunded.
        """
        now = running.clock()
        with running.finishing() as session:
            for kind, booking_id in _differences(session, now):
                key = f"{kind}:{booking_id}:{now:%Y-%m-%d %H}"  # once an hour: the job itself is tried again, too
                enqueue(session, kind, {"booking_id": booking_id}, run_at=now, unique_key=key)
            for booking_id in session.scalars(_without_call(now).where(Booking.starts_at <= now + RECONCILE_EVERY)):
                call_off(session, booking_id, now)

    def handle_event(self, running: Running) -> None:
        """Do what an event of the provider asks for; events of no interest are done at once."""
        event = self.provider.read_event(body_of(running.job))
        if event is None:
            return
        with running.database.reading() as session:
            booking = session.get(Booking, event.call_id)
            if booking is None or booking.status == BookingStatus.HELD or is_erased(session, booking):
                return  # unless it is erased, the call was made in the same account by something else
        file = self._file_of(event)
        with running.finishing() as session:
            booking = session.get_one(Booking, event.call_id, with_for_update=True)
            if is_erased(session, booking):
                return
            if file.kind == FileKind.TRANSCRIPT:
                files.keep(session, booking.id, file, running.clock())
            else:
                files.keep_recording(session, booking, file, running.clock())

    def _file_of(self, event: CallEvent) -> NewFile:
        if isinstance(event, TranscriptReady):
            content = self.provider.download(event.url)
            return NewFile(FileKind.TRANSCRIPT, event.session_id, event.started_at, content=content)
        return NewFile(
            FileKind.RECORDING, event.session_id, event.started_at, url=self.provider.checked_url(event.url)
        )

    def transcribe(self, running: Running) -> None:
        """Make a transcript of a recording that was uploaded, unless there is one or nobody listens here."""
        booking_id, origin = running.job.payload["booking_id"], running.job.payload["origin"]
        with running.database.reading() as session:
            recording = files.recording_of(session, booking_id, origin)
            there = files.transcripts_of(session, booking_id)
        if self.listener is None or there or recording is None or recording.checksum is None:
            return
        path = self.files_folder / recording.checksum
        if not path.exists():
            raise PermanentFailure("the recording is not in the folder of files: do all workers share it?")
        made = NewFile(
            FileKind.TRANSCRIPT,
            f"of {origin}",
            recording.started_at,
            content=self.listener(path),
            uploaded_by=recording.uploaded_by,
        )
        with running.finishing() as session:
            if not is_erased(session, session.get_one(Booking, booking_id, with_for_update=True)):
                files.keep(session, booking_id, made, running.clock())

    def make_feedback(self, running: Running) -> None:
        """Make the feedback of a booking from its transcripts, complete the booking and pay, in one transaction."""
        booking_id = running.job.payload["booking_id"]
        with running.database.reading() as session:
            booking = session.get_one(Booking, booking_id)
            parts = files.transcripts_of(session, booking_id)
            if booking.status in _ENDED or _covers(session.get(Feedback, booking_id), parts):
                return
            if is_erased(session, booking):
                return
        content = self._judged(booking, parts, running.job.attempts)
        now = running.clock()
        with running.finishing() as session:
            if not content.is_sufficient and now < booking.ends_at:
                files.ask_for_feedback(session, booking_id, parts[-1].id, booking.ends_at)
            else:
                store_feedback(session, booking_id, content, parts, now)

    def _judged(self, booking: Booking, parts: Sequence[CallFile], attempts: int) -> FeedbackContent:
        from interview_cli.scoring.rules import RulesJudge
        from interview_server.calls.judging import judge_call

        transcripts = files.contents(parts)
        if not transcripts:
            raise PermanentFailure("the booking has no transcript, or it was erased")
        speakers = Speakers(booking.candidate_id, booking.interviewer_id)
        judge = self.judge or RulesJudge()
        is_late = attempts > MODEL_ATTEMPTS and not judge.quick
        if is_late:
            judge = RulesJudge()
        try:
            made = judge_call(transcripts, speakers, InterviewType.MIXED, judge, booking.id)
        except ChatModelError:
            raise TemporaryFailure("the language model gave no usable reply") from None
        notes = list(made.notes)
        if is_late:
            notes.append("The language model gave no usable reply for a long time, so the rules judged.")
        if parts[0].uploaded_by is not None:
            who = "candidate" if parts[0].uploaded_by == booking.candidate_id else "interviewer"
            notes.append(f"The transcript was uploaded by the {who}.")
        return made.model_copy(update={"notes": notes})


def _covers(feedback: Feedback | None, parts: Sequence[CallFile]) -> bool:
    """Whether the feedback was made of all of these transcripts."""
    return feedback is not None and {part.id for part in parts} <= set(feedback.transcript_ids)


def store_feedback(
    session: Session, booking_id: str, content: FeedbackContent, parts: Sequence[CallFile], now: datetime
) -> None:
    """Store the feedback of a booking; the first time the booking is completed and its interviewer paid.

    Feedback of more transcripts replaces one of fewer. A booking that was cancelled, missed or erased gets none.
    """
    booking = session.get_one(Booking, booking_id, with_for_update=True, populate_existing=True)
    stored = session.get(Feedback, booking_id)
    if booking.status in _ENDED or _covers(stored, parts) or is_erased(session, booking):
        return
    if stored is None:
        stored = Feedback(booking_id=booking_id)
        session.add(stored)
    stored.content = content.model_dump(mode="json")
    stored.transcript_ids = [each.id for each in parts]
    stored.made_at = now
    session.flush()
    if earn(session, booking, now):
        announce(session, Happened.FEEDBACK_READY, booking_id, now)


def _without_call(now: datetime) -> Select[str]:
    """The interviews ahead that were booked some time ago and have no call."""
    return select(Booking.id).where(
        Booking.status == BookingStatus.SCHEDULED,
        Booking.stream_call_id.is_(None),
        Booking.created_at <= now - RECONCILE_EVERY,
        Booking.starts_at > now,
    )


def _differences(session: Session, now: datetime) -> list[tuple[str, str]]:
    """The jobs that would make bookings and calls agree, with the bookings they are about."""
    missing = _without_call(now).where(Booking.starts_at > now + RECONCILE_EVERY)
    orphaned = select(Booking.id).where(Booking.status.in_(_ENDED), Booking.stream_call_id.is_not(None))
    return [
        *((OPEN_CALL, found) for found in session.scalars(missing)),
        *((CLOSE_CALL, found) for found in session.scalars(orphaned)),
    ]
