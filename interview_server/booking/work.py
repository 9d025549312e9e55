"""What is done for bookings in the background.

When the rules of a zone change after an interview was booked, the people keep the wall time they agreed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from interview_server.booking.bookings import flush_time
from interview_server.booking.changes import SETTLE_NO_SHOW, give_up
from interview_server.booking.models import Booking, BookingStatus
from interview_server.booking.outcomes import settle_no_show
from interview_server.booking.zones import instant_of, zone_data
from interview_server.errors import Conflict
from interview_server.jobs.announcing import Happened, announce
from interview_server.jobs.worker import Kind, Running

FOLLOW_ZONES: Final = "follow_zones"
DROP_HOLDS: Final = "drop_holds"
GIVE_UP: Final = "give_up_interviews"
AT_ONCE: Final = 1000
"""Interviews that one job looks at. Chosen."""

_log = structlog.get_logger(__name__)


def booking_kinds() -> list[Kind]:
    """The kinds of jobs that are done here."""
    return [
        Kind(SETTLE_NO_SHOW, _settle),
        Kind(FOLLOW_ZONES, _follow_zones, every=timedelta(hours=1)),
        Kind(DROP_HOLDS, _drop_holds, every=timedelta(minutes=10)),
        Kind(GIVE_UP, _give_up, every=timedelta(hours=1)),
    ]


def _settle(running: Running) -> None:
    with running.finishing() as session:
        settle_no_show(session, running.job.payload["booking_id"], running.clock())


def _follow_zones(running: Running) -> None:
    """Move interviews along with their zones, each in a transaction of its own.

    Interviews one after the other move in the right order only from one end: those that stand in each other's way
    are tried again as long as others move.
    """
    with running.database.reading() as session:
        waiting = outdated(session, running.clock(), AT_ONCE)
    while waiting:
        in_the_way = []
        for booking_id in waiting:
            try:
                with running.database.transaction() as session:
                    expand_again(session, booking_id, running.clock())
            except Conflict:
                in_the_way.append(booking_id)
        if len(in_the_way) == len(waiting):
            _log.error("bookings.overlap_by_zone_change", bookings=in_the_way)
            return
        waiting = in_the_way


def _drop_holds(running: Running) -> None:
    with running.finishing() as session:
        session.execute(delete(Booking).where(Booking.hold_expires_at <= running.clock()))


def _give_up(running: Running) -> None:
    with running.finishing() as session:
        give_up(session, running.clock(), AT_ONCE)


def outdated(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Future interviews whose instant was computed from other zone data than today's, the earliest first."""
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
    """Make the instant of an interview of its wall time again; whether it moved, in which case people are notified.

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
