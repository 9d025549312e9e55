"""One SQLite file: how it is opened, read and changed."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from interview_cli.errors import StorageError, UnwritableError
from interview_cli.storage.copies import create_private
from interview_cli.storage.failures import RESTORE_REMEDY, gone, translated
from interview_cli.storage.migrations import bring_up_to_date, is_up_to_date
from interview_cli.storage.values import Column, readable_text

BUSY_TIMEOUT_S = 5.0


class Database:
    """An open database. Its methods may be called from any thread, and other processes may use the file meanwhile."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, only_read_because: UnwritableError | None = None
    ) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._only_read_because = only_read_because

    def rows(self, sql: str, parameters: Sequence[Column] = ()) -> list[sqlite3.Row]:
        """All rows of a query. Raises StorageError."""
        with self._lock, translated(self.path):
            return self._connection.execute(sql, _storable(parameters)).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Changes that reach the disk together when the block ends, or not at all when it raises.

        Raises StorageError, after waiting for BUSY_TIMEOUT_S when another process is writing.
        """
        with self._lock, translated(self.path):
            self._require_writing()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within the block all reads see the same state, whatever other processes write meanwhile."""
        with self._lock, translated(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def exclusive(self) -> Iterator[sqlite3.Connection]:
        """The bare connection, for the statements and copies that cannot run inside a transaction."""
        with self._lock, translated(self.path):
            yield self._connection

    def change(self, connection: sqlite3.Connection, sql: str, parameters: Sequence[Column]) -> None:
        """Run an UPDATE that must hit a row. Raises StorageError when that row is gone."""
        if connection.execute(sql, _storable(parameters)).rowcount == 0:
            raise StorageError(*gone(self.path))

    def check(self) -> None:
        """Read the whole file. Raises StorageError when any part of it is damaged."""
        problems = [str(row[0]) for row in self.rows("PRAGMA quick_check") if row[0] != "ok"]
        if problems:
            raise StorageError(f"The database {self.path} is damaged ({problems[0]}).", RESTORE_REMEDY)

    def _require_writing(self) -> None:
        """Open a file for writing that could only be read before. Raises StorageError when it still cannot be."""
        if self._only_read_because:
            connection = _connected(self.path, BUSY_TIMEOUT_S)
            self._connection.close()
            self._connection, self._only_read_because = connection, None

    def close(self) -> None:
        """Release the file. Closing twice does nothing."""
        with self._lock, translated(self.path):
            self._connection.close()


def open_database(path: Path, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Database:
    """Open the database at `path`, creating it (0600, in a 0700 folder) or upgrading its schema when needed.

    One that cannot be written, in a folder that is read-only or on a full disk, can still be read. Raises
    StorageError when the file is damaged, newer, foreign, locked for longer than `busy_timeout_s` seconds, or can
    neither be written nor read; it is then left as it was.
    """
    try:
        with translated(path):
            return Database(path, _connected(path, busy_timeout_s))
    except UnwritableError as error:
        connection = _connected_for_reading(path)
        if connection is None:
            raise
        return Database(path, connection, only_read_because=error)


def _connected(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    """A connection to the file, which is made or brought up to date."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        create_private(path)
    connection = sqlite3.connect(path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        bring_up_to_date(connection, path)
    except BaseException:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    return connection


def _connected_for_reading(path: Path) -> sqlite3.Connection | None:
    """A connection that writes nothing, not even SQLite's own auxiliary files; None where that is not possible.

    SQLite finds its way in a write-ahead log by a file of shared memory next to it. Without that it reads the log
    only where nobody else can be writing; here nobody can.
    """
    log = path.with_name(path.name + "-wal")
    try:
        has_log = log.exists() and log.stat().st_size > 0
        how = f"vfs={'win32' if os.name == 'nt' else 'unix'}-none" if has_log else "immutable=1"
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&{how}", uri=True, isolation_level=None, check_same_thread=False
        )
    except (sqlite3.Error, OSError):
        return None
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        if is_up_to_date(connection, path):
            connection.row_factory = sqlite3.Row
            return connection
    except (sqlite3.Error, StorageError):
        pass
    connection.close()
    return None


def insert(connection: sqlite3.Connection, table: str, values: Mapping[str, Column]) -> None:
    """Insert one row. `table` and the column names come from this program, never from input."""
    columns = ", ".join(values)
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", _storable(values.values()))  # noqa: S608


def _storable(values: Iterable[Column]) -> list[Column]:
    return [readable_text(value) if isinstance(value, str) else value for value in values]
