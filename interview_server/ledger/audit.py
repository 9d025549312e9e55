"""Checking the books: every balance derived again from the entries, every movement added up again."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from interview_server.ledger.models import SOURCES, Account, Entry, Movement


def audit(session: Session) -> list[str]:
    """Every difference found in the ledger, as a sentence each; an empty list when the books are right.

    It reads one state of the database: it has to be the first in its transaction, which PostgreSQL then isolates.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    return [*_balances(session), *_movements(session), *_orphans(session)]


def _balances(session: Session) -> Iterator[str]:
    derived = select(Entry.account, func.sum(Entry.amount).label("total")).group_by(Entry.account).subquery()
    rows = session.execute(
        select(derived.c.account, derived.c.total, Account.balance)
        .outerjoin(Account, Account.name == derived.c.account)
        .where(or_(Account.balance.is_(None), Account.balance != derived.c.total))
        .order_by(derived.c.account)
    )
    for name, total, kept in rows:
        yield f"{name}: the balance is {kept}, its entries sum to {total}"
    empty = ~select(Entry.number).where(Entry.account == Account.name).exists()
    for name, kept in session.execute(select(Account.name, Account.balance).where(empty, Account.balance != 0)):
        yield f"{name}: the balance is {kept}, and it has no entries"
    below = select(Account.name, Account.balance).where(Account.balance < 0, Account.name.not_in(SOURCES))
    for name, kept in session.execute(below):
        yield f"{name}: the balance is {kept}, below zero"


def _movements(session: Session) -> Iterator[str]:
    total, count = func.coalesce(func.sum(Entry.amount), 0), func.count(Entry.number)
    rows = session.execute(
        select(Movement.id, Movement.kind, Movement.entry_count, count, total)
        .outerjoin(Entry, Entry.movement_id == Movement.id)
        .group_by(Movement.id, Movement.kind, Movement.entry_count)
        .having(or_(total != 0, count != Movement.entry_count))
    )
    for movement, kind, expected, found, amount in rows:
        yield f"movement {movement} ({kind}): {found} of {expected} entries, which sum to {amount}"


def _orphans(session: Session) -> Iterator[str]:
    alone = ~select(Movement.id).where(Movement.id == Entry.movement_id).exists()
    for number, account in session.execute(select(Entry.number, Entry.account).where(alone)):
        yield f"entry {number} on {account} belongs to no movement"
