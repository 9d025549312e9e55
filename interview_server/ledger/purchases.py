"""Buying credits, and getting them without buying: from a plan, or from an admin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from interview_server.accounts import admin_actions
from interview_server.accounts.models import Person
from interview_server.database.limits import Limit, count_against
from interview_server.database.statements import Place, newest_first
from interview_server.errors import Conflict, Invalid, NotAllowed, NotFound
from interview_server.ledger.entries import GRANTS, PURCHASES, Kind, credits_of, post
from interview_server.ledger.models import Purchase, PurchaseStatus
from interview_server.ledger.payments import Checkout, Order, Payment

PURCHASE_STARTS: Final = Limit("purchases", times=20, within=timedelta(hours=1))
"""How many purchases one person may start. Chosen."""


def record(
    session: Session, person_id: str, order: Order, checkout: Checkout, provider: str, now: datetime
) -> Purchase:
    """A purchase whose payment has been started; the same order again is the same purchase. Raises TooMany."""
    known = session.get(Purchase, order.purchase_id)
    if known is not None:
        return known
    count_against(session, PURCHASE_STARTS, person_id, now)
    purchase = Purchase(
        id=order.purchase_id,
        person_id=person_id,
        credits=order.credits,
        price_cents=order.price_cents,
        currency=order.currency,
        provider=provider,
        provider_reference=checkout.reference,
        checkout_url=checkout.url,
        status=PurchaseStatus.PENDING,
        created_at=now,
    )
    session.add(purchase)
    session.flush()
    return purchase


def settle(session: Session, provider: str, payment: Payment, now: datetime) -> Purchase | None:
    """Do what a provider's event asks for, once: None when it is not about a purchase of ours that is pending.

    Raises Conflict when the event speaks of another price than the purchase: an admin has to look at it.
    """
    purchase = session.scalar(
        select(Purchase)
        .where(Purchase.provider == provider, Purchase.provider_reference == payment.reference)
        .with_for_update()
    )
    if purchase is None or purchase.id != payment.purchase_id:
        return None
    if not payment.is_paid:
        if purchase.status is PurchaseStatus.PENDING:
            _decide(session, purchase, PurchaseStatus.REJECTED, now)
        return purchase
    if purchase.status is PurchaseStatus.PAID:
        return None
    if (payment.price_cents, payment.currency.lower()) != (purchase.price_cents, purchase.currency.lower()):
        raise Conflict(f"The payment of purchase {purchase.id} is of another amount than its price.")
    purchase.payment_reference = payment.payment_reference
    _pay(session, purchase, now)
    return purchase


def approve(session: Session, admin_id: str, purchase_id: str, *, request_id: str, now: datetime) -> Purchase:
    """Record that a purchase was paid for outside the server. Raises NotFound, NotAllowed, Conflict."""
    purchase = _manual(session, admin_id, purchase_id)
    _pay(session, purchase, now)
    _audit(session, admin_id, "approve_purchase", purchase, request_id, now)
    return purchase


def reject(session: Session, admin_id: str, purchase_id: str, *, request_id: str, now: datetime) -> Purchase:
    """Record that a purchase will not be paid for. Raises as `approve` does."""
    purchase = _manual(session, admin_id, purchase_id)
    _decide(session, purchase, PurchaseStatus.REJECTED, now)
    _audit(session, admin_id, "reject_purchase", purchase, request_id, now)
    return purchase


def _manual(session: Session, admin_id: str, purchase_id: str) -> Purchase:
    purchase = session.get(Purchase, purchase_id, with_for_update=True)
    if purchase is None:
        raise NotFound("There is no such purchase.")
    if purchase.person_id == admin_id:
        raise NotAllowed("A second person has to decide about your purchase.")
    if purchase.provider != "manual" or purchase.status is not PurchaseStatus.PENDING:
        raise Conflict("This purchase is decided already, or its provider decides.")
    return purchase


def _pay(session: Session, purchase: Purchase, now: datetime) -> None:
    _decide(session, purchase, PurchaseStatus.PAID, now)
    amounts = {PURCHASES: -purchase.credits, credits_of(purchase.person_id): purchase.credits}
    post(session, Kind.CREDIT_PURCHASE, amounts, reference=purchase.id, now=now)


def _decide(session: Session, purchase: Purchase, status: PurchaseStatus, now: datetime) -> None:
    purchase.status, purchase.decided_at = status, now
    session.flush()


def _audit(session: Session, admin_id: str, action: str, purchase: Purchase, request_id: str, now: datetime) -> None:
    admin_actions.record(
        session,
        actor_id=admin_id,
        action=action,
        subject_id=purchase.id,
        detail=f"{purchase.credits} credits for {purchase.person_id}",
        request_id=request_id,
        now=now,
    )


def purchases(
    session: Session, *, status: PurchaseStatus | None, limit: int, after: Place | None
) -> Sequence[Purchase]:
    """Purchases of everybody, the newest first."""
    found = select(Purchase)
    if status is not None:
        found = found.where(Purchase.status == status)
    return session.scalars(newest_first(found, Purchase.created_at, Purchase.id, limit=limit, after=after)).all()


def adjust(
    session: Session, admin_id: str, person_id: str, amount: int, reason: str, *, request_id: str, now: datetime
) -> None:
    """Give credits to somebody, or take them when negative. Raises NotFound, NotAllowed, NotEnoughCredits."""
    if session.get(Person, person_id) is None:
        raise NotFound("There is no such person.")
    if admin_id == person_id:
        raise NotAllowed("A second person has to adjust your credits.")
    row = admin_actions.record(
        session,
        actor_id=admin_id,
        action="adjust_credits",
        subject_id=person_id,
        detail=f"{amount:+} credits: {reason}",
        request_id=request_id,
        now=now,
    )
    amounts = {GRANTS: -amount, credits_of(person_id): amount}
    post(session, Kind.ADMIN_ADJUST, amounts, reference=row.id, now=now, request_id=request_id)


def put_on_plan(
    session: Session,
    admin_id: str,
    person_id: str,
    plan: str | None,
    plans: Mapping[str, int],
    *,
    request_id: str,
    now: datetime,
) -> Person:
    """Put somebody on a plan, or on none, and give this month's credits. Raises NotFound, NotAllowed, Invalid."""
    if plan is not None and plan not in plans:
        raise Invalid(f"There is no plan {plan!r} here. Plans: {', '.join(sorted(plans)) or 'none'}.")
    if admin_id == person_id:
        raise NotAllowed("A second person has to choose your plan.")
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound("There is no such person.")
    person.current_plan = plan
    admin_actions.record(
        session,
        actor_id=admin_id,
        action="put_on_plan",
        subject_id=person_id,
        detail=plan or "none",
        request_id=request_id,
        now=now,
    )
    allocate(session, plans, now, person_id)
    return person


def allocate(session: Session, plans: Mapping[str, int], now: datetime, person_id: str | None = None) -> int:
    """Give everybody with a plan, or one of them, this month's credits; to how many they were given now.

    A month is one of the calendar in UTC. Who changes the plan gets the new plan's credits from the next month on.
    """
    month = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    due = select(Person).where(
        Person.current_plan.in_([plan for plan, credits_a_month in plans.items() if credits_a_month > 0]),
        or_(Person.credits_last_allocated_at.is_(None), Person.credits_last_allocated_at < month),
        Person.erased_at.is_(None),
        Person.disabled_at.is_(None),
    )
    if person_id is not None:
        due = due.where(Person.id == person_id)
    people = session.scalars(due.order_by(Person.id).with_for_update(skip_locked=True)).all()
    for person in people:
        assert person.current_plan is not None
        amount = plans[person.current_plan]
        person.credits_last_allocated_at = now
        amounts = {GRANTS: -amount, credits_of(person.id): amount}
        post(session, Kind.PLAN_ALLOCATION, amounts, reference=f"{person.id} {month:%Y-%m}", now=now)
    session.flush()
    return len(people)
