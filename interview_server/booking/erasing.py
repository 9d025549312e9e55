"""Erasing what somebody wrote for the sake of interviews. When they were, and what became of them, stays."""

from __future__ import annotations

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from interview_server.booking.models import Availability, Booking, BookingStatus, Side
from interview_server.booking.outcomes import may_object


def bookings_of(session: Session, person_id: str) -> list[Booking]:
    """Every booking of a person, on either side."""
    is_party = or_(Booking.candidate_id == person_id, Booking.interviewer_id == person_id)
    return list(session.scalars(select(Booking).where(is_party)))


def is_open(booking: Booking) -> bool:
    """Whether something is still to come of a booking, for which both of its people are needed."""
    return booking.status is BookingStatus.SCHEDULED or (
        booking.disputed_at is not None and booking.resolved_at is None
    )


def erase_bookings(session: Session, person_id: str, bookings: list[Booking]) -> None:
    """Erase when a person was free, and the reasons of their objections."""
    session.execute(delete(Availability).where(Availability.person_id == person_id))
    for booking in bookings:
        side = Side.CANDIDATE if booking.candidate_id == person_id else Side.INTERVIEWER
        if may_object(booking) is side:
            booking.dispute_reason = None
    session.flush()
