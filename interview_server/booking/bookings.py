"""Holding a time, booking it, and finding what is booked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from interview_server.accounts.people import bookable_interviewer
from interview_server.booking.models import Booking, BookingStatus, Side
from interview_server.booking.policy import CURRENT
from interview_server.booking.slots import time_of
from interview_server.database.limits import Limit, count_against
from interview_server.errors import Conflict, Invalid, NotFound
from interview_server.jobs.announcing import Happened, announce
from interview_server.ledger.entries import Kind, credits_of, held_for, post

HOLD_TIME: Final = timedelta(minutes=5)
BOOKINGS: Final = Limit("bookings", times=5, within=timedelta(hours=1))
HOLDS: Final = Limit("holds", times=20, within=timedelta(hours=1))
"""How often one person may hold a time. Chosen: four for each booking."""


def hold(session: Session, candidate_id: str, interviewer_id: str, starts_at: datetime, now: datetime) -> Booking:
    """Keep a time for `candidate_id` for `HOLD_TIME`, at today's price.

    Raises NotFound, Invalid, TooMany, and Conflict when the interviewer is not free or the time is taken.
    """
    count_against(session, HOLDS, candidate_id, now)
    return _take(session, candidate_id, interviewer_id, starts_at, BookingStatus.HELD, now)


def book(session: Session, candidate_id: str, interviewer_id: str, starts_at: datetime, now: datetime) -> Booking:
    """Book a time and pay for it: the credits are held until the interview has taken place.

    A hold of the same person on this time becomes the booking. Raises as `hold` does, and NotEnoughCredits.
    """
    count_against(session, BOOKINGS, candidate_id, now)
    own_hold = session.scalar(
        select(Booking)
        .where(
            Booking.candidate_id == candidate_id,
            Booking.interviewer_id == interviewer_id,
            Booking.starts_at == starts_at,
            Booking.status == BookingStatus.HELD,
            Booking.hold_expires_at > now,
        )
        .with_for_update()
    )
    if own_hold is not None:
        return _paid(session, own_hold, now)
    return _paid(session, _take(session, candidate_id, interviewer_id, starts_at, BookingStatus.SCHEDULED, now), now)


def book_hold(session: Session, candidate_id: str, hold_id: str, now: datetime) -> Booking:
    """Book the time that `candidate_id` holds, at the price of the hold.

    Raises NotFound for the hold of somebody else, Conflict when it is over, TooMany, NotEnoughCredits.
    """
    count_against(session, BOOKINGS, candidate_id, now)
    held = session.get(Booking, hold_id, with_for_update=True)
    if held is None or held.candidate_id != candidate_id:
        raise NotFound("There is no such hold. It may have expired: hold the time again.")
    if held.hold_expires_at is None or held.hold_expires_at <= now:
        raise Conflict("This hold has expired or is booked already. Hold the time again.")
    return _paid(session, held, now)


def _take(
    session: Session,
    candidate_id: str,
    interviewer_id: str,
    starts_at: datetime,
    status: BookingStatus,
    now: datetime,
) -> Booking:
    """A new row that takes the time of both people; holds of either that are over make room for it."""
    if candidate_id == interviewer_id:
        raise Invalid("You cannot book yourself.")
    interviewer = bookable_interviewer(session, interviewer_id)
    when = time_of(session, interviewer_id, starts_at, now)
    session.execute(
        delete(Booking).where(
            Booking.hold_expires_at <= now,
            or_(Booking.interviewer_id == interviewer_id, Booking.candidate_id == candidate_id),
        )
    )
    booking = Booking(
        interviewer_id=interviewer_id,
        candidate_id=candidate_id,
        status=status,
        hold_expires_at=now + HOLD_TIME if status is BookingStatus.HELD else None,
        credits_charged=interviewer.credit_rate or 0,
        policy_version=CURRENT.version,
        created_at=now,
        **when,
    )
    session.add(booking)
    flush_time(session)
    return booking


def flush_time(session: Session) -> None:
    """Write a booking's time. Raises Conflict when either person has another interview then."""
    try:
        session.flush()
    except IntegrityError as error:
        said = str(error.orig)
        if "candidate_id" in said:
            raise Conflict("You have another interview or hold at this time.") from error
        if "interviewer_id" in said:
            raise Conflict("Somebody else has just taken this time. Choose another one.") from error
        raise


def _paid(session: Session, booking: Booking, now: datetime) -> Booking:
    """The booking, scheduled: credits held, and announced to what makes its call and its mail."""
    booking.status, booking.hold_expires_at = BookingStatus.SCHEDULED, None
    session.flush()
    charged = booking.credits_charged
    if charged:
        amounts = {credits_of(booking.candidate_id): -charged, held_for(booking.id): charged}
        post(session, Kind.BOOKING_DEDUCT, amounts, reference=booking.id, now=now)
    announce(session, Happened.BOOKING_MADE, booking.id, now)
    return booking


def find_booking(session: Session, person_id: str, booking_id: str, *, lock: bool = False) -> tuple[Booking, Side]:
    """A booking of `person_id` and the side they are on. Raises NotFound for anybody else's, and for a hold."""
    found = session.get(Booking, booking_id, with_for_update=lock or None)
    if found is None or found.status is BookingStatus.HELD:
        raise NotFound("There is no such booking.")
    if person_id == found.candidate_id:
        return found, Side.CANDIDATE
    if person_id == found.interviewer_id:
        return found, Side.INTERVIEWER
    raise NotFound("There is no such booking.")
