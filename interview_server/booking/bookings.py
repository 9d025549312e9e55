"""Holding a time, booking it, and finding what is booked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import Executable, Table, bindparam, delete, exists, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from interview_server.accounts.models import Person, PersonRole
from interview_server.accounts.people import BOOKABLE
from interview_server.booking.availability import Rules, time_of
from interview_server.booking.models import Availability, Booking, BookingStatus, Side
from interview_server.booking.policy import CURRENT
from interview_server.database.base import new_id
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
    offer = _offer(session, candidate_id, interviewer_id, starts_at, now)
    return _take(session, candidate_id, interviewer_id, starts_at, offer, now, hold_expires_at=now + HOLD_TIME)


def book(session: Session, candidate_id: str, interviewer_id: str, starts_at: datetime, now: datetime) -> Booking:
    """Book a time and pay for it: the credits are held until the interview has taken place.

    A hold of the same person on this time becomes the booking. Raises as `hold` does, and NotEnoughCredits.
    """
    count_against(session, BOOKINGS, candidate_id, now)
    offer = _offer(session, candidate_id, interviewer_id, starts_at, now)
    if offer.own_hold is not None:
        return _paid_hold(session, session.get_one(Booking, offer.own_hold, with_for_update=True), now)
    return _paid(session, _take(session, candidate_id, interviewer_id, starts_at, offer, now), now)


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
    return _paid_hold(session, held, now)


@dataclass(frozen=True)
class _Offer:
    """What has to be known of a verified interviewer to book one of their times, read in one round trip."""

    credit_rate: int | None
    rules: Any
    own_hold: str | None
    """The id of the hold that who asks has on this time."""
    has_old_holds: bool
    """Whether holds of either person are over and still there."""


def _make_offer() -> Executable:
    """Made once: making this statement takes longer than executing it."""
    person, role = cast("Table", Person.__table__), cast("Table", PersonRole.__table__)
    availability, booking = cast("Table", Availability.__table__), _BOOKING
    by_interviewer = booking.c.interviewer_id == bindparam("interviewer")
    by_candidate = booking.c.candidate_id == bindparam("candidate")
    own_hold = select(booking.c.id).where(
        by_interviewer,
        by_candidate,
        booking.c.starts_at == bindparam("start"),
        booking.c.status == BookingStatus.HELD,
        booking.c.hold_expires_at > bindparam("now"),
    )
    old_holds = exists().where(booking.c.hold_expires_at <= bindparam("now"), or_(by_interviewer, by_candidate))
    return (
        select(person.c.credit_rate, availability.c.rules, own_hold.scalar_subquery(), old_holds)
        .select_from(person.join(role).outerjoin(availability))
        .where(person.c.id == bindparam("interviewer"), *BOOKABLE)
    )


_BOOKING: Final = cast("Table", Booking.__table__)
_INSERT: Final = insert(_BOOKING)
_OFFER: Final = _make_offer()


def _offer(session: Session, candidate_id: str, interviewer_id: str, starts_at: datetime, now: datetime) -> _Offer:
    """What `interviewer_id` offers. Raises NotFound for anybody but a verified interviewer, Invalid for oneself."""
    if candidate_id == interviewer_id:
        raise Invalid("You cannot book yourself.")
    asked = {"interviewer": interviewer_id, "candidate": candidate_id, "start": starts_at, "now": now}
    found = session.execute(_OFFER, asked).first()
    if found is None:
        raise NotFound("There is no such interviewer.")
    return _Offer(*found)


def _take(
    session: Session,
    candidate_id: str,
    interviewer_id: str,
    starts_at: datetime,
    offer: _Offer,
    now: datetime,
    hold_expires_at: datetime | None = None,
) -> Booking:
    """A new row that takes the time of both people, as it was written; holds that are over make room for it."""
    rules = None if offer.rules is None else Rules.model_validate(offer.rules)
    when = time_of(rules, starts_at, now)
    if offer.has_old_holds:
        session.execute(
            delete(Booking).where(
                Booking.hold_expires_at <= now,
                or_(Booking.interviewer_id == interviewer_id, Booking.candidate_id == candidate_id),
            )
        )
    row = {
        "id": new_id(),
        "interviewer_id": interviewer_id,
        "candidate_id": candidate_id,
        "status": BookingStatus.SCHEDULED if hold_expires_at is None else BookingStatus.HELD,
        "hold_expires_at": hold_expires_at,
        "credits_charged": offer.credit_rate or 0,
        "policy_version": CURRENT.version,
        "created_at": now,
        **when,
    }
    with _refusing_taken_times():
        session.execute(_INSERT, row)
    return Booking(**row)


@contextmanager
def _refusing_taken_times() -> Iterator[None]:
    """Raises Conflict when either person has another interview at a time that is written."""
    try:
        yield
    except IntegrityError as error:
        said = str(error.orig)
        if "candidate_id" in said:
            raise Conflict("You have another interview or hold at this time.") from error
        if "interviewer_id" in said:
            raise Conflict("Somebody else has just taken this time. Choose another one.") from error
        raise


def flush_time(session: Session) -> None:
    """Write a booking's time. Raises Conflict when either person has another interview then."""
    with _refusing_taken_times():
        session.flush()


def _paid_hold(session: Session, held: Booking, now: datetime) -> Booking:
    held.status, held.hold_expires_at = BookingStatus.SCHEDULED, None
    session.flush()
    return _paid(session, held, now)


def _paid(session: Session, booking: Booking, now: datetime) -> Booking:
    """The scheduled booking: credits held, and announced to what makes its call and its mail."""
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
