"""Talks with the coach, and the search over what was said that its answers rest on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from interview_cli.errors import InputError
from interview_cli.interview.ports import Clock
from interview_cli.storage.database import Database
from interview_cli.storage.traces import scrub
from interview_cli.storage.values import utc_text


class Said(NamedTuple):
    """An answer given in a session: its number in the session counts from 1."""

    session_id: str
    started_on: str
    number: int
    question: str
    text: str
    score: float | None


class Exchanged(NamedTuple):
    """A question to the coach and the reply, as JSON of the contract."""

    conversation: str
    question: str
    reply: Any


class Conversations:
    """What was asked of the coach and what it said. Every method raises StorageError."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, conversation: str, question: str, reply: Any) -> None:
        """Keep a question with its reply."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO coach_message (conversation, said_at, question, reply) VALUES (?, ?, ?, ?)",
                (conversation, utc_text(self._clock.now()), question, json.dumps(reply, ensure_ascii=False)),
            )

    def exchanged(self, conversation: str) -> list[Exchanged]:
        """All of a conversation, oldest first."""
        rows = self._database.rows(
            "SELECT conversation, question, reply FROM coach_message WHERE conversation = ? ORDER BY number",
            (conversation,),
        )
        return [Exchanged(row["conversation"], row["question"], json.loads(row["reply"])) for row in rows]

    def resolve(self, reference: str) -> str:
        """The conversation meant by `last` or a beginning of its id. Raises InputError unless there is just one."""
        query = "SELECT conversation FROM coach_message GROUP BY conversation ORDER BY max(number) DESC"
        known = [str(row["conversation"]) for row in self._database.rows(query)]
        found = known[:1] if reference == "last" else [each for each in known if each.startswith(reference)]
        if len(found) != 1:
            what = "is no conversation" if not found else f"fits {len(found)} conversations"
            raise InputError(f"{reference!r} {what}.", "Start a new one: leave --continue out.")
        return found[0]

    def forget(self, conversation: str | None) -> int:
        """Delete a conversation, or all of them, from the file as well; how many exchanges there were."""
        with self._database.transaction() as connection:
            deleted = (
                connection.execute("DELETE FROM coach_message")
                if conversation is None
                else connection.execute("DELETE FROM coach_message WHERE conversation = ?", (conversation,))
            ).rowcount
        with self._database.exclusive() as connection:
            scrub(connection)
        return deleted

    def said_about(self, words: Sequence[str], limit: int) -> list[Said]:
        """Answers with any of the words in them or in their question, the best match first."""
        if not words:
            return []
        asked = " OR ".join('"' + word.replace('"', "") + '"' for word in words)
        query = """
        WITH hits AS (
            SELECT rowid AS number, rank AS fit FROM attempt_fts WHERE attempt_fts MATCH ?1
            UNION ALL
            SELECT attempt.number, question_asked_fts.rank FROM question_asked_fts
            JOIN question_asked ON question_asked.number = question_asked_fts.rowid
            JOIN attempt ON attempt.question_asked_id = question_asked.id
            WHERE question_asked_fts MATCH ?1
        )
        SELECT session.id, session.started_on, question_asked.position + 1, question_asked.text, attempt.text,
            evaluation.overall_score
        FROM (SELECT number, min(fit) AS fit FROM hits GROUP BY number ORDER BY min(fit) LIMIT ?2) AS best
        JOIN attempt ON attempt.number = best.number
        JOIN question_asked ON question_asked.id = attempt.question_asked_id
        JOIN session ON session.id = question_asked.session_id
        LEFT JOIN evaluation ON evaluation.attempt_id = attempt.id AND evaluation.current
        ORDER BY best.fit, attempt.number DESC
        """
        try:
            return [Said(*row) for row in self._database.rows(query, (asked, limit))]
        except sqlite3.OperationalError:
            return []
