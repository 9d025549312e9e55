"""What has been seen of a marketplace: so that ids can be shortened, names shown, and appointments read offline."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from interview_cli.storage.database import Database

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

    def seen_at(self, kind: Kind) -> str | None:
        """When anything of a kind was last seen."""
        return next((row["at"] for row in self._rows("max(seen_at) AS at", "kind = ?", kind)), None)

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
