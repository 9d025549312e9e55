"""How each part of a session is written to and read from its table."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    Attempt,
    Evaluation,
    Exchange,
    Feedback,
    PlanSlot,
    Session,
    SessionSettings,
    SessionStatus,
    TokenUsage,
)
from interview_cli.interview.spoken import Delivery
from interview_cli.storage.converters import from_columns, from_json, to_columns, to_json
from interview_cli.storage.database import Database, insert
from interview_cli.storage.documents import KINDS, documents_of, put_document
from interview_cli.storage.values import Column, local_day, local_zone, utc_text

Row = dict[str, Any]


def insert_session(connection: sqlite3.Connection, session: Session, now: datetime) -> None:
    """Store a session with everything already in it."""
    settings = to_columns(session.settings)
    for kind in KINDS:
        settings[f"{kind}_id"] = put_document(connection, getattr(session.settings, kind), now)
        del settings[kind]
    settings["seed"] = str(session.settings.seed)  # a seed may be wider than SQLite's 64 bits
    head: dict[str, Column] = {
        "id": session.id,
        "status": session.status.value,
        "started_at": utc_text(session.started_at),
        "started_on": local_day(session.started_at).isoformat(),
        "ended_at": utc_text(session.ended_at) if session.ended_at else None,
        "last_active_at": utc_text(now),
        "helpfulness": session.helpfulness,
        "plan": to_json(session.plan),
        "usage": to_json(session.usage) if session.usage else None,
    }
    insert(connection, "session", settings | head)
    for exchange in session.exchanges:
        insert_asked(connection, session.id, exchange, now)
        for attempt in exchange.attempts:
            insert_attempt(connection, exchange.asked.id, attempt, now)
    count_exchanges(connection, session.id)
    put_session_delivery(connection, session)
    put_feedback(connection, session, now)


def count_exchanges(connection: sqlite3.Connection, session_id: str) -> None:
    """Count a session's questions and answers again; kept with it so that a long history lists fast."""
    connection.execute(
        "UPDATE session SET questions_asked = (SELECT count(*) FROM question_asked WHERE session_id = ?1),"
        " questions_answered = (SELECT count(*) FROM question_asked WHERE session_id = ?1"
        " AND EXISTS (SELECT 1 FROM attempt WHERE question_asked_id = question_asked.id)) WHERE id = ?1",
        (session_id,),
    )


def insert_asked(connection: sqlite3.Connection, session_id: str, exchange: Exchange, now: datetime) -> None:
    """Store a question as it was put, with a copy of the bank's question that later edits cannot reach."""
    question = exchange.asked.question
    columns: dict[str, Column] = {
        "session_id": session_id,
        "question_id": question.id,
        "question_type": question.type.value,
        "question_difficulty": question.difficulty.value,
        "bank": question.bank,
        "asked_at": utc_text(now),
        "skipped": exchange.skipped,
        "draft": exchange.draft,
    }
    insert(connection, "question_asked", to_columns(exchange.asked) | columns)


def insert_attempt(connection: sqlite3.Connection, asked_id: str, attempt: Attempt, now: datetime) -> None:
    """Store an answer and what is known about it."""
    columns: dict[str, Column] = {
        "id": attempt.id,
        "question_asked_id": asked_id,
        "practised_on": local_day(attempt.answer.ended_at).isoformat(),
        "ticks": json.dumps(attempt.ticks, ensure_ascii=False),
        "zone": local_zone(),
    }
    insert(connection, "attempt", _answer_columns(attempt.answer) | columns)
    if attempt.delivery is not None:
        put_delivery(connection, "attempt_id", attempt.id, attempt.delivery)
    if attempt.evaluation is not None:
        put_evaluation(connection, attempt.id, attempt.evaluation, now)


def _answer_columns(answer: Answer) -> dict[str, Column]:
    """The columns of an answer. Words that are its transcription's too are kept once."""
    columns = to_columns(answer)
    if answer.transcription and answer.transcription.words == answer.words:
        columns["transcription"] = to_json({**asdict(answer.transcription), "words": None})
    return columns


def _read_answer(row: Row) -> Answer:
    if row["transcription"]:
        transcription = json.loads(row["transcription"])
        if transcription["words"] is None:
            transcription["words"] = json.loads(row["words"])
            row = {**row, "transcription": json.dumps(transcription)}
    return from_columns(Answer, row)


def put_delivery(connection: sqlite3.Connection, owner_column: str, owner_id: str, delivery: Delivery) -> None:
    """Store the delivery of an attempt or a session in place of an earlier one."""
    connection.execute(f"DELETE FROM delivery WHERE {owner_column} = ?", (owner_id,))  # noqa: S608
    counts: dict[str, Column] = {
        owner_column: owner_id,
        "filler_count": delivery.filler_count,
        "hedge_count": len(delivery.hedges),
        "repeat_count": len(delivery.repeats),
    }
    insert(connection, "delivery", to_columns(delivery) | counts)


def put_evaluation(connection: sqlite3.Connection, attempt_id: str, evaluation: Evaluation, now: datetime) -> None:
    """Store an evaluation as the current one; earlier ones stay, no longer current."""
    connection.execute("UPDATE evaluation SET current = 0 WHERE attempt_id = ?", (attempt_id,))
    columns: dict[str, Column] = {"attempt_id": attempt_id, "created_at": utc_text(now)}
    insert(connection, "evaluation", to_columns(evaluation) | columns)


def put_session_delivery(connection: sqlite3.Connection, session: Session) -> None:
    """Store the delivery of the whole session when there is one."""
    if session.delivery is not None:
        put_delivery(connection, "session_id", session.id, session.delivery)


def put_feedback(connection: sqlite3.Connection, session: Session, now: datetime) -> None:
    """Store the feedback of a session, when there is one, in place of an earlier one."""
    if session.feedback is None:
        return
    connection.execute("DELETE FROM feedback WHERE session_id = ?", (session.id,))
    columns: dict[str, Column] = {"session_id": session.id, "created_at": utc_text(now)}
    insert(connection, "feedback", to_columns(session.feedback) | columns)


def read_session(database: Database, session_id: str) -> Session | None:
    """The session with everything in it, or None when there is none with this id.

    Raises ValueError, KeyError or TypeError when a column holds what this program would never write.
    """
    with database.snapshot():
        return session_in(database, session_id)


def session_in(database: Database, session_id: str) -> Session | None:
    """The same within the caller's transaction."""
    found = _dicts(database, "SELECT * FROM session WHERE id = ?", session_id)
    if not found:
        return None
    head = found[0]
    documents = documents_of(database, head)
    deliveries = _dicts(database, "SELECT * FROM delivery WHERE session_id = ?", session_id)
    feedback = _dicts(database, "SELECT * FROM feedback WHERE session_id = ?", session_id)
    return Session(
        id=session_id,
        settings=replace(from_columns(SessionSettings, head), cv=documents.get("cv"), job=documents.get("job")),
        status=SessionStatus(head["status"]),
        started_at=datetime.fromisoformat(head["started_at"]),
        ended_at=datetime.fromisoformat(head["ended_at"]) if head["ended_at"] else None,
        plan=from_json(tuple[PlanSlot, ...], head["plan"]),
        exchanges=_read_exchanges(database, session_id),
        delivery=from_columns(Delivery, deliveries[0]) if deliveries else None,
        feedback=from_columns(Feedback, feedback[0]) if feedback else None,
        helpfulness=head["helpfulness"],
        usage=from_json(TokenUsage, head["usage"]) if head["usage"] else None,
    )


_ATTEMPTS_OF_SESSION = "attempt JOIN question_asked ON question_asked.id = attempt.question_asked_id"


def _read_exchanges(database: Database, session_id: str) -> tuple[Exchange, ...]:
    in_session = "WHERE question_asked.session_id = ?"
    asked_rows = _dicts(database, f"SELECT * FROM question_asked {in_session} ORDER BY position", session_id)  # noqa: S608
    attempts: dict[str, list[Row]] = {}
    query = f"SELECT attempt.* FROM {_ATTEMPTS_OF_SESSION} {in_session} ORDER BY attempt.number"  # noqa: S608
    for row in _dicts(database, query, session_id):
        attempts.setdefault(row["question_asked_id"], []).append(row)
    deliveries, evaluations = (
        {
            row["attempt_id"]: row
            for row in _dicts(
                database,
                f"SELECT {table}.* FROM {_ATTEMPTS_OF_SESSION} JOIN {table} ON {table}.attempt_id = attempt.id "  # noqa: S608
                f"{in_session} {only}",
                session_id,
            )
        }
        for table, only in (("delivery", ""), ("evaluation", "AND evaluation.current"))
    )

    def exchange(row: Row) -> Exchange:
        return Exchange(
            asked=from_columns(AskedQuestion, row),
            attempts=tuple(_attempt(each, deliveries, evaluations) for each in attempts.get(row["id"], ())),
            skipped=bool(row["skipped"]),
            draft=row["draft"],
        )

    return tuple(exchange(row) for row in asked_rows)


def _attempt(row: Row, deliveries: dict[str, Row], evaluations: dict[str, Row]) -> Attempt:
    delivery, evaluation = deliveries.get(row["id"]), evaluations.get(row["id"])
    return Attempt(
        id=row["id"],
        answer=_read_answer(row),
        delivery=from_columns(Delivery, delivery) if delivery else None,
        evaluation=from_columns(Evaluation, evaluation) if evaluation else None,
        ticks=json.loads(row["ticks"]),
    )


def _dicts(database: Database, sql: str, session_id: str) -> list[Row]:
    return [dict(row) for row in database.rows(sql, (session_id,))]
