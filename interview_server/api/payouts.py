"""Payouts: interviewers ask for them, a second person decides."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from interview_server.accounts.models import Role
from interview_server.api.access import Admin, FreshAdmin, Opened, RequestId, SignedIn
from interview_server.api.once import ByKey
from interview_server.api.schema import Cursor, Page, PageSize, Received, Sent, cursor_of, read_place
from interview_server.database.connection import Database
from interview_server.errors import NotAllowed
from interview_server.ledger import payouts
from interview_server.ledger.models import Payout, PayoutStatus
from interview_server.settings import Settings

router = APIRouter(prefix="/api", tags=["payouts"])

PayoutId = Annotated[str, Path(max_length=36)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]


class PayoutWanted(Received):
    """Earnings to be paid, and where to."""

    credits: int = Field(ge=1, le=1_000_000)
    payment_method: Annotated[Words, StringConstraints(max_length=50)]
    payment_detail: Words


class PayoutSent(Sent):
    """Earnings that somebody asked to be paid."""

    id: str
    person_id: str
    credits: int
    platform_fee: int
    net_amount: int
    payment_method: str
    payment_detail: str
    status: PayoutStatus
    created_at: datetime
    decided_at: datetime | None
    reason: str | None
    """Why it was rejected."""

    @classmethod
    def of(cls, payout: Payout) -> Self:
        return cls.model_validate(payout, from_attributes=True)


class Rejection(Received):
    """Why a payout is rejected; the person reads it."""

    reason: Words


@router.post("/payouts", status_code=201, response_model=PayoutSent)
def request_payout(wanted: PayoutWanted, asking: SignedIn, once: ByKey, request: Request) -> Response:
    """Ask for earnings to be paid. They are reserved until somebody decides."""
    settings: Settings = request.app.state.settings

    def work(session: Session, now: datetime) -> Sent:
        if Role.INTERVIEWER not in asking.roles:
            raise NotAllowed("Only an interviewer has earnings.")
        return PayoutSent.of(
            payouts.request(
                session,
                asking.person_id,
                wanted.credits,
                payment_method=wanted.payment_method,
                payment_detail=wanted.payment_detail,
                fee_percent=settings.payout_fee_percent,
                now=now,
            )
        )

    return once.answer(work, 201)


@router.get("/payouts")
def list_payouts(asking: SignedIn, database: Opened, cursor: Cursor = None, limit: PageSize = 50) -> Page[PayoutSent]:
    """Your payouts, the newest first."""
    return _page(database, asking.person_id, None, cursor, limit)


@router.get("/admin/payouts")
def list_all_payouts(
    _admin: Admin,
    database: Opened,
    status: PayoutStatus | None = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> Page[PayoutSent]:
    """Payouts of everybody, the newest first."""
    return _page(database, None, status, cursor, limit)


def _page(
    database: Database, person_id: str | None, status: PayoutStatus | None, cursor: str | None, limit: int
) -> Page[PayoutSent]:
    after = read_place(cursor)
    with database.reading() as session:
        found = payouts.payouts(session, person_id=person_id, status=status, limit=limit + 1, after=after)
    shown = [PayoutSent.of(each) for each in found[:limit]]
    last = cursor_of(shown[-1].created_at, shown[-1].id) if len(found) > limit else None
    return Page(items=shown, next_cursor=last)


@router.get("/payouts/{payout_id}")
def read_payout(payout_id: PayoutId, asking: SignedIn, database: Opened) -> PayoutSent:
    """One of your payouts; admins see anybody's."""
    person = None if Role.ADMIN in asking.roles else asking.person_id
    with database.reading() as session:
        return PayoutSent.of(payouts.find(session, payout_id, person))


@router.post("/payouts/{payout_id}/approve", response_model=PayoutSent)
def approve(payout_id: PayoutId, admin: FreshAdmin, once: ByKey, request_id: RequestId) -> Response:
    """Record that the money was sent. Needs a fresh sign-in of a second person."""
    return once.answer(
        lambda session, now: PayoutSent.of(
            payouts.approve(session, admin.person_id, payout_id, request_id=request_id, now=now)
        )
    )


@router.post("/payouts/{payout_id}/reject", response_model=PayoutSent)
def reject(
    payout_id: PayoutId, rejection: Rejection, admin: FreshAdmin, once: ByKey, request_id: RequestId
) -> Response:
    """Return the reserved earnings. Needs a fresh sign-in of a second person."""
    return once.answer(
        lambda session, now: PayoutSent.of(
            payouts.reject(session, admin.person_id, payout_id, rejection.reason, request_id=request_id, now=now)
        )
    )
