"""When the rules of a zone change after an interview was booked: the people keep the wall time they agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.booking.bookings import flush_time
from interview_server.booking.models import Booking, BookingStatus
from interview_server.booking.zones import instant_of, zone_data
from interview_server.jobs.announcing import Happened, announce


def outdated(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Future interviews whose instant was made of other zone data than today's, the earliest first."""
    return session.scalars(
        select(Booking.id)
        .where(
            Booking.status == BookingStatus.SCHEDULED,
            Booking.starts_at > now,
            Booking.zone_data != zone_data(),
        )
        .order_by(Booking.starts_at)
        .limit(limit)
    ).all()


def expand_again(session: Session, booking_id: str, now: datetime) -> bool:
    """Make the instant of an interview of its wall time again; whether it moved, in which case people are told.

    Raises Conflict when it would then overlap another interview of one of the two: people have to decide.
    """
    booking = session.get_one(Booking, booking_id, with_for_update=True)
    if booking.status is not BookingStatus.SCHEDULED or booking.zone_data == zone_data():
        return False
    starts_at = instant_of(booking.wall_start, booking.zone)
    moved = starts_at != booking.starts_at
    booking.zone_data = zone_data()
    if moved:
        length = booking.ends_at - booking.starts_at
        booking.starts_at, booking.ends_at = starts_at, starts_at + length
        booking.sequence += 1
    flush_time(session)
    if moved:
        announce(session, Happened.BOOKING_RESCHEDULED, booking.id, now)
    return moved
