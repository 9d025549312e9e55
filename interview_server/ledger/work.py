"""What is done for money in the background, and payments that went back.

Credits whose money was refunded or charged back are taken back, never below zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from interview_server.database.limits import forget_uses
from interview_server.database.statements import insert_for
from interview_server.errors import Conflict, Invalid
from interview_server.jobs.announcing import Happened, announce
from interview_server.jobs.incoming import body_of, job_kind
from interview_server.jobs.worker import Kind, PermanentFailure, Running, TemporaryFailure
from interview_server.ledger.entries import GRANTS, PURCHASES, credits_of, post
from interview_server.ledger.entries import Kind as EntryKind
from interview_server.ledger.idempotency import forget_answers
from interview_server.ledger.models import Account, Purchase, PurchaseReversal, PurchaseStatus
from interview_server.ledger.payments import ManualPayments, Payment, Reversal, StripePayments
from interview_server.ledger.purchases import allocate, settle

ALLOCATE: Final = "allocate_plans"
FORGET: Final = "forget_requests"
LONGEST_LIMIT: Final = timedelta(days=1)
"""No limit counts anything older."""


@dataclass(frozen=True)
class MoneyWork:
    """The jobs about money."""

    provider: ManualPayments | StripePayments
    plans: Mapping[str, int]

    def kinds(self) -> list[Kind]:
        """The kinds of jobs that are done here."""
        return [
            Kind(job_kind(self.provider.name), self.handle_payment),
            Kind(ALLOCATE, self.allocate_plans, every=timedelta(hours=1)),
            Kind(FORGET, self.forget_requests, every=timedelta(hours=1)),
        ]

    def handle_payment(self, running: Running) -> None:
        """Give the credits of a purchase that the provider says is paid for, or take back what was refunded."""
        if not isinstance(self.provider, StripePayments):
            raise PermanentFailure("this server takes no payments from a provider")
        try:
            event = self.provider.event_in(body_of(running.job))
            if isinstance(event, Payment):
                with running.finishing() as session:
                    settle(session, self.provider.name, event, running.clock())
            elif event is not None:
                self._reverse(self.provider, event, running)
        except (Conflict, Invalid) as refused:
            raise PermanentFailure(refused.detail) from refused

    def _reverse(self, provider: StripePayments, event: Reversal, running: Running) -> None:
        """The event does not name the purchase: for a payment that is not known yet, the provider is asked."""
        with running.database.reading() as session:
            is_known = is_of_known_payment(session, provider.name, event)
        purchase_id = None if is_known else provider.purchase_of(event.payment_reference)
        with running.finishing() as session:
            reverse(session, provider.name, event, purchase_id, running.clock())

    def allocate_plans(self, running: Running) -> None:
        """Give this month's credits to whoever has a plan."""
        with running.finishing() as session:
            allocate(session, self.plans, running.clock())

    def forget_requests(self, running: Running) -> None:
        """Remove the answers and the counts whose time is over."""
        with running.finishing() as session:
            forget_answers(session, running.clock())
            forget_uses(session, running.clock() - LONGEST_LIMIT)


def is_of_known_payment(session: Session, provider: str, event: Reversal) -> bool:
    """Whether a purchase was paid by the event's payment."""
    return session.scalar(_paid_by(provider, event).with_only_columns(Purchase.id)) is not None


def reverse(session: Session, provider: str, event: Reversal, purchase_id: str | None, now: datetime) -> None:
    """Take back the credits of money that went back, or give them again when it did not after all.

    What is taken back of a purchase is the share of its price, rounded down, that went back by refunds and
    chargebacks which were not undone: their events may come in any order and more than once. `purchase_id` is the
    purchase that the provider names for a payment which is not known here. Nothing happens for payments that are none
    of ours. Raises TemporaryFailure while the payment itself has not been handled, Conflict for another currency.
    """
    purchase = session.scalar(_paid_by(provider, event).with_for_update())
    if purchase is None:
        named = session.get(Purchase, purchase_id) if purchase_id else None
        if named is not None and named.provider == provider and named.status is not PurchaseStatus.PAID:
            raise TemporaryFailure(f"the payment of purchase {named.id} has not been handled yet")
        return
    if event.currency.lower() != purchase.currency.lower():
        raise Conflict(f"The payment of purchase {purchase.id} went back in another currency than its own.")
    _keep(session, purchase, event)
    change = _credits_that_went_back(session, purchase) - purchase.credits_taken_back
    if change > 0:
        _take_back(session, purchase, change, event.id, now)
    elif change < 0:
        _give_again(session, purchase, -change, event.id, now)


def _paid_by(provider: str, event: Reversal) -> Select[Purchase]:
    return select(Purchase).where(
        Purchase.provider == provider, Purchase.payment_reference == event.payment_reference
    )


def _keep(session: Session, purchase: Purchase, event: Reversal) -> None:
    """Write what is known of a reversal; once it is undone it stays so."""
    row = {"id": event.id, "purchase_id": purchase.id, "cents": event.cents, "is_undone": event.is_undone}
    insert = insert_for(session, PurchaseReversal).values(row)
    undone = PurchaseReversal.is_undone | insert.excluded.is_undone
    session.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"is_undone": undone}))


def _credits_that_went_back(session: Session, purchase: Purchase) -> int:
    standing = select(func.sum(PurchaseReversal.cents)).where(
        PurchaseReversal.purchase_id == purchase.id, PurchaseReversal.is_undone.is_(False)
    )
    cents = min(int(session.scalar(standing) or 0), purchase.price_cents)
    return purchase.credits * cents // purchase.price_cents


def _take_back(session: Session, purchase: Purchase, amount: int, reference: str, now: datetime) -> None:
    """Take credits back, as far as the person has them; the platform bears what was spent."""
    account = credits_of(purchase.person_id)
    held = session.scalar(select(Account.balance).where(Account.name == account).with_for_update()) or 0
    taken = min(amount, held)
    amounts = {account: -taken, GRANTS: taken - amount, PURCHASES: amount}
    post(session, EntryKind.PURCHASE_REFUND, amounts, reference=reference, now=now)
    purchase.credits_taken_back += amount
    purchase.credits_lost += amount - taken
    session.flush()
    announce(session, Happened.PURCHASE_REFUNDED, purchase.id, now)


def _give_again(session: Session, purchase: Purchase, amount: int, reference: str, now: datetime) -> None:
    """Give credits again: first to the platform, as far as it bears some, since the person has used those."""
    lost = min(amount, purchase.credits_lost)
    amounts = {credits_of(purchase.person_id): amount - lost, GRANTS: lost, PURCHASES: -amount}
    post(session, EntryKind.PURCHASE_RESTORED, amounts, reference=reference, now=now)
    purchase.credits_taken_back -= amount
    purchase.credits_lost -= lost
    session.flush()
    announce(session, Happened.PURCHASE_RESTORED, purchase.id, now)
