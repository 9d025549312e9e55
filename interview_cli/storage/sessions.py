"""The SessionStore over SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from interview_cli.errors import InputError, StorageError
from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    Attempt,
    Evaluation,
    Exchange,
    Profile,
    Session,
    SessionSummary,
)
from interview_cli.interview.ports import Clock
from interview_cli.interview.spoken import Delivery
from interview_cli.storage import records
from interview_cli.storage.converters import to_json
from interview_cli.storage.database import BUSY_TIMEOUT_S, Database, open_database
from interview_cli.storage.failures import RESTORE_REMEDY, gone, unknown_session
from interview_cli.storage.history import History
from interview_cli.storage.profile import read_profile, refresh_profile
from interview_cli.storage.user_data import UserData
from interview_cli.storage.values import local_day, utc_text

if TYPE_CHECKING:
    from interview_cli.storage.documents import Shelf
    from interview_cli.storage.transfer import Transfer


def open_store(path: Path, clock: Clock, busy_timeout_s: float = BUSY_TIMEOUT_S) -> SqliteSessionStore:
    """Open the sessions kept in the file `path`, which is created when missing. Raises StorageError.

    `busy_timeout_s` is how many seconds to wait for another process that is writing.
    """
    return SqliteSessionStore(open_database(path, busy_timeout_s), clock)


class Recordings:
    """Which attempts have a recording, by its path in the folder of recordings. Every method raises StorageError."""

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


class SqliteSessionStore:
    """Keeps sessions in one SQLite file. Every method has committed to disk when it returns.

    Every method raises StorageError when the file cannot be read or written, or when what it refers to was deleted.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def __enter__(self) -> SqliteSessionStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The database file."""
        return self._database.path

    @property
    def database(self) -> Database:
        """The open database, for what else is kept in it; it is closed with the store."""
        return self._database

    @cached_property
    def history(self) -> History:
        """The sessions as lines of a list."""
        return History(self._database, self._clock)

    @cached_property
    def recordings(self) -> Recordings:
        """Which attempts have a recording."""
        return Recordings(self._database)

    @cached_property
    def shelf(self) -> Shelf:
        """CVs and job posts that are kept under a name."""
        from interview_cli.storage.documents import Shelf

        return Shelf(self._database, self._clock)

    @cached_property
    def user_data(self) -> UserData:
        """Copies of everything, and its removal."""
        return UserData(self._database, self._clock)

    @cached_property
    def transfer(self) -> Transfer:
        """Everything, on its way to or from another database."""
        from interview_cli.storage.transfer import Transfer

        return Transfer(self._database, self._clock)

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def create(self, session: Session) -> None:
        """Store a new session with everything already in it."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            records.insert_session(connection, session, now)
            refresh_profile(connection, local_day(now))

    def save_asked(self, session_id: str, asked: AskedQuestion) -> None:
        """Store a question when it is put to the candidate."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            records.insert_asked(connection, session_id, Exchange(asked), now)
            self._touch(connection, asked.id)

    def save_draft(self, asked_id: str, text: str) -> None:
        """Keep an unfinished answer, so that an interrupted candidate finds it again."""
        with self._database.transaction() as connection:
            self._database.change(connection, "UPDATE question_asked SET draft = ? WHERE id = ?", (text, asked_id))
            self._touch(connection, asked_id)

    def save_skipped(self, asked_id: str) -> None:
        """Note that the candidate passed on a question."""
        with self._database.transaction() as connection:
            change = "UPDATE question_asked SET skipped = 1, draft = '' WHERE id = ?"
            self._database.change(connection, change, (asked_id,))
            self._touch(connection, asked_id)

    def save_answer(self, asked_id: str, attempt_id: str, answer: Answer) -> None:
        """Store an answer, which takes the place of the draft. A second one to the same question is a new attempt."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            change = "UPDATE question_asked SET skipped = 0, draft = '' WHERE id = ?"
            self._database.change(connection, change, (asked_id,))
            records.insert_attempt(connection, asked_id, Attempt(attempt_id, answer), now)
            refresh_profile(connection, local_day(now))
            self._touch(connection, asked_id)

    def save_delivery(self, attempt_id: str, delivery: Delivery) -> None:
        """Store how an attempt was said, in place of an earlier measurement."""
        with self._database.transaction() as connection:
            records.put_delivery(connection, "attempt_id", attempt_id, delivery)

    def save_ticks(self, attempt_id: str, ticks: dict[str, bool]) -> None:
        """Store which key points the candidate says they did, or did not, say, in place of earlier ones."""
        with self._database.transaction() as connection:
            change = "UPDATE attempt SET ticks = ? WHERE id = ?"
            self._database.change(connection, change, (json.dumps(ticks, ensure_ascii=False), attempt_id))

    def save_evaluation(self, attempt_id: str, evaluation: Evaluation) -> None:
        """Store how an attempt was judged as the current evaluation; earlier ones are kept."""
        with self._database.transaction() as connection:
            records.put_evaluation(connection, attempt_id, evaluation, self._clock.now())

    def replace_evaluations(self, session: Session) -> None:
        """Make the evaluations and the feedback in `session` the current ones; earlier evaluations are kept."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            for attempt in (each for exchange in session.exchanges for each in exchange.attempts):
                if attempt.evaluation is not None:
                    records.put_evaluation(connection, attempt.id, attempt.evaluation, now)
            records.put_feedback(connection, session, now)

    def finish(self, session: Session) -> None:
        """Set status, end time, session delivery and feedback in one transaction, and update the profile."""
        now = self._clock.now()
        ended_at = utc_text(session.ended_at) if session.ended_at else None
        with self._database.transaction() as connection:
            change = "UPDATE session SET status = ?, ended_at = ?, last_active_at = ?, usage = ? WHERE id = ?"
            usage = to_json(session.usage) if session.usage else None
            self._database.change(
                connection, change, (session.status.value, ended_at, utc_text(now), usage, session.id)
            )
            records.put_session_delivery(connection, session)
            records.put_feedback(connection, session, now)
            refresh_profile(connection, local_day(now))

    def abandon_stale(self, older_than: timedelta, now: datetime) -> int:
        """Mark sessions in progress without activity for `older_than` as abandoned, ended when last active.

        Their data is kept. Returns how many there were.
        """
        stale = "status = 'in_progress' AND last_active_at < ?"
        moment = (utc_text(now - older_than),)
        if not self._database.rows(f"SELECT 1 FROM session WHERE {stale} LIMIT 1", moment):  # noqa: S608
            return 0
        change = f"UPDATE session SET status = 'abandoned', ended_at = last_active_at WHERE {stale}"  # noqa: S608
        with self._database.transaction() as connection:
            return connection.execute(change, moment).rowcount

    def rate(self, session_id: str, helpfulness: int) -> None:
        """Keep how helpful the feedback was, 1 to 5. Raises InputError for another number or an unknown session."""
        if helpfulness not in range(1, 6):
            raise InputError(f"A rating is a whole number from 1 to 5, not {helpfulness}.")
        if not self._database.rows("SELECT 1 FROM session WHERE id = ?", (session_id,)):
            raise unknown_session(session_id)
        with self._database.transaction() as connection:
            change = "UPDATE session SET helpfulness = ? WHERE id = ?"
            self._database.change(connection, change, (helpfulness, session_id))

    def load(self, session_id: str) -> Session:
        """The whole session. Raises InputError when there is none with this id."""
        try:
            session = records.read_session(self._database, session_id)
        except (ValueError, KeyError, TypeError) as error:
            raise StorageError(
                f"Session {session_id} in {self.path} cannot be read ({error}).", RESTORE_REMEDY
            ) from error
        if session is None:
            raise unknown_session(session_id)
        return session

    def export(self) -> Iterator[Session]:
        """Every session, oldest first, one at a time."""
        for row in self._database.rows("SELECT id FROM session ORDER BY started_at, rowid"):
            yield self.load(row["id"])

    def unfinished(self) -> Sequence[SessionSummary]:
        """Sessions in progress, newest first."""
        return self.history.unfinished()

    def resolve(self, reference: str) -> str:
        """The full id for a unique prefix or `last`. Raises InputError when there is none or several."""
        return self.history.resolve(reference)

    def recent_question_ids(self, limit: int) -> Sequence[str]:
        """Ids of the bank questions asked last, most recent first, each once."""
        return self.history.recent_question_ids(limit)

    def profile(self) -> Profile:
        """Who practises, with streaks as of today."""
        return read_profile(self._database, local_day(self._clock.now()))

    def update_profile(self, target_role: str | None, timeline: str | None) -> None:
        """Set what the candidate is preparing for and by when."""
        with self._database.transaction() as connection:
            change = "UPDATE profile SET target_role = ?, timeline = ?"
            self._database.change(connection, change, (target_role, timeline))

    def set_interview_day(self, day: date | None) -> None:
        """Set the day of the interview that is prepared for."""
        with self._database.transaction() as connection:
            change = "UPDATE profile SET interview_on = ?"
            self._database.change(connection, change, (day.isoformat() if day else None,))

    def _touch(self, connection: sqlite3.Connection, asked_id: str) -> None:
        """Note activity in the session of a question. Raises StorageError when the question is gone."""
        found = connection.execute("SELECT session_id FROM question_asked WHERE id = ?", (asked_id,)).fetchone()
        if found is None:
            raise StorageError(*gone(self.path))
        now = utc_text(self._clock.now())
        connection.execute("UPDATE session SET last_active_at = ? WHERE id = ?", (now, found["session_id"]))
        records.count_exchanges(connection, found["session_id"])
