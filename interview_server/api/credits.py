"""Credits: what somebody has, buying them, and what admins do with them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from interview_server.api.access import Admin, FreshAdmin, Now, Opened, RequestId, SignedIn
from interview_server.api.once import ByKey, Work
from interview_server.api.schema import (
    Cursor,
    Page,
    PageSize,
    Received,
    Sent,
    cursor_of,
    read_cursor,
    read_place,
)
from interview_server.errors import Invalid
from interview_server.ledger import entries, payouts, purchases
from interview_server.ledger.entries import balance, balances, credits_of, earnings_of
from interview_server.ledger.models import Purchase, PurchaseStatus
from interview_server.ledger.payments import Order, PaymentProvider
from interview_server.settings import Settings

router = APIRouter(prefix="/api", tags=["credits"])

PurchaseId = Annotated[str, Path(max_length=36)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]
MOST_CREDITS = 100_000
"""The most credits of one purchase or adjustment. Chosen."""


class CreditTransaction(Sent):
    """Credits that somebody got, or gave when negative."""

    id: str
    amount: int
    type: str
    account: Literal["CREDITS", "EARNINGS"]
    reference: str
    """The id of the booking, purchase or payout."""
    created_at: datetime


class CreditsSent(Sent):
    """What somebody has, and how it came about, the newest first."""

    balance: int
    """What can be spent on bookings."""
    earned: int
    """What was earned as an interviewer and not paid out."""
    available_for_payout: int
    transactions: list[CreditTransaction]
    next_cursor: str | None


class PurchaseWanted(Received):
    """Credits to buy."""

    credits: int = Field(ge=1, le=MOST_CREDITS)


class PurchaseSent(Sent):
    """Credits that are being bought."""

    id: str
    person_id: str
    credits: int
    price_cents: int
    currency: str
    provider: str
    checkout_url: str | None
    """Where to pay; null when it is paid another way and an admin approves it."""
    status: PurchaseStatus
    credits_taken_back: int
    """Since the payment was refunded or charged back."""
    created_at: datetime

    @classmethod
    def of(cls, purchase: Purchase) -> Self:
        return cls.model_validate(purchase, from_attributes=True)


class Adjustment(Received):
    """Credits to give, or to take when negative, and why."""

    person_id: str = Field(max_length=36)
    amount: int = Field(ge=-MOST_CREDITS, le=MOST_CREDITS)
    reason: Reason


class AdjustmentSent(Sent):
    """What somebody has after an adjustment."""

    person_id: str
    balance: int


class PlanWanted(Received):
    """The plan somebody is on from now on; null for none."""

    plan: Annotated[str, StringConstraints(max_length=50)] | None


class PlanSent(Sent):
    """The plan somebody is on, and what they have."""

    person_id: str
    current_plan: str | None
    credits_last_allocated_at: datetime | None
    balance: int


@router.get("/credits")
def read_credits(
    asking: SignedIn, database: Opened, now: Now, cursor: Cursor = None, limit: PageSize = 50
) -> CreditsSent:
    """What you have, and how it came about."""
    before = _number(cursor) if cursor else None
    with database.reading() as session:
        spendable, earned = credits_of(asking.person_id), earnings_of(asking.person_id)
        held = balances(session, [spendable, earned])
        found = entries.transactions(session, asking.person_id, limit=limit + 1, before=before)
        available = payouts.available(session, asking.person_id, now)
    shown = found[:limit]
    return CreditsSent(
        balance=held[spendable],
        earned=held[earned],
        available_for_payout=available,
        transactions=[_transaction(each) for each in shown],
        next_cursor=cursor_of(str(shown[-1].number)) if len(found) > limit else None,
    )


def _number(cursor: str) -> int:
    number = str(read_cursor(cursor, str)[0])
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Invalid("The cursor is not one of this list. Begin without one.")
    return int(number)


def _transaction(each: entries.Transaction) -> CreditTransaction:
    return CreditTransaction(
        id=str(each.number),
        amount=each.amount,
        type=each.kind,
        account="EARNINGS" if each.account.startswith("earnings:") else "CREDITS",
        reference=each.reference,
        created_at=each.created_at,
    )


@router.post("/credits/purchase", status_code=201, response_model=PurchaseSent)
def purchase(wanted: PurchaseWanted, asking: SignedIn, once: ByKey, request: Request) -> Response:
    """Buy credits. They are yours once they are paid for."""
    settings: Settings = request.app.state.settings
    provider: PaymentProvider = request.app.state.payment_provider
    order = Order(once.stable_id(), wanted.credits, wanted.credits * settings.credit_price_cents, settings.currency)

    def prepare() -> Work:
        checkout = provider.start(order)
        return lambda session, now: PurchaseSent.of(
            purchases.record(session, asking.person_id, order, checkout, provider.name, now)
        )

    return once.answer_prepared(prepare, 201)


@router.get("/admin/purchases")
def list_purchases(
    _admin: Admin,
    database: Opened,
    status: PurchaseStatus | None = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> Page[PurchaseSent]:
    """Purchases of everybody, the newest first."""
    with database.reading() as session:
        found = purchases.purchases(session, status=status, limit=limit + 1, after=read_place(cursor))
    shown = [PurchaseSent.of(each) for each in found[:limit]]
    last = cursor_of(shown[-1].created_at, shown[-1].id) if len(found) > limit else None
    return Page(items=shown, next_cursor=last)


@router.post("/admin/purchases/{purchase_id}/approve", response_model=PurchaseSent)
def approve_purchase(purchase_id: PurchaseId, admin: FreshAdmin, once: ByKey, request_id: RequestId) -> Response:
    """Record that a purchase was paid for another way. Needs a fresh sign-in of a second person."""
    return once.answer(
        lambda session, now: PurchaseSent.of(
            purchases.approve(session, admin.person_id, purchase_id, request_id=request_id, now=now)
        )
    )


@router.post("/admin/purchases/{purchase_id}/reject", response_model=PurchaseSent)
def reject_purchase(purchase_id: PurchaseId, admin: FreshAdmin, once: ByKey, request_id: RequestId) -> Response:
    """Record that a purchase will not be paid for."""
    return once.answer(
        lambda session, now: PurchaseSent.of(
            purchases.reject(session, admin.person_id, purchase_id, request_id=request_id, now=now)
        )
    )


@router.post("/admin/adjustments", status_code=201, response_model=AdjustmentSent)
def adjust(wanted: Adjustment, admin: FreshAdmin, once: ByKey, request_id: RequestId) -> Response:
    """Give somebody credits, or take them. Needs a fresh sign-in of a second person."""

    def work(session: Session, now: datetime) -> Sent:
        if wanted.amount == 0:
            raise Invalid("An adjustment is of one credit or more, either way.")
        purchases.adjust(
            session,
            admin.person_id,
            wanted.person_id,
            wanted.amount,
            wanted.reason,
            request_id=request_id,
            now=now,
        )
        return AdjustmentSent(person_id=wanted.person_id, balance=balance(session, credits_of(wanted.person_id)))

    return once.answer(work, 201)


@router.put("/admin/users/{person_id}/plan", response_model=PlanSent)
def put_on_plan(
    person_id: Annotated[str, Path(max_length=36)],
    wanted: PlanWanted,
    admin: FreshAdmin,
    once: ByKey,
    request_id: RequestId,
    request: Request,
) -> Response:
    """Put somebody on a plan, which gives credits every month. Needs a fresh sign-in of a second person."""
    settings: Settings = request.app.state.settings

    def work(session: Session, now: datetime) -> Sent:
        person = purchases.put_on_plan(
            session, admin.person_id, person_id, wanted.plan, settings.plans, request_id=request_id, now=now
        )
        return PlanSent(
            person_id=person.id,
            current_plan=person.current_plan,
            credits_last_allocated_at=person.credits_last_allocated_at,
            balance=balance(session, credits_of(person.id)),
        )

    return once.answer(work)
