"""Which attempts have a recording. The files lie in the recordings folder; paths are relative to it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from interview_cli.storage.database import Database


class Recordings:
    """The recordings that a database names. Every method raises StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_session(self, session_id: str) -> list[str]:
        """The paths of a session's recordings, in the order made."""
        query = (
            "SELECT audio_path FROM attempt JOIN question_asked ON question_asked.id = question_asked_id"
            " WHERE session_id = ? AND audio_path IS NOT NULL ORDER BY attempt.number"
        )
        return [row["audio_path"] for row in self._database.rows(query, (session_id,))]

    def is_named(self, path: str) -> bool:
        """Whether an attempt has this recording."""
        return bool(self._database.rows("SELECT 1 FROM attempt WHERE audio_path = ? LIMIT 1", (path,)))

    def forget(self, paths: Sequence[str]) -> int:
        """Note that these recordings are gone; how many attempts had them."""
        change = "UPDATE attempt SET audio_path = NULL WHERE audio_path IN (SELECT value FROM json_each(?))"
        with self._database.transaction() as connection:
            return connection.execute(change, (json.dumps(list(paths)),)).rowcount
