"""What happened to somebody's credits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.ledger.entries import credits_of, earnings_of
from interview_server.ledger.models import Entry, Movement


class Transaction(NamedTuple):
    """One entry on a person's account, and the movement it is part of."""

    number: int
    amount: int
    account: str
    kind: str
    reference: str
    created_at: datetime


def transactions(session: Session, person_id: str, *, limit: int, before: int | None = None) -> Sequence[Transaction]:
    """Entries on a person's credits and earnings, the newest first; `before` is the number of the last one seen."""
    found = (
        select(Entry.number, Entry.amount, Entry.account, Movement.kind, Movement.reference, Movement.created_at)
        .join(Movement, Movement.id == Entry.movement_id)
        .where(Entry.account.in_([credits_of(person_id), earnings_of(person_id)]))
    )
    if before is not None:
        found = found.where(Entry.number < before)
    rows = session.execute(found.order_by(Entry.number.desc()).limit(limit))
    return [Transaction(*row) for row in rows]
