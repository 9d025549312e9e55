"""What is kept about you: a copy of all of it, and its erasure."""

from __future__ import annotations

import base64
from typing import Any, Final

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.accounts import personal_data
from interview_server.accounts.models import Person
from interview_server.api.access import FRESH_LOGIN, Now, Opened, SignedIn
from interview_server.api.schema import Sent
from interview_server.booking.erasing import bookings_of, erase_bookings, is_open
from interview_server.booking.models import Booking
from interview_server.calls.erasing import erase_calls
from interview_server.errors import Conflict, NotAllowed
from interview_server.jobs import incoming
from interview_server.jobs.queue import enqueue
from interview_server.ledger import entries
from interview_server.ledger.erasing import erase_money, ids_of
from interview_server.ledger.models import Payout, PayoutStatus
from interview_server.notices.work import FORGET_MAILS

router = APIRouter(prefix="/api/user/data", tags=["user"])

MOST_TRANSACTIONS: Final = 100_000
"""Of one person in an export. Chosen, so that an export has an end."""


class PersonalData(Sent):
    """Everything about you: the rows of each table, and your credits' transactions."""

    tables: dict[str, list[dict[str, Any]]]
    transactions: list[dict[str, Any]]


@router.get("")
def export(asking: SignedIn, database: Opened) -> PersonalData:
    """A copy of everything that is kept about you."""
    with database.reading() as session:
        rows = personal_data.export(session, asking.person_id)
        moved = entries.transactions(session, asking.person_id, limit=MOST_TRANSACTIONS)
    tables = {name: [_readable(row) for row in found] for name, found in rows.items()}
    return PersonalData(tables=tables, transactions=[_readable(entry._asdict()) for entry in moved])


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    """Bytes as text, or in base64 where they are none."""
    return {name: _as_text(value) if isinstance(value, bytes) else value for name, value in row.items()}


def _as_text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return base64.b64encode(content).decode()


@router.delete("", status_code=204)
def erase(asking: SignedIn, database: Opened, now: Now) -> None:
    """Erase what is kept about you, for good. Needs a fresh sign-in, and nothing that is still open.

    Credits that are left are lost. What the books need stays, with an id that names nobody any more.
    """
    if not asking.is_fresh_login(now):
        raise NotAllowed(
            f"Sign in again first: this needs a sign-in of the last {FRESH_LOGIN.seconds // 60} minutes."
        )
    with database.transaction() as session:
        person = session.get_one(Person, asking.person_id, with_for_update=True)
        theirs = bookings_of(session, person.id)
        _require_nothing_open(session, person.id, theirs)
        ids = [person.id, *(booking.id for booking in theirs), *ids_of(session, person.id)]
        erase_calls(session, person.id, now)
        erase_bookings(session, person.id, theirs)
        erase_money(session, person.id)
        incoming.forget(session, ids, now)
        enqueue(session, FORGET_MAILS, {"address": person.email, "ids": ids}, run_at=now)
        personal_data.erase(session, person, now)
    database.scrub()


def _require_nothing_open(session: Session, person_id: str, bookings: list[Booking]) -> None:
    if any(is_open(booking) for booking in bookings):
        raise Conflict("You have interviews or objections that are not over. Cancel them, or wait for their end.")
    waiting = select(Payout.id).where(Payout.person_id == person_id, Payout.status == PayoutStatus.PROCESSING)
    if session.scalar(waiting.limit(1)):
        raise Conflict("A payout is in process. Wait for it first.")
