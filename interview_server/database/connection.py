"""One database, SQLite or PostgreSQL, and its transactions."""

from __future__ import annotations

import itertools
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from interview_server.database.base import Base

BUSY_TIMEOUT_S: Final = 30
"""How long a writer waits for another one on SQLite. Chosen."""
DEADLOCK: Final = "40P01"
"""SQLSTATE of PostgreSQL when two transactions wait for each other and one of them is undone."""
MOST_ATTEMPTS: Final = 5
"""How often a transaction that conflicted with others is tried again. Chosen."""
TRUSTED_S: Final = 1.0
"""A connection that lay in the pool for longer is tried first: the network may have lost it in silence. Chosen."""

Done = TypeVar("Done")


class Database:
    """A pool of connections to the database at `url`. Safe to share between threads, not between processes.

    With PostgreSQL there are two pools of `pool_size`, one for what writes and one for what only reads.
    """

    def __init__(self, url: str, pool_size: int = 10) -> None:
        address = make_url(url)
        self.is_sqlite: Final = address.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = create_engine(address, connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False})
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin)
            self.reading_engine: Engine = self.engine.execution_options(postgresql_readonly=True)
        else:
            self.engine = _pool(url, pool_size)
            self.reading_engine = _pool(url, pool_size, isolation_level="AUTOCOMMIT")
            event.listen(self.reading_engine, "connect", _forbid_writing)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._readers = sessionmaker(self.reading_engine, expire_on_commit=False, autoflush=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction: committed at the end of the block, rolled back when it raises."""
        with self._sessions.begin() as session:
            yield session

    def in_transaction(self, work: Callable[[Session], Done]) -> Done:
        """What `work` gives in one transaction; done again when the database undid it in favour of another one.

        That happens to transactions which wait for each other. Raises sqlalchemy.exc.OperationalError when it happens
        `MOST_ATTEMPTS` times.
        """
        for attempt in itertools.count(1):
            try:
                with self.transaction() as session:
                    return work(session)
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != DEADLOCK or attempt == MOST_ATTEMPTS:
                    raise
        raise AssertionError

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads: it waits for no writer. Raises sqlalchemy.exc.DBAPIError when it writes.

        On PostgreSQL each statement is a transaction of its own, which saves two round trips and changes nothing: by
        READ COMMITTED each statement sees what is committed when it begins, within a transaction, too.
        """
        with self._readers() as session:
            yield session

    @contextmanager
    def reading_tables(self) -> Iterator[Connection]:
        """As `reading`, for rows of tables only: without a session a short statement takes a third less time."""
        with self.reading_engine.connect() as connection:
            yield connection

    def scrub(self) -> None:
        """Remove what was deleted from the files of SQLite as well, as far as nobody reads just now.

        PostgreSQL's autovacuum does the same in its own time.
        """
        if self.is_sqlite:
            with self.engine.connect() as connection:
                for pragma in ("query_only=0", "wal_checkpoint(TRUNCATE)"):
                    connection.connection.execute(f"PRAGMA {pragma}")

    def create_tables(self) -> None:
        """Make every table with its constraints and triggers, for tests and trials; a server migrates instead."""
        Base.metadata.create_all(self.engine)

    def close(self) -> None:
        self.engine.dispose()
        self.reading_engine.dispose()


def _pool(url: str, size: int, **options: Any) -> Engine:
    """Connections to PostgreSQL, the one that was used last first: it has its statements prepared."""
    engine = create_engine(url, pool_size=size, max_overflow=0, pool_use_lifo=True, **options)

    def put_back(_connection: Any, record: Any) -> None:
        record.info["put_back_s"] = time.monotonic()

    def try_out(connection: Any, record: Any, _proxy: Any) -> None:
        now_s = time.monotonic()
        if now_s - record.info.get("put_back_s", now_s) <= TRUSTED_S and not _has_news(connection):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as problem:
            raise InvalidatePoolError from problem

    event.listen(engine, "checkin", put_back)
    event.listen(engine, "checkout", try_out)
    return engine


def _has_news(connection: Any) -> bool:
    """Whether PostgreSQL sent something unasked, as when it closes a connection. Asking it takes far longer."""
    if not hasattr(select, "poll"):
        return True  # Windows cannot tell
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _forbid_writing(connection: Any, _record: object) -> None:
    connection.execute("SET default_transaction_read_only = on")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin transactions on its own, and too late
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """A writer takes the one write lock first: reading and then writing would otherwise fail half-way."""
    reads_only = connection.get_execution_options().get("postgresql_readonly", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reads_only)}")
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
