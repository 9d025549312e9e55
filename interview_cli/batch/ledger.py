"""Leases and progress: the bookkeeping of one results file, in SQLite.

The results file is the truth. The ledger is an index of it, rebuilt from the file when it is lost or does not match,
and the place where runs that write to the same file lease the items they are working on.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from interview_cli.batch.items import LineFacts
from interview_cli.errors import StorageError
from interview_cli.file_lock import SignOfLife, alone, is_alive

LEASE_S: Final = 120.0
"""A run that has not renewed its leases for this long has stopped (a sleeping machine, a stopped process)."""

BUSY_TIMEOUT_S: Final = 30.0
_ROOM: Final = "Free some space there, or set INTERVIEW_HOME to another folder, and run the command again."

_FACTS: Final = tuple(field.name for field in fields(LineFacts))
_values: Final = attrgetter(*_FACTS)
_SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS batch_run (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    out_path BLOB NOT NULL,
    settings TEXT,
    verified_bytes INTEGER NOT NULL DEFAULT 0,
    tail_digest TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS batch_item (
    key TEXT PRIMARY KEY NOT NULL,
    owner TEXT,
    expires_at REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS batch_item_owner ON batch_item (owner) WHERE owner IS NOT NULL;
CREATE TABLE IF NOT EXISTS batch_line (
    {", ".join(_FACTS)},
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (item_key, part)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS batch_line_id ON batch_line (id);
CREATE TEMP TABLE chosen (key TEXT PRIMARY KEY NOT NULL, failed INTEGER NOT NULL, stamp TEXT) WITHOUT ROWID;
"""

_GIVEN: Final = "(SELECT json_extract(value, '$[0]') AS key, json_extract(value, '$[1]') AS now FROM json_each(?))"
"""Items as pairs of key and stamp, handed over as JSON."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of the results file and its position, in bytes."""

    facts: LineFacts
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of the results file the ledger knows, in bytes, and the SHA-256 of the last stretch of that."""

    verified_bytes: int
    tail_digest: str


class Ledger:
    """The ledger of one results file. Raises StorageError where it cannot be read or written.

    A version of the program that keeps other facts has a ledger of its own.
    """

    def __init__(self, folder: Path, out: Path) -> None:
        name = hashlib.sha256(os.fsencode(out) + _SCHEMA.encode()).hexdigest()[:16]
        self._owner = uuid.uuid4().hex
        self._signs = folder / f"{name}.running"
        self.path = folder / f"{name}.db"
        try:
            self._signs.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sign = SignOfLife(self._signs / self._owner)
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
        except OSError as error:
            raise StorageError(f"{error.filename or folder} cannot be written: {error.strerror}.", _ROOM) from None
        self._connection = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
        with self._translated(), alone(self.path):  # a database that changes its journal has no patience with others
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_SCHEMA)
            self._connection.execute(
                "INSERT OR IGNORE INTO batch_run (id, out_path) VALUES (1, ?)", (os.fsencode(out),)
            )

    def close(self) -> None:
        """Release what was claimed and not done."""
        with suppress(StorageError):
            self.release()
        self._connection.close()
        self._sign.close()

    def release(self) -> None:
        """Release what was claimed and not done."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM batch_item WHERE owner = ?", (self._owner,))

    def renew(self) -> None:
        """Keep what was claimed for another LEASE_S seconds."""
        with self._transaction() as connection:
            connection.execute(
                "UPDATE batch_item SET expires_at = ? WHERE owner = ?", (time.time() + LEASE_S, self._owner)
            )

    def claim(self, keys: Sequence[str]) -> tuple[set[str], set[str]]:
        """The items that are now this run's to do, and those that are done. Other runs work on the rest."""
        mine, done = set(), set()
        now = time.time()
        with self._transaction() as connection:
            for key in keys:
                row = connection.execute("SELECT owner, expires_at FROM batch_item WHERE key = ?", (key,)).fetchone()
                if row and row[0] is None:
                    done.add(key)
                elif row is None or row[1] < now or not self._runs(row[0]):
                    mine.add(key)
            connection.executemany(
                "INSERT OR REPLACE INTO batch_item (key, owner, expires_at) VALUES (?, ?, ?)",
                [(key, self._owner, now + LEASE_S) for key in mine],
            )
        return mine, done

    def done(self, keys: Sequence[str]) -> set[str]:
        """Which of the items are done."""
        query = "SELECT key FROM batch_item WHERE owner IS NULL AND key IN (SELECT value FROM json_each(?))"
        return {str(key) for (key,) in self._rows(query, json.dumps(list(keys)))}

    def other_runs(self) -> int:
        """How many other runs write to the same file right now."""
        return sum(1 for sign in self._signs.iterdir() if self._runs(sign.name) and sign.name != self._owner)

    def _runs(self, owner: str) -> bool:
        return owner == self._owner or is_alive(self._signs / owner)

    def settings(self) -> str | None:
        """The fingerprint of how the lines of the results file were scored; None before the first."""
        settings: str | None = self._rows("SELECT settings FROM batch_run")[0][0]
        return settings

    def set_settings(self, settings: str) -> None:
        """Keep the fingerprint of how lines are scored."""
        with self._transaction() as connection:
            connection.execute("UPDATE batch_run SET settings = ?", (settings,))

    def extent(self) -> Extent:
        """How much of the results file is known."""
        return Extent(*self._rows("SELECT verified_bytes, tail_digest FROM batch_run")[0])

    def forget(self, settings: str | None = None) -> None:
        """Begin with an empty results file, scored by these settings; what runs have claimed stays theirs."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM batch_line")
            connection.execute("DELETE FROM batch_item WHERE owner IS NULL")
            connection.execute("UPDATE batch_run SET settings = ?, verified_bytes = 0, tail_digest = ''", (settings,))

    def record(self, lines: Iterable[PlacedLine], extent: Extent) -> None:
        """Lines that have reached the disk. An item is done when all its lines have."""
        marks = ", ".join("?" * (len(_FACTS) + 2))
        with self._transaction() as connection:
            for line in lines:
                row = (*_values(line.facts), line.start, line.length)
                connection.execute(f"INSERT OR REPLACE INTO batch_line VALUES ({marks})", row)  # noqa: S608
                if self._is_complete(line.facts):
                    connection.execute(
                        "INSERT OR REPLACE INTO batch_item (key, owner, expires_at) VALUES (?, NULL, NULL)",
                        (line.facts.item_key,),
                    )
            self._set_extent(extent)

    def _set_extent(self, extent: Extent) -> None:
        self._connection.execute(
            "UPDATE batch_run SET verified_bytes = ?, tail_digest = ?", (extent.verified_bytes, extent.tail_digest)
        )

    def _is_complete(self, facts: LineFacts) -> bool:
        query = "SELECT count(*) FROM batch_line WHERE item_key = ?"
        count: int = self._connection.execute(query, (facts.item_key,)).fetchone()[0]
        return count >= facts.parts

    def has_line(self, item_key: str, part: int) -> bool:
        """Whether this line of an item is in the results file."""
        return bool(self._rows("SELECT 1 FROM batch_line WHERE item_key = ? AND part = ?", item_key, part))

    def has_id(self, line_id: str) -> bool:
        """Whether a line with this id is in the results file."""
        return bool(self._rows("SELECT 1 FROM batch_line WHERE id = ?", line_id))

    def place_of(self, facts: LineFacts) -> tuple[int, int] | None:
        """The current position and length of a line in the results file, in bytes; None when it is gone."""
        query = "SELECT start, length FROM batch_line WHERE item_key = ? AND part = ?"
        found: list[tuple[int, int]] = self._rows(query, facts.item_key, facts.part)
        return found[0] if found else None

    def changed(self, stamps: Mapping[str, str | None]) -> set[str]:
        """Which of these items, by key, have another stamp than when their lines were written."""
        query = f"SELECT DISTINCT key FROM {_GIVEN} JOIN batch_line ON item_key = key WHERE stamp IS NOT now"  # noqa: S608
        return {str(key) for (key,) in self._rows(query, json.dumps(list(stamps.items())))}

    def choose(self, stamps: Mapping[str, str | None], *, failed: bool, changed: bool) -> None:
        """Choose those of the items to be done again that have a failed line, or another stamp by now."""
        with self._transaction() as connection:
            connection.execute(
                f"INSERT OR IGNORE INTO chosen SELECT key, max(? AND status = 'failed'), now FROM {_GIVEN}"  # noqa: S608
                " JOIN batch_line ON item_key = key"
                " WHERE (? AND status = 'failed') OR (? AND stamp IS NOT now) GROUP BY key",
                (failed, json.dumps(list(stamps.items())), failed, changed),
            )

    def count_chosen(self) -> int:
        """How many of the chosen items still have the lines they were chosen for."""
        with self._transaction() as connection:
            connection.execute(
                "DELETE FROM chosen WHERE NOT EXISTS (SELECT 1 FROM batch_line WHERE item_key = key"
                " AND CASE WHEN failed THEN status = 'failed' ELSE batch_line.stamp IS NOT chosen.stamp END)"
            )
        count: int = self._rows("SELECT count(*) FROM chosen")[0][0]
        return count

    def chosen_lines(self) -> Iterator[PlacedLine]:
        """All lines of the chosen items, as they are in the results file."""
        return self.lines(where="item_key IN (SELECT key FROM chosen)")

    def take_out_chosen(self, extent: Extent) -> None:
        """The lines of the chosen items have left the results file, the others moved up: those items are not done."""
        with self._transaction() as connection:
            connection.execute(
                "UPDATE batch_line SET start = start - moved.by FROM (SELECT item_key, part, sum(length *"
                " (item_key IN (SELECT key FROM chosen))) OVER (ORDER BY start) AS by FROM batch_line) AS moved"
                " WHERE moved.item_key = batch_line.item_key AND moved.part = batch_line.part"
            )
            connection.execute("DELETE FROM batch_line WHERE item_key IN (SELECT key FROM chosen)")
            connection.execute("DELETE FROM batch_item WHERE owner IS NULL AND key IN (SELECT key FROM chosen)")
            connection.execute("DELETE FROM chosen")
            self._set_extent(extent)

    def lines(self, order: str = "start", where: str = "TRUE", limit: int = -1) -> Iterator[PlacedLine]:
        """The lines of the results file in an order given in SQL over the fields of `LineFacts`."""
        query = f"SELECT * FROM batch_line WHERE {where} ORDER BY {order} LIMIT {limit}"  # noqa: S608
        with self._translated():
            for row in self._connection.execute(query):
                yield PlacedLine(LineFacts(*row[:-2]), *row[-2:])

    def summary(self) -> dict[str, int]:
        """How many lines there are of each status, and how many came from a cache."""
        found: dict[str, int] = dict(self._rows("SELECT status, count(*) FROM batch_line GROUP BY status"))
        cached: int = self._rows("SELECT count(*) FROM batch_line WHERE cached")[0][0]
        return {"scored": 0, "insufficient_evidence": 0, "failed": 0, **found, "cached": cached}

    def count_under(self, score: float) -> int:
        """How many lines have less than this score, or none although they could be read."""
        query = "SELECT count(*) FROM batch_line WHERE status <> 'failed' AND (score IS NULL OR score < ?)"
        count: int = self._rows(query, score)[0][0]
        return count

    def _rows(self, query: str, *parameters: object) -> list[Any]:
        with self._translated():
            return self._connection.execute(query, parameters).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StorageError(f"The ledger {self.path} cannot be used ({error}).", _remedy(error)) from error


def _remedy(error: sqlite3.Error) -> str:
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return "Delete it: it is rebuilt from the results file."
    no_room = primary in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
    return _ROOM if no_room else "Run the command again; what is in the results file is safe."
