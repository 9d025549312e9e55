"""Payments that went back: credits whose money was refunded or charged back are taken back, never below zero."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.errors import Conflict
from interview_server.jobs.announcing import Happened, announce
from interview_server.jobs.worker import TemporaryFailure
from interview_server.ledger.entries import GRANTS, PURCHASES, AccountKey, Kind, credits_of, post
from interview_server.ledger.models import Account, Entry, Movement, Purchase, PurchaseStatus
from interview_server.ledger.payments import Chargeback, Refund


def refund(session: Session, provider: str, event: Refund, now: datetime) -> None:
    """Take back the credits of what has been refunded so far: a share of the price, rounded down.

    Events may come in any order and more than once. Nothing happens for payments that are none of ours. Raises
    TemporaryFailure while the payment itself has not been handled, Conflict for another currency.
    """
    purchase = _paid(session, provider, event)
    if purchase is None:
        return
    before = purchase.refunded_cents
    purchase.refunded_cents = max(before, min(event.total_cents, purchase.price_cents))
    amount = _credits_for(purchase, purchase.refunded_cents) - _credits_for(purchase, before)
    _take_back(session, purchase, amount, f"{purchase.id} {purchase.refunded_cents}", now)


def charge_back(session: Session, provider: str, event: Chargeback, now: datetime) -> None:
    """Take back the credits of money that a bank withdrew, or give them again when the bank gave it again.

    Raises as `refund` does, and TemporaryFailure when the end of a chargeback comes before its beginning.
    """
    purchase = _paid(session, provider, event)
    if purchase is None:
        return
    taken = _entries(session, Kind.PURCHASE_REFUND, event.id)
    if event.is_withdrawn:
        if not taken:
            _take_back(session, purchase, _credits_for(purchase, event.cents), event.id, now)
    elif taken and not _entries(session, Kind.PURCHASE_RESTORED, event.id):
        restored = {account: -amount for account, amount in taken.items()}
        post(session, Kind.PURCHASE_RESTORED, restored, reference=event.id, now=now)
        purchase.credits_taken_back -= taken[PURCHASES]
        announce(session, Happened.PURCHASE_RESTORED, purchase.id, now)
    elif not taken and purchase.credits_taken_back < purchase.credits:
        raise TemporaryFailure("the end of a chargeback came before its beginning")


def _paid(session: Session, provider: str, event: Refund | Chargeback) -> Purchase | None:
    """The purchase that was paid by the event's payment."""
    found = session.scalar(
        select(Purchase)
        .where(Purchase.provider == provider, Purchase.payment_reference == event.payment_reference)
        .with_for_update()
    )
    if found is None:
        named = session.get(Purchase, event.purchase_id) if event.purchase_id else None
        if named is not None and named.provider == provider and named.status is not PurchaseStatus.PAID:
            raise TemporaryFailure(f"the payment of purchase {named.id} has not been handled yet")
        return None
    if event.currency.lower() != found.currency.lower():
        raise Conflict(f"The payment of purchase {found.id} went back in another currency than its own.")
    return found


def _credits_for(purchase: Purchase, cents: int) -> int:
    """Credits that were bought for so much of the price."""
    return purchase.credits * min(cents, purchase.price_cents) // purchase.price_cents


def _take_back(session: Session, purchase: Purchase, wanted: int, reference: str, now: datetime) -> None:
    """Take `wanted` credits back, as far as the person has them; the platform bears what was spent."""
    amount = min(wanted, purchase.credits - purchase.credits_taken_back)
    if amount <= 0:
        return
    account = credits_of(purchase.person_id)
    held = session.scalar(select(Account.balance).where(Account.name == account).with_for_update()) or 0
    taken = min(amount, held)
    amounts = {account: -taken, GRANTS: taken - amount, PURCHASES: amount}
    post(session, Kind.PURCHASE_REFUND, amounts, reference=reference, now=now)
    purchase.credits_taken_back += amount
    session.flush()
    announce(session, Happened.PURCHASE_REFUNDED, purchase.id, now)


def _entries(session: Session, kind: Kind, reference: str) -> dict[AccountKey, int]:
    rows = session.execute(
        select(Entry.account, Entry.amount)
        .join(Movement, Movement.id == Entry.movement_id)
        .where(Movement.kind == kind, Movement.reference == reference)
    )
    return {AccountKey(account): amount for account, amount in rows}
