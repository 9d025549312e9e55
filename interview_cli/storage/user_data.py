"""The user's data is the user's: copy all of it, or remove it and prove that it is gone."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from interview_cli.errors import FullDiskError, InputError, StorageError
from interview_cli.interview.ports import Clock
from interview_cli.paths import place_below
from interview_cli.storage.copies import copy_database
from interview_cli.storage.database import Database
from interview_cli.storage.documents import FOLDER, USED_ONLY_IN, forget_documents, forget_readings, remove_files
from interview_cli.storage.failures import translated, unknown_session
from interview_cli.storage.learning import forget_cards, forget_learning
from interview_cli.storage.market import forget_market, forget_pushed
from interview_cli.storage.profile import refresh_profile
from interview_cli.storage.traces import (
    PROBED_TEXTS,
    holds,
    is_trace,
    probes,
    remove_copies,
    scrub,
    size,
    write_ahead_log,
)
from interview_cli.storage.values import Column, local_day

RECORDINGS = "recordings"
"""The folder of the recordings, next to the database."""


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What a purge removed, and the proof of it.

    `rows_left` counts rows of the purged sessions per table, including the search index, and cached evaluations
    of any session. `traces` counts pieces of purged texts still found in the bytes of the file. `wal_bytes` is what
    is left of SQLite's write-ahead log: 0 unless another process is reading. `kept_audio` are recordings outside the
    recordings folder or shared with other sessions; they are left alone. `removed_copies` are copies made before
    schema changes, with the same data. `documents` counts CVs and job posts that were kept or used in these sessions.
    """

    sessions: int
    questions: int
    answers: int
    removed_audio: tuple[str, ...]
    kept_audio: tuple[str, ...]
    removed_copies: tuple[str, ...]
    rows_left: dict[str, int]
    traces: int
    wal_bytes: int
    documents: int = 0

    @property
    def proven(self) -> bool:
        """Whether nothing of the purged sessions is left."""
        return not any(self.rows_left.values()) and self.traces == 0 and self.wal_bytes == 0


@dataclass(frozen=True, slots=True)
class _Doomed:
    """What is about to be removed: ids and row numbers as JSON lists, for use in SQL."""

    sessions: str
    documents: str
    questions: str
    attempts: str
    question_numbers: str
    attempt_numbers: str
    probes: tuple[str, ...]


class UserData:
    """All that is kept in a database. Every method raises StorageError."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def back_up(self, to: Path) -> None:
        """Copy everything to the new file `to`, readable by its owner only. Raises InputError when it exists."""
        with self._database.exclusive() as connection, translated(to):
            try:
                copy_database(connection, to)
            except FileExistsError:
                raise InputError(f"{to} already exists.", "Choose another name.") from None
            except OSError as error:
                raise StorageError(f"{to} cannot be written: {error.strerror}.", "Choose another place.") from None

    def purge_sessions(self, session_ids: Sequence[str]) -> PurgeReport:
        """Remove these sessions with all their traces. Raises InputError, removing nothing, when one is unknown."""
        for session_id in session_ids:
            if not self._database.rows("SELECT 1 FROM session WHERE id = ?", (session_id,)):
                raise unknown_session(session_id)
        return self._purge("id IN (SELECT value FROM json_each(?))", (json.dumps(list(session_ids)),))

    def purge_before(self, day: date) -> PurgeReport:
        """Remove the sessions begun before this local calendar day with all their traces."""
        return self._purge("started_on < ?", (day.isoformat(),))

    def purge_everything(self) -> PurgeReport:
        """Remove all sessions with all their traces, and forget the profile.

        On a full disk the database cannot be used any more afterwards: its file is then empty, to be opened again.
        """
        try:
            with self._database.transaction() as connection:
                connection.execute("UPDATE profile SET target_role = NULL, timeline = NULL")
                forget_learning(connection)
                forget_market(connection)
            return self._purge("1", (), everything=True)
        except FullDiskError:
            return _purge_by_emptying(self._database)

    def _purge(self, condition: str, parameters: Sequence[Column], *, everything: bool = False) -> PurgeReport:
        return _purge(self._database, condition, parameters, local_day(self._clock.now()), everything=everything)


def _purge(
    database: Database, condition: str, parameters: Sequence[Column], today: date, *, everything: bool
) -> PurgeReport:
    """Remove the sessions that meet an SQL condition, their recordings and every copy of their text.

    With `everything`, the CVs and job posts that were added go too, with their files and talks with the coach.

    Raises StorageError when the database or a recording cannot be changed; the rows are then still there.
    """
    with database.transaction() as connection:
        doomed = _doomed(connection, condition, parameters, everything=everything)
        folder = (database.path.parent / RECORDINGS).resolve()
        removed_audio, kept_audio = _remove_audio(connection, folder, doomed)
        connection.execute("DELETE FROM session WHERE id IN (SELECT value FROM json_each(?))", (doomed.sessions,))
        connection.execute("DELETE FROM document WHERE id IN (SELECT value FROM json_each(?))", (doomed.documents,))
        forget_readings(connection)
        if everything:
            forget_documents(connection)
            remove_files(database.path.parent / FOLDER)
        forget_pushed(connection, doomed.sessions)
        connection.execute("DELETE FROM evaluation_cache")  # it quotes answers, and does not say whose
        for index in ("question_asked_fts", "attempt_fts"):  # deleted words stay until the index is merged into one
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608
        forget_cards(connection)
        refresh_profile(connection, today)
    with database.exclusive() as connection:
        scrub(connection)
        removed_copies = remove_copies(database.path)
        return PurgeReport(
            sessions=len(json.loads(doomed.sessions)),
            questions=len(json.loads(doomed.questions)),
            answers=len(json.loads(doomed.attempts)),
            removed_audio=removed_audio,
            kept_audio=kept_audio,
            removed_copies=removed_copies,
            rows_left=_rows_left(connection, doomed),
            traces=sum(is_trace(connection, database.path, probe) for probe in doomed.probes),
            wal_bytes=size(write_ahead_log(database.path)),
            documents=len(json.loads(doomed.documents)),
        )


def _purge_by_emptying(database: Database) -> PurgeReport:
    """Remove everything where no disk space is left to change the database: its file is cut to nothing.

    Raises StorageError when another process has it open.
    """
    path = database.path
    with database.exclusive() as connection, translated(path):
        doomed = _doomed(connection, "1", (), everything=True)
        remove_files(path.parent / FOLDER)
        removed_audio, kept_audio = _remove_audio(connection, (path.parent / RECORDINGS).resolve(), doomed)
        removed_copies = remove_copies(path)
    database.close()
    with translated(path), closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as alone:
        alone.execute("PRAGMA locking_mode = EXCLUSIVE")
        alone.execute("BEGIN EXCLUSIVE")  # fails when anybody else has it open
        os.truncate(path, 0)
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
    return PurgeReport(
        sessions=len(json.loads(doomed.sessions)),
        questions=len(json.loads(doomed.questions)),
        answers=len(json.loads(doomed.attempts)),
        removed_audio=removed_audio,
        kept_audio=kept_audio,
        removed_copies=removed_copies,
        rows_left={},
        traces=sum(holds(path, probe.encode()) for probe in doomed.probes),
        wal_bytes=size(write_ahead_log(path)),
        documents=len(json.loads(doomed.documents)),
    )


def _doomed(
    connection: sqlite3.Connection, condition: str, parameters: Sequence[Column], *, everything: bool
) -> _Doomed:
    def column(sql: str, *values: Column) -> str:
        return json.dumps([row[0] for row in connection.execute(sql, values)])

    sessions = column(f"SELECT id FROM session WHERE {condition}", *parameters)  # noqa: S608
    documents = column("SELECT id FROM document") if everything else column(USED_ONLY_IN, sessions)
    of_sessions = "FROM question_asked WHERE session_id IN (SELECT value FROM json_each(?))"
    questions = column(f"SELECT id {of_sessions}", sessions)
    of_questions = "FROM attempt WHERE question_asked_id IN (SELECT value FROM json_each(?))"
    query = (
        f"SELECT text FROM (SELECT text {of_questions}"  # noqa: S608
        f" UNION SELECT json_extract(transcription, '$.text') {of_questions}"
        " UNION SELECT text FROM document WHERE id IN (SELECT value FROM json_each(?)))"
        " WHERE text IS NOT NULL ORDER BY length(text) DESC LIMIT ?"
    )
    longest = connection.execute(query, (questions, questions, documents, PROBED_TEXTS)).fetchall()
    return _Doomed(
        sessions=sessions,
        documents=documents,
        questions=questions,
        attempts=column(f"SELECT id {of_questions}", questions),
        question_numbers=column(f"SELECT number {of_sessions}", sessions),
        attempt_numbers=column(f"SELECT number {of_questions}", questions),
        probes=tuple(probe for (text,) in longest for probe in probes(text)),
    )


def _remove_audio(
    connection: sqlite3.Connection, folder: Path, doomed: _Doomed
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Delete the recordings of the doomed answers in the recordings folder; those removed, and those kept."""
    query = (
        "SELECT DISTINCT audio_path, EXISTS (SELECT 1 FROM attempt other WHERE other.audio_path = attempt.audio_path"
        " AND other.id NOT IN (SELECT value FROM json_each(?1)))"
        " FROM attempt WHERE audio_path IS NOT NULL AND id IN (SELECT value FROM json_each(?1))"
    )
    removed: list[str] = []
    kept: list[str] = []
    for path, is_shared in connection.execute(query, (doomed.attempts,)).fetchall():
        recording = place_below(folder, path)
        if recording is None or is_shared:
            kept.append(path)
        elif recording.is_file():
            recording.unlink()
            removed.append(path)
    for recording in _unsaved_recordings(folder, doomed):
        recording.unlink()
        removed.append(recording.name)
    return tuple(removed), tuple(kept)


def _unsaved_recordings(folder: Path, doomed: _Doomed) -> list[Path]:
    """Recordings of doomed questions that belong to no saved answer. Their names begin with the question's id."""
    questions = set(json.loads(doomed.questions))
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return [file for file in files if file.name.split(".")[0] in questions and file.is_file()]


def _rows_left(connection: sqlite3.Connection, doomed: _Doomed) -> dict[str, int]:
    owners = json.dumps(json.loads(doomed.sessions) + json.loads(doomed.attempts))
    keys = (
        ("session", "id", doomed.sessions),
        ("document", "id", doomed.documents),
        ("question_asked", "id", doomed.questions),
        ("attempt", "id", doomed.attempts),
        ("delivery", "coalesce(session_id, attempt_id)", owners),
        ("evaluation", "attempt_id", doomed.attempts),
        ("feedback", "session_id", doomed.sessions),
        ("question_asked_fts_docsize", "id", doomed.question_numbers),
        ("attempt_fts_docsize", "id", doomed.attempt_numbers),
    )
    counts = {}
    for table, key, removed in keys:
        query = f"SELECT count(*) FROM {table} WHERE {key} IN (SELECT value FROM json_each(?))"  # noqa: S608
        (counts[table],) = connection.execute(query, (removed,)).fetchone()
    query = "SELECT count(*) FROM evaluation_cache WHERE evaluation IS NOT NULL"
    (counts["evaluation_cache"],) = connection.execute(query).fetchone()
    return counts
