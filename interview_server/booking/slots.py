"""What can be booked: the times an interviewer offers, without those that are taken."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from interview_server.accounts.people import bookable_interviewer
from interview_server.booking.availability import LONGEST_LISTING, Rules, Slot, read_rules, without
from interview_server.booking.models import Booking, BookingStatus
from interview_server.booking.zones import wall_of, zone_data
from interview_server.errors import Conflict, Invalid

FARTHEST_AHEAD: Final = timedelta(days=366)
"""How far ahead a time can be booked. Chosen."""


def free_slots(session: Session, interviewer_id: str, start: datetime, end: datetime, now: datetime) -> list[Slot]:
    """What can be booked with a verified interviewer from `start` to `end`, at most `LONGEST_LISTING`, in the future.

    Raises NotFound for anybody else, Invalid for a stretch of time that is empty or too long.
    """
    if not timedelta(0) < end - start <= LONGEST_LISTING:
        raise Invalid(f"Ask for a stretch of time of up to {LONGEST_LISTING.days} days: from, then to.")
    bookable_interviewer(session, interviewer_id)
    start, end = max(start, now + timedelta(microseconds=1)), min(end, now + FARTHEST_AHEAD)
    rules = read_rules(session, interviewer_id)
    if rules is None or start >= end:
        return []
    slots = rules.slots(start, end)
    taken = session.execute(
        select(Booking.starts_at, Booking.ends_at).where(
            Booking.interviewer_id == interviewer_id,
            Booking.status != BookingStatus.CANCELLED,
            or_(Booking.hold_expires_at.is_(None), Booking.hold_expires_at > now),
            Booking.ends_at > start,
            Booking.starts_at < end + timedelta(minutes=rules.slot_minutes),
        )
    ).all()
    return without(slots, ((row.starts_at, row.ends_at) for row in taken))


def time_of(rules: Rules | None, starts_at: datetime, now: datetime) -> dict[str, object]:
    """The columns of a booking that say when it is, for a slot that the interviewer offers.

    Whether the time is taken is not looked at: only the database can say that. Raises Invalid for a time in the past
    or too far ahead, Conflict for one that is not among the interviewer's slots.
    """
    if not now < starts_at <= now + FARTHEST_AHEAD:
        raise Invalid(f"An interview starts in the future, and at most {FARTHEST_AHEAD.days} days ahead.")
    slots = rules.slots(starts_at, starts_at + timedelta(microseconds=1)) if rules else []
    if not rules or not slots:
        raise Conflict("The interviewer is not free at this time. Look at the slots again.")
    return {
        "starts_at": slots[0].starts_at,
        "ends_at": slots[0].ends_at,
        "zone": rules.zone,
        "wall_start": wall_of(starts_at, rules.zone),
        "zone_data": zone_data(),
    }
