"""The application itself: it starts on both databases and answers."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, make_url, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from interview_server.accounts.models import Person
from interview_server.accounts.people import add_person
from interview_server.api.application import create_application
from interview_server.database import connection
from interview_server.database.base import Instant
from interview_server.database.connection import Database
from interview_server.database.embedded import EmbeddedPostgres
from interview_server.settings import Settings
from tests.conftest import PATIENCE_S


@pytest.mark.parametrize("trusted_s", [1000, -1], ids=["used a moment ago", "used long ago"])
def test_connections_that_postgresql_closed_are_replaced(
    postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch, trusted_s: float
) -> None:
    database = Database(postgres.url)

    def ask_both_pools() -> None:
        for begin in (database.reading, database.transaction):
            with begin() as session:
                assert session.scalar(text("SELECT 1")) == 1

    ask_both_pools()
    host = str(make_url(postgres.url).query["host"])
    with psycopg.connect(host=host, user="postgres", dbname="template1") as root:
        root.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = 'postgres'")
    monkeypatch.setattr(connection, "TRUSTED_S", trusted_s)
    ask_both_pools()
    database.close()


def test_health_answers_on_both_databases(database: Database) -> None:
    with TestClient(create_application(Settings(), database)) as client:
        assert client.get("/health").json() == {"status": "ok"}


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    with pytest.raises(ZeroDivisionError), database.transaction() as session:  # noqa: PT012
        add_person(session, "ada@example.org", now=now)
        1 / 0  # noqa: B018
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_reading_writes_nothing(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(update(Person).values(name="x"))
    with database.transaction() as session:
        session.execute(update(Person).values(name="x"))


def test_an_instant_needs_a_zone_and_comes_back_in_utc(database: Database) -> None:
    dialect = database.engine.dialect
    noon = datetime(2026, 11, 1, 12, tzinfo=timezone(timedelta(hours=-7)))
    stored = Instant().process_bind_param(noon, dialect)
    assert Instant().process_result_value(stored, dialect) == noon.astimezone(UTC)
    with pytest.raises(ValueError, match="needs a zone"):
        Instant().process_bind_param(datetime(2026, 11, 1), dialect)  # noqa: DTZ001


def test_transactions_that_wait_for_each_other_are_both_done(database: Database) -> None:
    """On PostgreSQL one of them is undone and done again; SQLite has one writer at a time."""
    both_begun = threading.Barrier(2)
    attempts: list[str] = []
    with database.transaction() as session:
        people = [
            add_person(session, f"{name}@example.org", now=datetime(2026, 11, 1, tzinfo=UTC)).id for name in "ab"
        ]

    def rename(first: str, second: str) -> None:
        def work(session: Session) -> None:
            if not database.is_sqlite:
                session.execute(text("SET LOCAL deadlock_timeout = '10ms'"))
            session.execute(update(Person).where(Person.id == first).values(name=first))
            if not database.is_sqlite and len(attempts) < 2:
                attempts.append(first)
                both_begun.wait(PATIENCE_S)
            session.execute(update(Person).where(Person.id == second).values(title=first))

        database.in_transaction(work)

    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(rename, *people), threads.submit(rename, *people[::-1])]
        assert [each.result() for each in done] == [None, None]
    with database.reading() as session:
        rows = session.scalars(select(Person).order_by(Person.email)).all()
        assert [row.name for row in rows] == people
        assert [row.title for row in rows] == people[::-1]
