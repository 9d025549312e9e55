"""What the tool keeps of a marketplace: what was seen there, and the outbox.

What was seen lets ids be shortened, names be shown, and appointments be read offline. The outbox holds requests from
before they are sent until their outcome has been shown.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from interview_cli.contracts.market import Queued
from interview_cli.storage.database import Database, insert
from interview_cli.storage.values import Column

Kind = Literal["interviewer", "appointment"]


class MarketItems:
    """What one person has seen of one server. Every method raises StorageError."""

    def __init__(self, database: Database, server: str, person_id: str) -> None:
        self._database = database
        self._of = (server, person_id)

    def keep(self, kind: Kind, items: Iterable[Mapping[str, Any]], at: str) -> None:
        """Keep the newest state of these items."""
        rows = [(*self._of, kind, item["id"], json.dumps(item), at) for item in items]
        if not rows:
            return
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO market_item (server, person_id, kind, id, item, seen_at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET item = excluded.item, seen_at = excluded.seen_at",
                rows,
            )

    def all(self, kind: Kind) -> list[dict[str, Any]]:
        """Everything seen of a kind."""
        return [json.loads(row["item"]) for row in self._rows("item", "kind = ?", kind)]

    def find(self, kind: Kind, beginning: str) -> list[dict[str, Any]]:
        """What has an id that begins so."""
        condition = "kind = ? AND substr(id, 1, length(?)) = ?"
        return [json.loads(row["item"]) for row in self._rows("item", condition, kind, beginning, beginning)]

    def pulled(self, appointment_id: str) -> str | None:
        """Which version of an interview has been pulled as a session; None when none was."""
        rows = self._rows("pulled", "kind = 'appointment' AND id = ?", appointment_id)
        return rows[0]["pulled"] if rows else None

    def mark_pulled(self, appointment_id: str, version: str) -> None:
        """Keep which version of an interview has been pulled."""
        with self._database.transaction() as connection:
            change = "UPDATE market_item SET pulled = ? WHERE kind = 'appointment' AND id = ?"
            change += " AND server = ? AND person_id = ?"
            self._database.change(connection, change, (version, appointment_id, *self._of))

    def has_session(self, session_id: str) -> bool:
        """Whether there is a session with this id."""
        return bool(self._database.rows("SELECT 1 FROM session WHERE id = ?", (session_id,)))

    def _rows(self, columns: str, condition: str, *values: str) -> list[Any]:
        query = f"SELECT {columns} FROM market_item WHERE server = ? AND person_id = ? AND {condition}"  # noqa: S608
        return self._database.rows(query, (*self._of, *values))


def forget_market(connection: sqlite3.Connection) -> None:
    """Forget what was seen, and what was to be sent."""
    connection.execute("DELETE FROM market_item")
    connection.execute("DELETE FROM outbox")


_SAME = "server = ? AND person_id = ? AND method = ? AND path = ? AND body = ?"


class Outbox:
    """The requests of one person to one server, oldest first. Every method raises StorageError."""

    def __init__(self, database: Database, server: str, person_id: str) -> None:
        self._database = database
        self._server = server
        self._person_id = person_id

    def add(self, queued: Queued) -> str:
        """Write a request down; its key, or that of the same request when it is here already."""
        row: dict[str, Column] = {
            "key": queued["key"],
            "server": self._server,
            "person_id": self._person_id,
            "what": queued["what"],
            "method": queued["method"],
            "path": queued["path"],
            "body": json.dumps(queued["body"], sort_keys=True),
            "queued_at": queued["queuedAt"],
        }
        same = [row[name] for name in ("server", "person_id", "method", "path", "body")]
        with self._database.transaction() as connection:
            known = connection.execute(f"SELECT key FROM outbox WHERE {_SAME}", same).fetchone()  # noqa: S608
            if known is not None:
                return str(known["key"])
            insert(connection, "outbox", row)
        return queued["key"]

    def waiting(self) -> Sequence[Queued]:
        """What has no answer yet."""
        return self._rows("status IS NULL")

    def answered(self) -> Sequence[Queued]:
        """What has an answer that has not been shown yet."""
        return self._rows("status IS NOT NULL")

    def find(self, key: str) -> Queued | None:
        """One request; None when its outcome has been shown."""
        found = self._rows("key = ?", key)
        return found[0] if found else None

    def mark_sent(self, key: str, at: str | None) -> None:
        """Keep when a request was first sent; None when it certainly never arrived."""
        with self._database.transaction() as connection:
            self._database.change(connection, "UPDATE outbox SET sent_at = ? WHERE key = ?", (at, key))

    def settle(self, key: str, status: int, answer: Mapping[str, Any]) -> None:
        """Keep the answer of a request: it is not sent again."""
        with self._database.transaction() as connection:
            change = "UPDATE outbox SET status = ?, answer = ? WHERE key = ?"
            self._database.change(connection, change, (status, json.dumps(answer), key))

    def forget(self, key: str) -> None:
        """Remove a request whose outcome has been shown, or that is not to be sent any more."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM outbox WHERE key = ?", (key,))

    def _rows(self, condition: str, *values: Column) -> list[Queued]:
        query = f"SELECT * FROM outbox WHERE server = ? AND person_id = ? AND {condition} ORDER BY number"  # noqa: S608
        return [_queued(row) for row in self._database.rows(query, (self._server, self._person_id, *values))]


def forget_pushed(connection: sqlite3.Connection, sessions: str) -> None:
    """Forget the transcripts of these sessions, a JSON list of ids, that were to be sent."""
    of_sessions = "json_extract(body, '$.id') IN (SELECT value FROM json_each(?))"
    connection.execute(f"DELETE FROM outbox WHERE {of_sessions}", (sessions,))  # noqa: S608


def _queued(row: sqlite3.Row) -> Queued:
    return {
        "key": row["key"],
        "server": row["server"],
        "personId": row["person_id"],
        "what": row["what"],
        "method": row["method"],
        "path": row["path"],
        "body": json.loads(row["body"]),
        "queuedAt": row["queued_at"],
        "sentAt": row["sent_at"],
        "status": row["status"],
        "answer": json.loads(row["answer"]) if row["answer"] else None,
    }
