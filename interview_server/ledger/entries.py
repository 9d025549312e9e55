"""Moving credits between accounts, and listing what was moved.

This is the only place that writes entries; nothing changes or removes one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple, NewType, cast

import structlog
from sqlalchemy import Executable, Table, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from interview_server.database.base import new_id
from interview_server.errors import Conflict, NotEnoughCredits
from interview_server.ledger.models import NOT_NEGATIVE, Account, Entry, Movement

AccountKey = NewType("AccountKey", str)

PLATFORM: Final = AccountKey("platform")
"""Fees: what the platform earned."""
PURCHASES: Final = AccountKey("purchases")
"""Where bought credits come from."""
GRANTS: Final = AccountKey("grants")
"""Where credits of plans and of admins come from, and where credits an admin takes go to.

It also bears what was spent already of credits whose payment was refunded.
"""
PAYOUTS: Final = AccountKey("payouts")
"""Where credits go that were paid out."""


def credits_of(person_id: str) -> AccountKey:
    """What a person can book with."""
    return AccountKey(f"credits:{person_id}")


def earnings_of(person_id: str) -> AccountKey:
    """What a person earned as an interviewer and can have paid out."""
    return AccountKey(f"earnings:{person_id}")


def held_for(booking_id: str) -> AccountKey:
    """What was paid for a booking and nobody has earned yet."""
    return AccountKey(f"held:{booking_id}")


def reserved_for(payout_id: str) -> AccountKey:
    """What somebody asked to be paid out."""
    return AccountKey(f"reserved:{payout_id}")


class Kind(StrEnum):
    """Why credits moved. A kind happens once to what it refers to."""

    CREDIT_PURCHASE = "CREDIT_PURCHASE"
    PURCHASE_REFUND = "PURCHASE_REFUND"
    PURCHASE_RESTORED = "PURCHASE_RESTORED"
    PLAN_ALLOCATION = "PLAN_ALLOCATION"
    ADMIN_ADJUST = "ADMIN_ADJUST"
    BOOKING_DEDUCT = "BOOKING_DEDUCT"
    BOOKING_EARNING = "BOOKING_EARNING"
    BOOKING_REFUND = "BOOKING_REFUND"
    DISPUTE_FREEZE = "DISPUTE_FREEZE"
    DISPUTE_RELEASE = "DISPUTE_RELEASE"
    PAYOUT = "PAYOUT"
    PAYOUT_RETURN = "PAYOUT_RETURN"
    PAYOUT_DONE = "PAYOUT_DONE"


_INSERT_MOVEMENT: Final = insert(cast("Table", Movement.__table__))
"""Made once: for statements as short as these, making them takes longer than executing them."""


@dataclass(frozen=True)
class Posted:
    """A movement that was written: its id, and how many credits went onto each account or off it."""

    id: str
    kind: Kind
    amounts: Mapping[AccountKey, int]


def post(
    session: Session,
    kind: Kind,
    amounts: Mapping[AccountKey, int],
    *,
    reference: str,
    now: datetime,
    request_id: str | None = None,
) -> Posted:
    """Move credits in the caller's transaction: `amounts` onto accounts, off them when negative.

    `request_id` is that of structlog's context unless it is given. Accounts are locked in the order of their names,
    so that two movements never wait for each other. After an error the caller's transaction must be rolled back.

    Raises ValueError when the amounts do not sum to zero, NotEnoughCredits when a balance would fall below zero, and
    Conflict when this kind of movement has already happened to `reference`.
    """
    sides = sorted((account, amount) for account, amount in amounts.items() if amount)
    if sum(amount for _, amount in sides) or len(sides) < 2:
        raise ValueError(f"a movement has two sides or more that sum to zero: {dict(amounts)}")
    movement_id = new_id()
    entries: dict[str, object] = {"movement": movement_id}
    running = 0
    for position, (account, amount) in enumerate(sides, 1):
        running += amount
        entries |= {f"account_{position}": account, f"amount_{position}": amount, f"running_sum_{position}": running}
    if request_id is None:
        request_id = structlog.contextvars.get_contextvars().get("request_id") or ""
    try:
        session.execute(
            _INSERT_MOVEMENT,
            {
                "id": movement_id,
                "kind": kind,
                "reference": reference,
                "request_id": request_id,
                "created_at": now,
                "entry_count": len(sides),
            },
        )
        session.execute(_insert_entries(len(sides)), entries)
    except IntegrityError as error:
        raise _refusal(error, kind, reference) from error
    return Posted(movement_id, kind, dict(sides))


@cache
def _insert_entries(number: int) -> Executable:
    """Writes as many entries of a movement, in this order, in one round trip.

    It is text, since SQLAlchemy would make an insert of several rows into text each time.
    """
    rows = (f"(:movement, {at}, :account_{at}, :amount_{at}, :running_sum_{at})" for at in range(1, number + 1))
    columns = "movement_id, position, account, amount, running_sum"
    return text(f"INSERT INTO {Entry.__tablename__} ({columns}) VALUES {', '.join(rows)}")  # noqa: S608 - no values


def _refusal(error: IntegrityError, kind: Kind, reference: str) -> Exception:
    said = str(error.orig)
    if NOT_NEGATIVE in said:
        return NotEnoughCredits("There are not enough credits for this. Buy credits, then try again.")
    if "uq_ledger_movement_kind" in said or "ledger_movement.kind" in said:
        return Conflict(f"{kind} has already been booked for {reference}.")
    return error


def balance(session: Session, account: AccountKey) -> int:
    """The credits on an account; 0 for one that nothing was ever posted to."""
    return session.scalar(select(Account.balance).where(Account.name == account)) or 0


def balances(session: Session, accounts: list[AccountKey]) -> dict[AccountKey, int]:
    """The credits on several accounts at once."""
    rows = session.execute(select(Account.name, Account.balance).where(Account.name.in_(accounts)))
    return dict.fromkeys(accounts, 0) | {AccountKey(name): held for name, held in rows}


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
