"""Paying interviewers out: reserved when they ask, paid or returned when a second person decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interview_server.accounts import admin_actions
from interview_server.database.limits import Limit, count_against
from interview_server.database.statements import Place, newest_first
from interview_server.errors import Conflict, Invalid, NotAllowed, NotEnoughCredits, NotFound
from interview_server.jobs.announcing import Happened, announce
from interview_server.ledger.entries import PAYOUTS, PLATFORM, Kind, earnings_of, post, reserved_for
from interview_server.ledger.models import Account, Entry, Movement, Payout, PayoutStatus

MATURES_AFTER: Final = timedelta(hours=72)
"""How long an earning stays where it is, so that a dispute can still freeze it."""

REQUESTS: Final = Limit("payout requests", times=3, within=timedelta(hours=1))


def available(session: Session, person_id: str, now: datetime, *, lock: bool = False) -> int:
    """Earnings that can be paid out: all but those of bookings that earned less than `MATURES_AFTER` ago.

    With `lock` nobody else changes the earnings before the end of the transaction.
    """
    account = earnings_of(person_id)
    held = select(Account.balance).where(Account.name == account)
    total = session.scalar(held.with_for_update() if lock else held) or 0
    recent = (
        select(Movement.reference)
        .join(Entry, Entry.movement_id == Movement.id)
        .where(Entry.account == account, Movement.kind == Kind.BOOKING_EARNING)
        .where(Movement.created_at > now - MATURES_AFTER)
    )
    maturing = session.scalar(
        select(func.coalesce(func.sum(Entry.amount), 0))
        .join(Movement, Movement.id == Entry.movement_id)
        .where(Entry.account == account, Movement.reference.in_(recent))
    )
    return total - int(maturing or 0)


def request(
    session: Session,
    person_id: str,
    amount: int,
    *,
    payment_method: str,
    payment_detail: str,
    fee_percent: int,
    now: datetime,
) -> Payout:
    """Reserve `amount` credits of earnings until somebody decides. Raises TooMany, NotEnoughCredits, Invalid."""
    count_against(session, REQUESTS, person_id, now)
    can_be_paid = available(session, person_id, now, lock=True)
    if amount > can_be_paid:
        hours = int(MATURES_AFTER.total_seconds() // 3600)
        raise NotEnoughCredits(
            f"{can_be_paid} credits can be paid out now. Earnings can be paid out {hours} hours after the interview."
        )
    fee = amount * fee_percent // 100
    if fee >= amount:
        raise Invalid("Nothing would be left of this amount after the fee.")
    payout = Payout(
        person_id=person_id,
        credits=amount,
        platform_fee=fee,
        net_amount=amount - fee,
        payment_method=payment_method,
        payment_detail=payment_detail,
        status=PayoutStatus.PROCESSING,
        created_at=now,
    )
    session.add(payout)
    session.flush()
    amounts = {earnings_of(person_id): -amount, reserved_for(payout.id): amount}
    post(session, Kind.PAYOUT, amounts, reference=payout.id, now=now)
    announce(session, Happened.PAYOUT_REQUESTED, payout.id, now)
    return payout


def approve(session: Session, admin_id: str, payout_id: str, *, request_id: str, now: datetime) -> Payout:
    """Record that the money was sent. Raises NotFound, NotAllowed for one's own payout, Conflict."""
    payout = _decide(session, admin_id, payout_id, PayoutStatus.PROCESSED, now)
    amounts = {
        reserved_for(payout.id): -payout.credits,
        PAYOUTS: payout.net_amount,
        PLATFORM: payout.platform_fee,
    }
    post(session, Kind.PAYOUT_DONE, amounts, reference=payout.id, now=now)
    announce(session, Happened.PAYOUT_PROCESSED, payout.id, now)
    _record(session, admin_id, "approve_payout", payout, request_id, now)
    return payout


def reject(session: Session, admin_id: str, payout_id: str, reason: str, *, request_id: str, now: datetime) -> Payout:
    """Return what was reserved. Raises as `approve` does."""
    payout = _decide(session, admin_id, payout_id, PayoutStatus.REJECTED, now, reason)
    amounts = {reserved_for(payout.id): -payout.credits, earnings_of(payout.person_id): payout.credits}
    post(session, Kind.PAYOUT_RETURN, amounts, reference=payout.id, now=now)
    announce(session, Happened.PAYOUT_REJECTED, payout.id, now)
    _record(session, admin_id, "reject_payout", payout, request_id, now)
    return payout


def _decide(
    session: Session,
    admin_id: str,
    payout_id: str,
    status: PayoutStatus,
    now: datetime,
    reason: str | None = None,
) -> Payout:
    payout = session.get(Payout, payout_id, with_for_update=True)
    if payout is None:
        raise NotFound("There is no such payout.")
    if payout.person_id == admin_id:
        raise NotAllowed("A second person has to decide about your payout.")
    if payout.status is not PayoutStatus.PROCESSING:
        raise Conflict(f"This payout is {payout.status.lower()} already.")
    payout.status, payout.decided_at, payout.decided_by, payout.reason = status, now, admin_id, reason
    session.flush()
    return payout


def _record(session: Session, admin_id: str, action: str, payout: Payout, request_id: str, now: datetime) -> None:
    admin_actions.record(
        session,
        actor_id=admin_id,
        action=action,
        subject_id=payout.id,
        detail=f"{payout.credits} credits: {payout.reason or 'approved'}",
        request_id=request_id,
        now=now,
    )


def find(session: Session, payout_id: str, person_id: str | None) -> Payout:
    """A payout of `person_id`, of anybody when that is None. Raises NotFound."""
    payout = session.get(Payout, payout_id)
    if payout is None or person_id not in (None, payout.person_id):
        raise NotFound("There is no such payout.")
    return payout


def payouts(
    session: Session,
    *,
    person_id: str | None,
    status: PayoutStatus | None,
    limit: int,
    after: Place | None,
) -> Sequence[Payout]:
    """Payouts, the newest first: of one person or of all, in one state or any."""
    found = select(Payout)
    if person_id is not None:
        found = found.where(Payout.person_id == person_id)
    if status is not None:
        found = found.where(Payout.status == status)
    return session.scalars(newest_first(found, Payout.created_at, Payout.id, limit=limit, after=after)).all()
