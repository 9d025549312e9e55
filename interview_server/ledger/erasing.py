"""Erasing what somebody wrote for the sake of money. Amounts, times and decisions stay, as bookkeeping needs them."""

from __future__ import annotations

import json

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from interview_server.ledger.idempotency import IdempotencyKey
from interview_server.ledger.models import Payout, Purchase

_BLANK = {"paymentMethod": "", "paymentDetail": "", "reason": None}
"""What an answer about a payout keeps of its words."""


def erase_money(session: Session, person_id: str) -> None:
    """Blank where a person was paid to and why not, and forget the answers that are kept for their requests.

    Answers to others, such as the admin who decided about a payout, lose the same words.
    """
    for payout in session.scalars(select(Payout).where(Payout.person_id == person_id)):
        payout.payment_method, payout.payment_detail, payout.reason = "", "", None
    for purchase in session.scalars(select(Purchase).where(Purchase.person_id == person_id)):
        purchase.checkout_url = None
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.person_id == person_id))
    for kept in session.scalars(select(IdempotencyKey).where(IdempotencyKey.answer.contains(person_id))):
        answer = json.loads(kept.answer or "{}")
        if "paymentDetail" in answer:
            kept.answer = json.dumps(answer | _BLANK)
    session.flush()


def ids_of(session: Session, person_id: str) -> list[str]:
    """What the payments of a person are called, here and at their provider."""
    bought = session.execute(
        select(Purchase.id, Purchase.provider_reference, Purchase.payment_reference).where(
            Purchase.person_id == person_id
        )
    )
    paid = session.scalars(select(Payout.id).where(Payout.person_id == person_id)).all()
    return [*paid, *(name for row in bought for name in row if name)]
