"""How a booking ends for its credits: earned with the feedback, disputed, decided by an admin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.accounts import admin_actions
from interview_server.booking.bookings import find_booking
from interview_server.booking.changes import pay_interviewer, refund
from interview_server.booking.models import Booking, BookingStatus, Side
from interview_server.booking.policy import POLICIES
from interview_server.database.statements import Place, newest_first
from interview_server.errors import Conflict, NotFound
from interview_server.jobs.announcing import Happened, announce
from interview_server.ledger.entries import Kind, balance, balances, credits_of, earnings_of, held_for, post

RESOLVED: Final = "resolve_dispute"
"""The action of the audit row that a decision leaves."""


def earn(session: Session, booking: Booking, now: datetime) -> bool:
    """Complete a scheduled interview and pay its interviewer, in the transaction that stores its feedback.

    The answer is whether this call did so: False for a booking that is completed already. Raises Conflict for one
    that was cancelled or missed.
    """
    locked = session.get(Booking, booking.id, with_for_update=True, populate_existing=True)
    assert locked is not None
    if locked.status is BookingStatus.COMPLETED:
        return False
    if locked.status is not BookingStatus.SCHEDULED:
        raise Conflict(f"This booking is {locked.status.lower().replace('_', '-')}: there is nothing to earn.")
    locked.status, locked.ended_at = BookingStatus.COMPLETED, now
    session.flush()
    pay_interviewer(session, locked, locked.credits_charged, now)
    return True


def dispute(session: Session, person_id: str, booking_id: str, reason: str, now: datetime) -> Booking:
    """Freeze what is at stake, until an admin decides.

    Whoever loses by an outcome can object: who was reported as missing, and the candidate of an interview that was
    paid for. Raises NotFound, and Conflict when there is nothing to object to, twice, or too late.
    """
    booking, side = find_booking(session, person_id, booking_id, lock=True)
    if booking.ended_at is None or side is not may_object(booking):
        raise Conflict("There is nothing in this booking that you could object to.")
    if booking.disputed_at is not None:
        raise Conflict("You have objected already. An admin will decide.")
    if now >= booking.ended_at + POLICIES[booking.policy_version].dispute_window:
        raise Conflict("The time to object is over.")
    booking.disputed_at, booking.dispute_reason = now, reason
    session.flush()
    announce(session, Happened.BOOKING_DISPUTED, booking.id, now)
    if booking.status is BookingStatus.COMPLETED and booking.credits_charged:
        charged = booking.credits_charged
        amounts = {earnings_of(booking.interviewer_id): -charged, held_for(booking.id): charged}
        post(session, Kind.DISPUTE_FREEZE, amounts, reference=booking.id, now=now)
    return booking


def may_object(booking: Booking) -> Side | None:
    """Who loses by how a booking ended, and so can object to it."""
    if booking.status is BookingStatus.NO_SHOW:
        return booking.ended_by
    return Side.CANDIDATE if booking.status is BookingStatus.COMPLETED else None


def open_disputes(session: Session, *, limit: int, after: Place | None) -> Sequence[tuple[Booking, int]]:
    """Bookings whose dispute nobody has decided, with the credits that are frozen, the latest objection first."""
    waiting = select(Booking).where(Booking.disputed_at.is_not(None), Booking.resolved_at.is_(None))
    found = session.scalars(newest_first(waiting, Booking.disputed_at, Booking.id, limit=limit, after=after)).all()
    frozen = balances(session, [held_for(each.id) for each in found])
    return [(each, frozen[held_for(each.id)]) for each in found]


def resolve(
    session: Session,
    admin_id: str,
    booking_id: str,
    in_favour_of: Side,
    reason: str,
    *,
    request_id: str,
    now: datetime,
) -> Booking:
    """Decide a dispute: what is frozen goes to one side. Leaves an audit row. Raises NotFound, Conflict."""
    booking = session.get(Booking, booking_id, with_for_update=True)
    if booking is None or booking.disputed_at is None:
        raise NotFound("There is no such dispute.")
    if booking.resolved_at is not None:
        raise Conflict("This dispute has been decided already.")
    if admin_id in (booking.candidate_id, booking.interviewer_id):
        raise Conflict("Somebody who is not part of the booking has to decide.")
    booking.resolved_at = now
    session.flush()
    frozen = balance(session, held_for(booking.id))
    winner = {
        Side.CANDIDATE: credits_of(booking.candidate_id),
        Side.INTERVIEWER: earnings_of(booking.interviewer_id),
    }[in_favour_of]
    if frozen:
        amounts = {held_for(booking.id): -frozen, winner: frozen}
        post(session, Kind.DISPUTE_RELEASE, amounts, reference=booking.id, now=now)
    detail = f"{frozen} credits to the {in_favour_of.lower()}: {reason}"
    admin_actions.record(
        session,
        actor_id=admin_id,
        action=RESOLVED,
        subject_id=booking.id,
        detail=detail,
        request_id=request_id,
        now=now,
    )
    announce(session, Happened.DISPUTE_RESOLVED, booking.id, now)
    return booking


def settle_no_show(session: Session, booking_id: str, now: datetime) -> None:
    """Give what a missed interview left held to the side that came, when the other one has not objected in time."""
    booking = session.get(Booking, booking_id, with_for_update=True)
    if booking is None or booking.status is not BookingStatus.NO_SHOW or booking.disputed_at is not None:
        return
    give = refund if booking.ended_by is Side.INTERVIEWER else pay_interviewer
    give(session, booking, balance(session, held_for(booking.id)), now)
