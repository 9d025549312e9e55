"""The two databases on which everything about money, slots and jobs is tested."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from interview_server.accounts.models import Person, Role, SignIn, SigningKey
from interview_server.accounts.people import add_person
from interview_server.api.application import create_application, equip
from interview_server.database.base import Base, new_id
from interview_server.database.connection import Database
from interview_server.database.embedded import EmbeddedPostgres, embedded_postgres
from interview_server.settings import Settings
from tests.system_packages import postgresql

SERVERS = {"postgresql": "postgres", "system's postgresql": "system_postgres"}
"""The fixtures of the servers on which tests are run."""
SYSTEM = pytest.param("system's postgresql", marks=pytest.mark.needs("postgresql"))
"""For what asks most of a database: tests marked with `every_postgresql`."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask for each database on which a test is run."""
    if "database_url" in metafunc.fixturenames:
        others = [SYSTEM] if metafunc.definition.get_closest_marker("every_postgresql") else []
        metafunc.parametrize("database_url", ["sqlite", "postgresql", *others], indirect=True)


@contextmanager
def postgres_with_tables(programs: Path | None) -> Iterator[EmbeddedPostgres]:
    """A running PostgreSQL with all tables in its database `postgres`."""
    with tempfile.TemporaryDirectory(prefix="interview-test-") as folder:
        Path(folder).chmod(0o755)  # root's PostgreSQL runs as another user
        with embedded_postgres(Path(folder), durable=False, programs=programs) as server:
            tables = Database(server.url)
            tables.create_tables()
            tables.close()
            yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """PostgreSQL from its package, one for each test process."""
    with postgres_with_tables(None) as server:
        yield server


@pytest.fixture(scope="session")
def system_postgres() -> Iterator[EmbeddedPostgres]:
    """The system's PostgreSQL, such as Debian's 15, one for each test process."""
    with postgres_with_tables(postgresql()) as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    tables = Database(f"sqlite:///{path}")
    tables.create_tables()
    tables.close()
    return path


def without_rows(server: EmbeddedPostgres) -> str:
    """The URL of the database with all tables, emptied; triggers that keep rows do not apply to that."""
    host = str(make_url(server.url).query["host"])
    deletes = [f'DELETE FROM "{table.name}"' for table in Base.metadata.sorted_tables]
    with psycopg.connect(host=host, user="postgres", autocommit=True) as root:
        root.execute(";".join(["SET session_replication_role = replica", *deletes]).encode())
    return server.url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database with all tables, of each kind."""
    if request.param != "sqlite":
        return without_rows(request.getfixturevalue(SERVERS[request.param]))
    path = tmp_path / "server.sqlite"
    shutil.copy(request.getfixturevalue("sqlite_file"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with all tables, of each kind."""
    found = Database(database_url)
    yield found
    found.close()


@cache
def signing_key() -> str:
    """A private key as PEM, made once: that takes a third of a second."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@cache
def shared_application() -> FastAPI:
    """The application, made once for all tests: that takes longer than most of them."""
    return create_application(Settings(), Database("sqlite://"))


@dataclass
class Served:
    """The application over HTTP, with a clock that tests set. Of those with the shared application only one works."""

    database: Database
    now: datetime = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
    settings: Settings = field(default_factory=Settings)
    app: FastAPI = field(default_factory=shared_application)

    def __post_init__(self) -> None:
        equip(self.app, self.settings, self.database, lambda: self.now)
        self.client = TestClient(self.app)
        with self.database.transaction() as session:
            session.add(SigningKey(id="test", private_pem=signing_key(), created_at=self.now))

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
