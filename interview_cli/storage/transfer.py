"""Everything a database holds as rows of JSON, to be taken to another one.

A session travels as its rows, table by table; stories, rounds of drills, days off, kept CVs and job posts, talks with
the coach and the profile travel row by row.
What is rebuilt from these (review cards, points of progress, streaks, the search index) and cached evaluations
do not travel.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from interview_cli.errors import InputError
from interview_cli.interview.ports import Clock
from interview_cli.learning.days import zone_named
from interview_cli.learning.stories import Story
from interview_cli.storage.converters import from_columns
from interview_cli.storage.database import Database, insert
from interview_cli.storage.profile import refresh_profile
from interview_cli.storage.records import session_in
from interview_cli.storage.values import Column, local_day, utc_text

Row = dict[str, Column]
Record = dict[str, list[Row]]
"""The rows of one session by table, in the order in which they can be inserted."""

_ASKED: Final = "SELECT id FROM question_asked WHERE session_id = ?1"
_ATTEMPTS: Final = f"SELECT id FROM attempt WHERE question_asked_id IN ({_ASKED})"  # noqa: S608
_OF_SESSION: Final = {
    "document": "id IN (SELECT cv_id FROM session WHERE id = ?1 UNION SELECT job_id FROM session WHERE id = ?1)",
    "session": "id = ?1",
    "question_asked": "session_id = ?1",
    "attempt": f"question_asked_id IN ({_ASKED})",
    "delivery": f"session_id = ?1 OR attempt_id IN ({_ATTEMPTS})",
    "evaluation": f"attempt_id IN ({_ATTEMPTS})",
    "feedback": "session_id = ?1",
}
_OF_DOCUMENT: Final = ("id", "kind", "text", "added_at")
"""What of a CV or job post belongs to a session; its name and its file do not."""

_OWNERS: Final = {
    "question_asked": {"session_id": "session"},
    "attempt": {"question_asked_id": "question_asked"},
    "delivery": {"session_id": "session", "attempt_id": "attempt"},
    "evaluation": {"attempt_id": "attempt"},
    "feedback": {"session_id": "session"},
}
"""Of each table, the columns that say whose a row is, and the table that they point to."""

_NUMBERED: Final = ("question_asked", "attempt")
"""Tables whose rows are numbered in the order in which they were made, over all sessions."""

BESIDE_SESSIONS: Final = ("story", "drill_round", "day_off", "document", "coach_message")
"""Tables whose rows travel one by one."""

_ONLY: Final = {"document": "name IS NOT NULL"}
"""Of a table, the rows that travel one by one: a CV or job post without a name belongs to sessions."""

_UNREADABLE: Final = (sqlite3.IntegrityError, ValueError, KeyError, TypeError, AttributeError, OverflowError)
"""What is raised over rows that this program cannot have written."""

_OF_PROFILE: Final = ("target_role", "timeline", "interview_on")


class Item(NamedTuple):
    """Something to bring in: `kind` is `session`, `profile` or a table, `place` where it was found, for messages."""

    place: str
    kind: str
    content: Any


@dataclass(slots=True)
class BroughtIn:
    """What was new, and how many items were there already.

    `rescheduled` counts the questions that come back on another day than where they were exported.
    """

    sessions: int = 0
    others: int = 0
    known: int = 0
    rescheduled: int = 0


class Transfer:
    """Takes everything out of a database, or into it. Every method raises StorageError."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def record_of(self, session_id: str) -> Record:
        """All rows of a session."""
        record = {
            table: [_travelling(row) for row in self._rows(table, condition, session_id)]
            for table, condition in _OF_SESSION.items()
        }
        record["document"] = [{name: row[name] for name in _OF_DOCUMENT} for row in record["document"]]
        return record

    def beside_sessions(self) -> Iterator[tuple[str, Row]]:
        """The profile, if there is anything in it, and the rows of BESIDE_SESSIONS, each with its kind."""
        profile = {name: dict(self._rows("profile", "1")[0])[name] for name in _OF_PROFILE}
        if any(profile.values()):
            yield "profile", profile
        for table in BESIDE_SESSIONS:
            for row in self._rows(table, _ONLY.get(table, "1")):
                yield table, _travelling(row)

    def bring_in(self, items: Iterable[Item]) -> BroughtIn:
        """Add what is not there yet, all of it or nothing; what is there already stays as it is.

        Raises InputError for an item that this program cannot have written.
        """
        brought = BroughtIn()
        with self._database.transaction() as connection:
            incoming = _Incoming(self._database, connection)
            for item in items:
                try:
                    is_new = incoming.add(item.kind, item.content)
                except _UNREADABLE as error:
                    raise InputError(
                        f"{item.place} holds no {item.kind.replace('_', ' ')} that can be read ({error}).",
                        "Nothing was imported. Give a file that 'interview export' has written.",
                    ) from None
                brought.known += not is_new
                brought.sessions += is_new and item.kind == "session"
                brought.others += is_new and item.kind != "session"
            refresh_profile(connection, local_day(self._clock.now()))
        return brought

    def _rows(self, table: str, condition: str, *values: Column) -> list[sqlite3.Row]:
        return self._database.rows(f"SELECT * FROM {table} WHERE {condition} ORDER BY rowid", values)  # noqa: S608


def _travelling(row: sqlite3.Row) -> Row:
    """The columns that say something: what is left out comes back by the schema's own default."""
    return {name: row[name] for name in row.keys() if row[name] is not None}  # noqa: SIM118


class _Incoming:
    """Rows on their way into a database, within the caller's transaction."""

    def __init__(self, database: Database, connection: sqlite3.Connection) -> None:
        self._database = database
        self._connection = connection
        tables = (*_OF_SESSION, *BESIDE_SESSIONS)
        self._columns = {table: self._columns_of(table) for table in tables}
        self._offsets = {table: self._last_number(table) for table in _NUMBERED}

    def add(self, kind: str, content: Any) -> bool:
        """Add one item; False when it is there already."""
        if kind == "session":
            return self._add_session(content)
        if kind == "profile":
            return self._add_profile(content)
        if kind == "document":
            return self._add_document(content)
        if kind == "coach_message":
            return self._add_message(content)
        key = "day" if kind == "day_off" else "id"
        if self._has(kind, key, content[key]):
            return False
        if kind == "story" and not self._has("attempt", "id", content.get("attempt_id")):
            content = {**content, "attempt_id": None}
        self._insert(kind, content)
        return True

    def _add_session(self, record: Mapping[str, list[Row]]) -> bool:
        (session,) = record["session"]
        if self._has("session", "id", session["id"]):
            return False
        _require_closed(record)
        for table in _OF_SESSION:
            for row in record.get(table, ()):
                if table == "document" and self._has(table, "id", row["id"]):
                    continue
                offset = self._offsets.get(table)
                self._insert(table, row if offset is None else {**row, "number": int(row["number"] or 0) + offset})
        session_in(self._database, str(session["id"]))
        return True

    def _add_profile(self, content: Mapping[str, Column]) -> bool:
        """Fill in what is not set here."""
        given = {name: str(content[name]) for name in _OF_PROFILE if content.get(name)}
        for name, value in given.items():
            _require_readable(name, value)
        known = self._connection.execute("SELECT * FROM profile").fetchone()
        new = {name: value for name, value in given.items() if not known[name]}
        for name, value in new.items():
            self._connection.execute(f"UPDATE profile SET {name} = ?", (value,))  # noqa: S608
        return bool(new)

    def _add_document(self, row: Row) -> bool:
        """Keep a CV or job post; one that is there without a name, as part of a session, gets it."""
        names = {"name", "file_name", "file_hash"}
        if not names <= row.keys():
            raise ValueError("a kept document has a name and a file")
        if self._has("document", "name", row["name"]):
            return False
        if not self._has("document", "id", row["id"]):
            self._insert("document", row)
            return True
        for name in names:
            _require_readable(name, row[name])
            self._connection.execute(f"UPDATE document SET {name} = ? WHERE id = ?", (row[name], row["id"]))  # noqa: S608
        return True

    def _add_message(self, row: Row) -> bool:
        known = self._connection.execute(
            "SELECT 1 FROM coach_message WHERE conversation = ? AND said_at = ?",
            (row["conversation"], row["said_at"]),
        )
        if known.fetchone() is not None:
            return False
        self._insert("coach_message", {name: value for name, value in row.items() if name != "number"})
        return True

    def _insert(self, table: str, row: Row) -> None:
        if unknown := row.keys() - self._columns[table]:
            raise ValueError(f"{table} has no {min(unknown)!r}; a newer version may have written it")
        for name, value in row.items():
            _require_readable(name, value)
        if table == "story":
            from_columns(Story, row)
        insert(self._connection, table, row)

    def _has(self, table: str, column: str, value: Column) -> bool:
        query = f"SELECT 1 FROM {table} WHERE {column} = ?"  # noqa: S608
        return self._connection.execute(query, (value,)).fetchone() is not None

    def _columns_of(self, table: str) -> set[str]:
        return {row["name"] for row in self._connection.execute(f"PRAGMA table_info({table})")}

    def _last_number(self, table: str) -> int:
        (last,) = self._connection.execute(f"SELECT coalesce(max(number), 0) FROM {table}").fetchone()  # noqa: S608
        return int(last)


def _require_closed(record: Mapping[str, list[Row]]) -> None:
    """Raise ValueError for a row that belongs to another session than the record's own."""
    ids = {table: {row["id"] for row in record.get(table, ())} for table in ("session", "question_asked", "attempt")}
    for table, owners in _OWNERS.items():
        for row in record.get(table, ()):
            if not any(row.get(column) in ids[owner] for column, owner in owners.items()):
                raise ValueError(f"a row of {table} belongs to another session")


def _require_readable(column: str, value: Any) -> None:
    """Raise ValueError for a value that this program cannot have written into a column."""
    if value is None:
        return
    if not isinstance(value, str | int | float):
        raise ValueError(f"{column} is no plain value")
    if column.endswith("_at") and utc_text(datetime.fromisoformat(str(value))) != value:
        raise ValueError(f"{column} is not a time in UTC")
    if column == "day" or column.endswith("_on"):
        date.fromisoformat(str(value))
    if column == "zone":
        _require_zone(str(value))
    if column == "value":
        float(value)


def _require_zone(name: str) -> None:
    try:
        zone_named(name)
    except InputError as error:
        raise ValueError(error.message) from None
