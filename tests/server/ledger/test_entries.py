"""The ledger keeps its rules in the database, whoever writes to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from interview_server.database.connection import Database
from interview_server.errors import Conflict, NotEnoughCredits
from interview_server.ledger.audit import audit
from interview_server.ledger.entries import GRANTS, PLATFORM, AccountKey, Kind, balance, credits_of, held_for, post
from interview_server.ledger.models import Account, Entry, Movement

pytestmark = pytest.mark.every_postgresql
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
ANN = credits_of("ann")


def give(session: Session, amount: int, reference: str = "gift") -> str:
    return post(session, Kind.ADMIN_ADJUST, {GRANTS: -amount, ANN: amount}, reference=reference, now=NOW).id


def test_a_movement_changes_the_balances_it_names(database: Database) -> None:
    with database.transaction() as session:
        give(session, 100)
        post(session, Kind.BOOKING_DEDUCT, {ANN: -30, held_for("b"): 25, PLATFORM: 5}, reference="b", now=NOW)
    with database.transaction() as session:
        assert audit(session) == []
        assert [balance(session, key) for key in (ANN, held_for("b"), PLATFORM, GRANTS)] == [70, 25, 5, -100]


def test_nobody_falls_below_zero_and_nothing_of_the_attempt_stays(database: Database) -> None:
    with database.transaction() as session:
        give(session, 10)
    with pytest.raises(NotEnoughCredits), database.transaction() as session:
        post(session, Kind.BOOKING_DEDUCT, {ANN: -11, held_for("b"): 11}, reference="b", now=NOW)
    with database.transaction() as session:
        assert audit(session) == []
        assert balance(session, ANN) == 10


def test_a_kind_happens_once_to_its_reference(database: Database) -> None:
    with database.transaction() as session:
        give(session, 10)
    with pytest.raises(Conflict, match="already been booked"), database.transaction() as session:
        give(session, 10)


@pytest.mark.parametrize("amounts", [{ANN: 1}, {ANN: 1, GRANTS: -2}, {ANN: 0, GRANTS: 0}, {}])
def test_amounts_that_do_not_sum_to_zero_are_a_mistake_of_the_caller(amounts: dict[AccountKey, int]) -> None:
    with pytest.raises(ValueError, match="sum to zero"):
        post(Session(), Kind.ADMIN_ADJUST, amounts, reference="x", now=NOW)


def forge_movement(
    session: Session, *amounts: int, entry_count: int = 2, then: tuple[int, int, int] | None = None
) -> None:
    session.execute(
        insert(Movement).values(id="m", kind="FORGED", reference="x", created_at=NOW, entry_count=entry_count)
    )
    for position, amount in enumerate(amounts, 1):
        add_entry(session, "m", position, amount, sum(amounts[:position]))
    if then is not None:
        add_entry(session, "m", *then)


def add_entry(session: Session, movement: str, position: int, amount: int, running_sum: int) -> None:
    session.execute(
        insert(Entry).values(
            movement_id=movement, position=position, account=f"x{position}", amount=amount, running_sum=running_sum
        )
    )


FORGERIES: dict[str, Callable[[Session, str], object]] = {
    "unbalanced": lambda session, _: forge_movement(session, 5, 5),
    "one side": lambda session, _: forge_movement(session, 5, entry_count=1),
    "no entries": lambda session, _: forge_movement(session),
    "an entry too few": lambda session, _: forge_movement(session, 5, -5, entry_count=3),
    "an entry too many": lambda session, _: forge_movement(session, 5, -5, 5),
    "a false running sum": lambda session, _: forge_movement(session, 5, then=(2, 5, 0)),
    "a position left out": lambda session, _: forge_movement(session, 5, then=(3, -5, 0)),
    "an entry of no movement": lambda session, _: add_entry(session, "none", 1, 5, 5),
    "a later entry": lambda session, old: add_entry(session, old, 3, 5, 5),
    "a changed entry": lambda session, _: session.execute(update(Entry).values(amount=1)),
    "a removed entry": lambda session, _: session.execute(delete(Entry)),
    "a changed movement": lambda session, _: session.execute(update(Movement).values(kind="x")),
    "a removed movement": lambda session, _: session.execute(delete(Movement)),
    "a removed account": lambda session, _: session.execute(delete(Account)),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_the_database_refuses(database: Database, forgery: str) -> None:
    with database.transaction() as session:
        old = give(session, 100)
    with pytest.raises(DBAPIError), database.transaction() as session:
        FORGERIES[forgery](session, old)
    with database.transaction() as session:
        assert audit(session) == []
        assert balance(session, ANN) == 100


def test_postgresql_lets_only_entries_change_a_balance(database: Database) -> None:
    """SQLite cannot tell who changes a balance: there the audit finds it."""
    with database.transaction() as session:
        give(session, 100)
    try:
        with database.transaction() as session:
            session.execute(update(Account).where(Account.name == ANN).values(balance=1_000))
    except DBAPIError:
        assert not database.is_sqlite
    with database.transaction() as session:
        found = audit(session)
    assert found == (["credits:ann: the balance is 1000, its entries sum to 100"] if database.is_sqlite else [])


BREAK_IN = {
    "sqlite": ["PRAGMA foreign_keys=OFF", "PRAGMA ignore_check_constraints=ON"],
    "postgresql": ["SET session_replication_role = replica"],
}


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        (
            "INSERT INTO ledger_movement VALUES ('m', 'FORGED', 'x', '', '2026-12-01 12:00:00', 2, 0)",
            "movement m (FORGED): 0 of 2 entries, which sum to 0",
        ),
        (
            "INSERT INTO ledger_account (name, balance) VALUES ('credits:eve', 5)",
            "credits:eve: the balance is 5, and it has no entries",
        ),
    ],
    ids=["a movement without entries", "a balance without entries"],
)
def test_the_audit_finds_what_was_written_past_the_rules(database: Database, damage: str, finding: str) -> None:
    connection = database.engine.raw_connection()
    for statement in (*BREAK_IN[database.engine.dialect.name], damage):
        connection.cursor().execute(statement)
    connection.commit()
    connection.invalidate()
    with database.transaction() as session:
        assert audit(session) == [finding]
