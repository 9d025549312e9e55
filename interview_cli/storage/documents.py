"""CVs and job posts, in the table `document`: each text once, however many sessions it was used in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal

from interview_cli.storage.database import Database
from interview_cli.storage.values import readable_text, utc_text

Kind = Literal["cv", "job"]
KINDS: Final[tuple[Kind, ...]] = ("cv", "job")
"""The kinds of documents; a session names its own of each kind in the column `<kind>_id`."""


def document_id(kind: Kind, text: str) -> str:
    """What a text is known by: the same for the same text."""
    return sha256(f"{kind}\n{text}".encode()).hexdigest()[:32]


def put_document(connection: sqlite3.Connection, kind: Kind, text: str | None, now: datetime) -> str | None:
    """Store a text unless it is there already; its id. There is nothing to store of None."""
    if text is None:
        return None
    text = readable_text(text)
    known_as = document_id(kind, text)
    connection.execute(
        "INSERT OR IGNORE INTO document (id, kind, text, added_at) VALUES (?, ?, ?, ?)",
        (known_as, kind, text, utc_text(now)),
    )
    return known_as


def documents_of(database: Database, session: Mapping[str, Any]) -> dict[str, str | None]:
    """The texts of a session's row by kind, None for what it was held without."""
    texts = {
        row["id"]: row["text"]
        for row in database.rows(
            "SELECT id, text FROM document WHERE id IN (?, ?)", (session["cv_id"], session["job_id"])
        )
    }
    return {kind: texts.get(session[f"{kind}_id"]) for kind in KINDS}


USED_ONLY_IN: Final = """
SELECT id FROM document
WHERE EXISTS (
    SELECT 1 FROM session WHERE document.id IN (cv_id, job_id) AND session.id IN (SELECT value FROM json_each(?1))
) AND NOT EXISTS (
    SELECT 1 FROM session WHERE document.id IN (cv_id, job_id) AND session.id NOT IN (SELECT value FROM json_each(?1))
)
"""
"""The documents that no session but those of a JSON list of ids was held with."""
