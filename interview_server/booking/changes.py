"""When an interview does not take place as booked: moved, cancelled, or missed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.booking.availability import read_rules, time_of
from interview_server.booking.bookings import find_booking, flush_time
from interview_server.booking.models import Booking, BookingStatus, Side
from interview_server.booking.policy import POLICIES
from interview_server.errors import Conflict, NotAllowed
from interview_server.jobs.announcing import Happened, announce
from interview_server.jobs.queue import enqueue
from interview_server.ledger.entries import Kind, credits_of, earnings_of, held_for, post

SETTLE_NO_SHOW: Final = "settle_no_show"
"""The kind of the job that ends the time for disputes about a missed interview."""


def cancel(session: Session, person_id: str, booking_id: str, now: datetime) -> Booking:
    """Cancel an interview before it starts, by either side: credits go where the booking's policy says.

    Raises NotFound, Conflict when it is over or has started.
    """
    booking, side = _scheduled(session, person_id, booking_id)
    if now >= booking.starts_at:
        raise Conflict("The interview has started. If the other side did not come, report that instead.")
    charged = booking.credits_charged
    fee = POLICIES[booking.policy_version].cancellation_fee(charged, side, booking.starts_at, now)
    _end(session, booking, BookingStatus.CANCELLED, side, now)
    refund(session, booking, charged - fee, now)
    pay_interviewer(session, booking, fee, now)
    announce(session, Happened.BOOKING_CANCELLED, booking.id, now)
    return booking


def call_off(session: Session, booking_id: str, now: datetime) -> None:
    """Cancel a scheduled interview that nobody can hold: it has no call. The candidate gets everything back."""
    booking = session.get_one(Booking, booking_id, with_for_update=True, populate_existing=True)
    if booking.status is not BookingStatus.SCHEDULED:
        return
    _end(session, booking, BookingStatus.CANCELLED, None, now)
    refund(session, booking, booking.credits_charged, now)
    announce(session, Happened.BOOKING_CANCELLED, booking.id, now)


def reschedule(session: Session, person_id: str, booking_id: str, starts_at: datetime, now: datetime) -> Booking:
    """Move an interview to another free time of the same interviewer, at the same price and policy.

    Only the candidate may, and only as long as cancelling would be free. Raises NotFound, NotAllowed, Conflict.
    """
    booking, side = _scheduled(session, person_id, booking_id)
    if side is Side.INTERVIEWER:
        raise NotAllowed("Only the candidate can move an interview. You can cancel it: everything is refunded.")
    if booking.starts_at - now < POLICIES[booking.policy_version].full_refund_before:
        raise Conflict("It is too late to move this interview. You can still cancel it.")
    rules = read_rules(session, booking.interviewer_id)
    for column, value in time_of(rules, starts_at, now).items():
        setattr(booking, column, value)
    booking.sequence += 1
    flush_time(session)
    announce(session, Happened.BOOKING_RESCHEDULED, booking.id, now)
    return booking


def report_no_show(session: Session, person_id: str, booking_id: str, now: datetime) -> Booking:
    """Record that the other side did not come, once the interview should have started.

    What somebody would lose by that stays held while they can object: half for a missing candidate, who gets the
    rest back at once, and everything for a missing interviewer, whose candidate gets it back afterwards. So nobody
    gains by a false report. Raises NotFound, Conflict.
    """
    booking, side = _scheduled(session, person_id, booking_id)
    if now < booking.starts_at:
        raise Conflict("The interview has not started yet.")
    missing = Side.CANDIDATE if side is Side.INTERVIEWER else Side.INTERVIEWER
    policy = POLICIES[booking.policy_version]
    contested = policy.contested(booking.credits_charged, missing)
    _end(session, booking, BookingStatus.NO_SHOW, missing, now)
    refund(session, booking, booking.credits_charged - contested, now)
    if contested:
        payload = {"booking_id": booking.id}
        enqueue(
            session,
            SETTLE_NO_SHOW,
            payload,
            run_at=now + policy.dispute_window,
            unique_key=f"{SETTLE_NO_SHOW}:{booking.id}",
        )
    announce(session, Happened.BOOKING_NO_SHOW, booking.id, now)
    return booking


def give_up(session: Session, now: datetime, limit: int) -> int:
    """Refund interviews of which nothing came in the time their policy gives; how many, at most `limit`.

    Their call could not be opened, or nobody uploaded what was said, and nobody reported a no-show.
    """
    longest_ago = now - min(policy.give_up_after for policy in POLICIES.values())
    found = session.scalars(
        select(Booking)
        .where(Booking.status == BookingStatus.SCHEDULED, Booking.ends_at <= longest_ago)
        .order_by(Booking.ends_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    over = [each for each in found if each.ends_at <= now - POLICIES[each.policy_version].give_up_after]
    for booking in over:
        _end(session, booking, BookingStatus.CANCELLED, None, now)
        refund(session, booking, booking.credits_charged, now)
        announce(session, Happened.BOOKING_CANCELLED, booking.id, now)
    return len(over)


def _scheduled(session: Session, person_id: str, booking_id: str) -> tuple[Booking, Side]:
    booking, side = find_booking(session, person_id, booking_id, lock=True)
    if booking.status is not BookingStatus.SCHEDULED:
        raise Conflict(f"This booking is {booking.status.lower().replace('_', '-')} already.")
    return booking, side


def _end(session: Session, booking: Booking, status: BookingStatus, by: Side | None, now: datetime) -> None:
    booking.status, booking.ended_by, booking.ended_at = status, by, now
    booking.sequence += 1
    session.flush()


def refund(session: Session, booking: Booking, amount: int, now: datetime) -> None:
    """Give the candidate back what is held for a booking: once."""
    if amount:
        amounts = {held_for(booking.id): -amount, credits_of(booking.candidate_id): amount}
        post(session, Kind.BOOKING_REFUND, amounts, reference=booking.id, now=now)


def pay_interviewer(session: Session, booking: Booking, amount: int, now: datetime) -> None:
    """Book what the interviewer earned with a booking: once, from what is held for it."""
    if amount:
        amounts = {held_for(booking.id): -amount, earnings_of(booking.interviewer_id): amount}
        post(session, Kind.BOOKING_EARNING, amounts, reference=booking.id, now=now)
