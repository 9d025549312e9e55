"""Availability, slots, holds and bookings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path, Response
from pydantic import AwareDatetime, Field, model_validator
from sqlalchemy.orm import Session

from interview_server.accounts.models import Role
from interview_server.api.access import Caller, Opened, SignedIn
from interview_server.api.once import ByKey
from interview_server.api.schema import Received, Sent
from interview_server.booking import bookings, changes
from interview_server.booking.models import Booking, BookingStatus, Side
from interview_server.booking.policy import POLICIES, Policy
from interview_server.errors import NotAllowed

router = APIRouter(prefix="/api", tags=["bookings"])

BookingId = Annotated[str, Path(max_length=36)]
InterviewerId = Annotated[str, Path(max_length=36)]


class PolicySent(Sent):
    """The terms of a booking."""

    version: int
    text: str
    full_refund_before_hours: int
    late_cancel_percent: int
    no_show_percent: int
    dispute_hours: int

    @classmethod
    def of(cls, policy: Policy) -> Self:
        hour = 3600
        return cls(
            version=policy.version,
            text=policy.text,
            full_refund_before_hours=int(policy.full_refund_before.total_seconds() // hour),
            late_cancel_percent=policy.late_cancel_percent,
            no_show_percent=policy.no_show_percent,
            dispute_hours=int(policy.dispute_window.total_seconds() // hour),
        )


class HoldSent(Sent):
    """A time that is kept for a few minutes."""

    id: str
    interviewer_id: str
    start_time: datetime
    end_time: datetime
    expires_at: datetime
    credits: int
    policy: PolicySent

    @classmethod
    def of(cls, held: Booking) -> Self:
        assert held.hold_expires_at is not None
        return cls(
            id=held.id,
            interviewer_id=held.interviewer_id,
            start_time=held.starts_at,
            end_time=held.ends_at,
            expires_at=held.hold_expires_at,
            credits=held.credits_charged,
            policy=PolicySent.of(POLICIES[held.policy_version]),
        )


class BookingSent(Sent):
    """An interview of two people."""

    id: str
    interviewer_id: str
    candidate_id: str
    start_time: datetime
    end_time: datetime
    zone: str
    status: BookingStatus
    credits_charged: int
    ended_by: Side | None
    """Who cancelled, or who did not come."""
    disputed_at: datetime | None
    resolved_at: datetime | None
    """When a dispute about it was decided."""
    stream_call_id: str | None
    recording_url: str | None
    policy: PolicySent

    @classmethod
    def of(cls, booking: Booking) -> Self:
        return cls(
            id=booking.id,
            interviewer_id=booking.interviewer_id,
            candidate_id=booking.candidate_id,
            start_time=booking.starts_at,
            end_time=booking.ends_at,
            zone=booking.zone,
            status=booking.status,
            credits_charged=booking.credits_charged,
            ended_by=booking.ended_by,
            disputed_at=booking.disputed_at,
            resolved_at=booking.resolved_at,
            stream_call_id=booking.stream_call_id,
            recording_url=booking.recording_url,
            policy=PolicySent.of(POLICIES[booking.policy_version]),
        )


class TimeWanted(Received):
    """A time of an interviewer."""

    interviewer_id: str = Field(max_length=36)
    start_time: AwareDatetime


class BookingWanted(Received):
    """Either a hold, or a time of an interviewer."""

    hold_id: str | None = Field(None, max_length=36)
    interviewer_id: str | None = Field(None, max_length=36)
    start_time: AwareDatetime | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        names_time = self.interviewer_id is not None and self.start_time is not None
        names_some = self.interviewer_id is not None or self.start_time is not None
        if (self.hold_id is None) != names_time or (self.hold_id is not None and names_some):
            raise ValueError("give either holdId, or interviewerId and startTime")
        return self


class NewTime(Received):
    """When the interview shall be instead."""

    start_time: AwareDatetime


def _candidate(asking: Caller) -> str:
    if Role.INTERVIEWEE not in asking.roles:
        raise NotAllowed("Only a candidate can book an interview. Choose that role first.")
    return asking.person_id


@router.post("/holds", status_code=201, response_model=HoldSent)
def hold(wanted: TimeWanted, asking: SignedIn, once: ByKey) -> Response:
    """Keep a time for five minutes while you decide."""

    def work(session: Session, now: datetime) -> Sent:
        held = bookings.hold(session, _candidate(asking), wanted.interviewer_id, wanted.start_time, now)
        return HoldSent.of(held)

    return once.answer(work, 201)


@router.post("/bookings", status_code=201, response_model=BookingSent)
def book(wanted: BookingWanted, asking: SignedIn, once: ByKey) -> Response:
    """Book an interview and pay for it."""

    def work(session: Session, now: datetime) -> Sent:
        candidate = _candidate(asking)
        if wanted.hold_id is not None:
            return BookingSent.of(bookings.book_hold(session, candidate, wanted.hold_id, now))
        assert wanted.interviewer_id is not None
        assert wanted.start_time is not None
        return BookingSent.of(bookings.book(session, candidate, wanted.interviewer_id, wanted.start_time, now))

    return once.answer(work, 201)


@router.get("/bookings/{booking_id}")
def read_booking(booking_id: BookingId, asking: SignedIn, database: Opened) -> BookingSent:
    """One of your bookings."""
    with database.reading() as session:
        return BookingSent.of(bookings.find_booking(session, asking.person_id, booking_id)[0])


@router.post("/bookings/{booking_id}/cancel", response_model=BookingSent)
def cancel(booking_id: BookingId, asking: SignedIn, once: ByKey) -> Response:
    """Cancel an interview before it starts."""
    return once.answer(
        lambda session, now: BookingSent.of(changes.cancel(session, asking.person_id, booking_id, now))
    )


@router.post("/bookings/{booking_id}/reschedule", response_model=BookingSent)
def reschedule(booking_id: BookingId, wanted: NewTime, asking: SignedIn, once: ByKey) -> Response:
    """Move an interview to another time of the same interviewer."""
    return once.answer(
        lambda session, now: BookingSent.of(
            changes.reschedule(session, asking.person_id, booking_id, wanted.start_time, now)
        )
    )


@router.post("/bookings/{booking_id}/no-show", response_model=BookingSent)
def report_no_show(booking_id: BookingId, asking: SignedIn, once: ByKey) -> Response:
    """Report that the other side did not come. They can object before anybody gains by it."""
    return once.answer(
        lambda session, now: BookingSent.of(changes.report_no_show(session, asking.person_id, booking_id, now))
    )
