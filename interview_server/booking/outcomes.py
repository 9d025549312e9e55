"""How a booking ends for its credits: earned with the feedback, disputed, decided by an admin."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from interview_server.accounts import audit
from interview_server.booking.bookings import find_booking
from interview_server.booking.changes import pay_interviewer
from interview_server.booking.models import Booking, BookingStatus, Side
from interview_server.booking.policy import POLICIES
from interview_server.errors import Conflict, NotFound
from interview_server.ledger.entries import Kind, balance, credits_of, earnings_of, held_for, post


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
    """Freeze what the interviewer got or would get, until an admin decides. Only the candidate loses by an outcome.

    Raises NotFound, and Conflict when there is nothing to object to, twice, or too late.
    """
    booking, side = find_booking(session, person_id, booking_id, lock=True)
    ended = booking.ended_at
    missed = booking.status is BookingStatus.NO_SHOW and booking.ended_by is Side.CANDIDATE
    if side is not Side.CANDIDATE or ended is None or not (missed or booking.status is BookingStatus.COMPLETED):
        raise Conflict("There is nothing in this booking that you could object to.")
    if booking.disputed_at is not None:
        raise Conflict("You have objected already. An admin will decide.")
    if now >= ended + POLICIES[booking.policy_version].dispute_window:
        raise Conflict("The time to object is over.")
    booking.disputed_at, booking.dispute_reason = now, reason
    session.flush()
    if booking.status is BookingStatus.COMPLETED and booking.credits_charged:
        charged = booking.credits_charged
        amounts = {earnings_of(booking.interviewer_id): -charged, held_for(booking.id): charged}
        post(session, Kind.DISPUTE_FREEZE, amounts, reference=booking.id, now=now)
    return booking


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
    audit.record(
        session,
        actor_id=admin_id,
        action="resolve_dispute",
        subject_id=booking.id,
        detail=detail,
        request_id=request_id,
        now=now,
    )
    return booking


def settle_no_show(session: Session, booking_id: str, now: datetime) -> None:
    """Pay the interviewer of a missed interview when the time for disputes is over and nobody has objected."""
    booking = session.get(Booking, booking_id, with_for_update=True)
    if booking is None or booking.status is not BookingStatus.NO_SHOW or booking.disputed_at is not None:
        return
    pay_interviewer(session, booking, balance(session, held_for(booking.id)), now)
