"""A copy that is made while the server runs gives back the same books, with the rules that keep them."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import delete, func, make_url, select
from sqlalchemy.exc import IntegrityError

from interview_server.booking.models import Booking
from interview_server.database.base import Base, new_id
from interview_server.database.connection import Database
from interview_server.database.embedded import binaries
from interview_server.ledger.audit import audit
from interview_server.ledger.models import Entry
from tests.server.conftest import Served
from tests.server.market import Market


def copied_sqlite(url: str, folder: Path) -> str:
    """As `sqlite3 server.sqlite ".backup 'copy.sqlite'"` does it."""
    copy = folder / "copy.sqlite"
    with closing(sqlite3.connect(make_url(url).database or "")) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return f"sqlite:///{copy}"


def copied_postgres(url: str, folder: Path) -> str:
    """By pg_dump and pg_restore, into a new database of the same server."""
    address = make_url(url)
    host, name, dump = str(address.query["host"]), f"copy_{new_id().replace('-', '')}", folder / "interview.dump"
    common = ["--host", host, "--username", "postgres"]
    dumping = [str(binaries() / "pg_dump"), *common, "--format=custom", f"--file={dump}", address.database or ""]
    subprocess.run(dumping, check=True)
    with psycopg.connect(host=host, user="postgres", dbname="template1", autocommit=True) as root:
        root.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
    restoring = [str(binaries() / "pg_restore"), *common, f"--dbname={name}", "--exit-on-error", str(dump)]
    subprocess.run(restoring, check=True)
    return address.set(database=name).render_as_string(hide_password=False)


def rows(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def test_a_restored_copy_has_the_same_rows_right_books_and_their_rules(served: Served, tmp_path: Path) -> None:
    market = Market(served)
    booking = market.booked()["id"]
    copy = copied_sqlite if served.database.is_sqlite else copied_postgres
    url = served.database.engine.url.render_as_string(hide_password=False)
    restored = Database(copy(url, tmp_path))
    assert rows(restored) == rows(served.database)
    with restored.transaction() as session:
        assert audit(session) == []
        assert session.get_one(Booking, booking).credits_charged == 10
    with pytest.raises(IntegrityError, match="append-only"), restored.transaction() as session:
        session.execute(delete(Entry))
    restored.close()
