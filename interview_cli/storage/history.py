"""What was practised before: lists, searches and counts that never load whole sessions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from interview_cli.errors import InputError, StorageError
from interview_cli.interview.kinds import Difficulty, InterviewType, SessionStatus
from interview_cli.storage.database import Database
from interview_cli.storage.failures import RESTORE_REMEDY
from interview_cli.storage.values import Column, utc_text

if TYPE_CHECKING:
    from interview_cli.interview.model import SessionSummary
    from interview_cli.interview.ports import Clock

_TYPES = {member.value: member for member in InterviewType}
_DIFFICULTIES = {member.value: member for member in Difficulty}
_STATUSES = {member.value: member for member in SessionStatus}

_SUMMARIES = """
SELECT session.id, session.type, session.difficulty, session.status, session.started_at, session.ended_at,
    session.questions_asked, session.questions_answered,
    feedback.overall_score, feedback.evaluator_kind, feedback.evaluator_name, session.role
FROM session LEFT JOIN feedback ON feedback.session_id = session.id
"""
_SUMMARIES_AS_JSON = """
SELECT json_object(
    'id', session.id, 'type', session.type, 'difficulty', session.difficulty, 'status', session.status,
    'role', session.role, 'started_at', session.started_at, 'ended_at', session.ended_at,
    'questions', session.questions_asked, 'answers', session.questions_answered,
    'overall_score', feedback.overall_score,
    'evaluator', CASE WHEN feedback.evaluator_kind = feedback.evaluator_name THEN feedback.evaluator_kind
        ELSE feedback.evaluator_kind || ':' || feedback.evaluator_name END)
FROM session LEFT JOIN feedback ON feedback.session_id = session.id
"""
_NEWEST_FIRST = " ORDER BY session.started_at > ?, session.started_at DESC, session.rowid DESC"
"""Sessions begun in the future come last: the clock was wrong, and they would stay on top for years."""
_SAID_IN_SESSION = """session.id IN (
    SELECT session_id FROM question_asked
        WHERE number IN (SELECT rowid FROM question_asked_fts WHERE question_asked_fts MATCH ?)
    UNION SELECT session_id FROM question_asked JOIN attempt ON attempt.question_asked_id = question_asked.id
        WHERE attempt.number IN (SELECT rowid FROM attempt_fts WHERE attempt_fts MATCH ?))"""
_SPELLED_IN_SESSION = """session.id IN (
    SELECT session_id FROM question_asked WHERE instr(lower(text), ?)
    UNION SELECT session_id FROM question_asked JOIN attempt ON attempt.question_asked_id = question_asked.id
        WHERE instr(lower(attempt.text), ?))"""
_FOUND_BY_INDEX = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9 '-]+")
"""The index holds words between blanks and marks: no sign, no emoji, nothing inside a word of Chinese."""
_EMOJI_STYLE = "\ufe0f"
"""After a sign, asks for its coloured form; some keyboards write it and others do not."""


class HistoryFilters(NamedTuple):
    """Which sessions to list: of one type, since a local day, with all words of `search`, at most `limit`."""

    of_type: InterviewType | None = None
    since: date | None = None
    search: str | None = None
    limit: int | None = None


class History:
    """Sessions of a database as lines of a list. Every method raises StorageError."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def list_sessions(
        self,
        of_type: InterviewType | None = None,
        since: date | None = None,
        search: str | None = None,
        limit: int | None = None,
    ) -> list[SessionSummary]:
        """Sessions, newest first: of one type, begun on or after a local day, with all words of `search` in them."""
        filters = HistoryFilters(of_type, since, search, limit)
        return _summaries(self._database, *_filtered(_SUMMARIES, filters, self._clock.now()))

    def list_json(self, filters: HistoryFilters) -> list[str]:
        """The same sessions as the JSON objects of `history --json`, several times faster than by way of objects."""
        sql, parameters = _filtered(_SUMMARIES_AS_JSON, filters, self._clock.now())
        return [row[0] for row in self._database.rows(sql, parameters)]

    def unfinished(self) -> list[SessionSummary]:
        """Sessions in progress, newest first."""
        return _summaries(
            self._database,
            f"{_SUMMARIES} WHERE session.status = 'in_progress'{_NEWEST_FIRST}",
            [_latest(self._clock.now())],
        )

    def resolve(self, reference: str) -> str:
        """The full id for a unique prefix or `last`. Raises InputError when there is none or several."""
        if reference == "last":
            query = f"SELECT id FROM session {_NEWEST_FIRST} LIMIT 1"  # noqa: S608
            found = self._database.rows(query, [_latest(self._clock.now())])
            if not found:
                raise InputError("There is no session yet.", "Start one with 'interview practice'.")
            return str(found[0]["id"])
        query = (
            "SELECT id FROM session WHERE substr(id, 1, length(?1)) = ?1 AND ?1 <> '' ORDER BY id <> ?1, id LIMIT 6"
        )
        ids = [str(row["id"]) for row in self._database.rows(query, (reference,))]
        if not ids:
            raise InputError(f"There is no session '{reference}'.", "See 'interview history' for the ids.")
        if len(ids) > 1 and ids[0] != reference:
            raise InputError(f"Several sessions begin with '{reference}': {', '.join(ids)}.", "Give more of the id.")
        return ids[0]

    def recent_question_ids(self, limit: int) -> Sequence[str]:
        """Ids of the bank questions asked last, most recent first, each once."""
        query = "SELECT question_id FROM question_asked GROUP BY question_id ORDER BY max(number) DESC LIMIT ?"
        return [str(row["question_id"]) for row in self._database.rows(query, (limit,))]

    def recent_question_texts(self, limit: int) -> Sequence[str]:
        """The wordings of the main questions asked last, most recent first, each once."""
        query = (
            "SELECT text FROM question_asked WHERE parent_id IS NULL GROUP BY text ORDER BY max(number) DESC LIMIT ?"
        )
        return [str(row["text"]) for row in self._database.rows(query, (limit,))]

    def sessions_started_on(self, day: date) -> int:
        """How many sessions with an answer began on this local calendar day."""
        query = "SELECT count(*) FROM session WHERE started_on = ? AND questions_answered > 0"
        return int(self._database.rows(query, (day.isoformat(),))[0][0])


def _filtered(select: str, filters: HistoryFilters, now: datetime) -> tuple[str, list[Column]]:
    conditions: list[str] = []
    parameters: list[Column] = []
    if filters.of_type is not None:
        conditions.append("session.type = ?")
        parameters.append(filters.of_type.value)
    if filters.since is not None:
        conditions.append("session.started_on >= ?")
        parameters.append(filters.since.isoformat())
    for words, is_phrase in _search_terms(filters.search or ""):
        quoted = '"' + words.replace('"', '""') + '"'
        term = quoted if is_phrase else f"{quoted}*"
        conditions.append(_SAID_IN_SESSION)
        parameters += [term, term]
        if not _FOUND_BY_INDEX.fullmatch(words):
            conditions[-1] = f"({_SAID_IN_SESSION} OR {_SPELLED_IN_SESSION})"
            parameters += [words.lower().replace(_EMOJI_STYLE, "")] * 2
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    parameters += [_latest(now), -1 if filters.limit is None else filters.limit]  # LIMIT -1 is no limit
    return f"{select}{where}{_NEWEST_FIRST} LIMIT ?", parameters


def _latest(now: datetime) -> str:
    """When a session can have begun at the latest, give or take the difference between two clocks."""
    return utc_text(now + timedelta(days=1))


def _search_terms(search: str) -> list[tuple[str, bool]]:
    """The words and, with True, the "quoted phrases" of a search. Quotes around nothing are looked for if alone.

    Words also match as beginnings of words.
    """
    search = search.replace("\0", " ").strip()
    found = [(phrase or word, bool(phrase)) for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', search)]
    found = [(words, is_phrase) for words, is_phrase in found if words.strip()]
    return found or ([(search, True)] if search else [])


def _summaries(database: Database, sql: str, parameters: Sequence[Column] = ()) -> list[SessionSummary]:
    try:
        return [_summary(row) for row in database.rows(sql, parameters)]
    except (KeyError, ValueError, TypeError) as error:
        raise StorageError(f"The history in {database.path} cannot be read ({error}).", RESTORE_REMEDY) from error


def _summary(row: Any) -> SessionSummary:
    from interview_cli.interview.model import SessionSummary

    identifier, of_type, difficulty, status, started, ended, questions, answers, score, kind, name, role = row
    return SessionSummary(
        id=identifier,
        type=_TYPES[of_type],
        difficulty=_DIFFICULTIES[difficulty],
        status=_STATUSES[status],
        started_at=datetime.fromisoformat(started),
        ended_at=datetime.fromisoformat(ended) if ended else None,
        questions=questions,
        answers=answers,
        overall_score=score,
        evaluator=kind if kind == name else f"{kind}:{name}",
        role=role,
    )
