"""What progress is read from, in a few queries that never load whole sessions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from interview_cli.learning.competencies import Answered
from interview_cli.learning.progress import History, Measured, Point
from interview_cli.storage.database import Database
from interview_cli.storage.values import Column

_MOMENTS = """
SELECT min(ended_at), zone, count(*) FROM attempt
GROUP BY zone, substr(ended_at, 1, 14), substr(ended_at, 15, 2) / 5
"""
"""Five minutes at once: no zone's day begins within them."""

_POINTS = """
SELECT session.started_at, session.id, session_point.evaluator, session_point.attempts, session_point.scores,
    session_point.answers
FROM session_point JOIN session ON session.id = session_point.session_id {where} ORDER BY session.started_at
"""
_MEASURES = {
    **{name: name for name in ("word_count", "filler_count", "hedge_count", "repeat_count")},
    **{
        name: f"round({name}, 2)"
        for name in ("speaking_seconds", "words_per_minute", "fillers_per_100_words", "response_latency_s")
    },
    "long_pauses": "json_extract(pauses, '$.long_count')",
    "longest_pause_s": "round(json_extract(pauses, '$.longest_s'), 2)",
}
"""Measures by their names, with the SQL that reads them."""
_DELIVERY = """
SELECT session.started_at, {measures}
FROM delivery JOIN session ON session.id = delivery.session_id {where} ORDER BY session.started_at
"""


def moments(database: Database) -> Iterator[tuple[datetime, str | None, int]]:
    """When answers were given, in which zone, and how many then."""
    for at, zone, count in database.rows(_MOMENTS):
        yield datetime.fromisoformat(at), zone, count


def read_history(database: Database, of_type: str | None = None, since: date | None = None) -> History:
    """What progress is made of, over sessions with an answer: of one type, begun on or after a day."""
    conditions, values = ["session.questions_answered > 0"], list[Column]()
    if of_type is not None:
        conditions.append("session.type = ?")
        values.append(of_type)
    if since is not None:
        conditions.append("session.started_on >= ?")
        values.append(since.isoformat())
    condition = " AND ".join(conditions)
    where = {"where": f"WHERE {condition}"}
    (count,) = database.rows(f"SELECT count(*) FROM session WHERE {condition}", values)[0]  # noqa: S608
    criteria: dict[str, list[Point]] = {}
    answers: list[Answered] = []
    days: dict[str, date] = {}
    rows = database.rows(_POINTS.format(**where), values)
    for (at, session, evaluator, attempts, *_), scores, answered in zip(
        rows, _json_of(rows, "scores"), _json_of(rows, "answers"), strict=True
    ):
        for name, score in scores.items():
            criteria.setdefault(name, []).append(Point(at, score, session, attempts, evaluator))
        for on, *answer in answered:
            answers.append(Answered(days.get(on) or days.setdefault(on, date.fromisoformat(on)), *answer))
    delivery: dict[str, list[Measured]] = {}
    for at, *row in database.rows(_DELIVERY.format(**where, measures=", ".join(_MEASURES.values())), values):
        for name, value in zip(_MEASURES, row, strict=True):
            if value is not None:
                delivery.setdefault(name, []).append(Measured(at, value))
    answers.sort(key=lambda answer: answer.on)
    return History(count, criteria, delivery, answers)


def _json_of(rows: Sequence[sqlite3.Row], column: str) -> list[Any]:
    """A JSON column of all rows, read in one go: many small documents take three times as long."""
    read: list[Any] = json.loads(f"[{','.join(row[column] for row in rows)}]")
    return read


class Usage(NamedTuple):
    """What practising has used. `sessions_a_day` is the mean over days with a session; `cost` as prices were set."""

    sessions_today: int
    sessions_a_day: float
    attempts_a_session: float
    calls: int
    tokens: int
    cost: float | None
    judged_by_model: int
    cache_hits: int


_USAGE = """
SELECT count(*), count(DISTINCT started_on), coalesce(sum(started_on = ?), 0),
    (SELECT count(*) FROM attempt), coalesce(sum(json_extract(usage, '$.calls')), 0),
    coalesce(sum(json_extract(usage, '$.prompt_tokens') + json_extract(usage, '$.completion_tokens')), 0),
    sum(json_extract(usage, '$.cost')),
    (SELECT count(*) FROM evaluation WHERE evaluator_kind = 'model'),
    (SELECT count(*) FROM evaluation WHERE evaluator_kind = 'model' AND cached)
FROM session WHERE questions_answered > 0
"""


def read_usage(database: Database, today: date) -> Usage:
    """What practising has used in all, and how many sessions were begun today."""
    sessions, days, begun, attempts, calls, tokens, cost, judged, cached = database.rows(
        _USAGE, (today.isoformat(),)
    )[0]
    return Usage(
        begun,
        round(sessions / days, 2) if days else 0.0,
        round(attempts / sessions, 2) if sessions else 0.0,
        calls,
        tokens,
        cost,
        judged,
        cached,
    )


def refresh_points(connection: sqlite3.Connection, seen: int) -> None:
    """What progress needs of each session that was judged lately.

    That is the mean of each criterion over its answers, without retries, and each judged attempt at a main
    question.

    Where two evaluators judged one session, those of the one that judged more count.
    """
    changed = connection.execute(_CHANGED_SESSIONS, (seen,)).fetchall()
    means: dict[str, dict[str, dict[str, tuple[float, int]]]] = {}
    for session_id, evaluator, criterion, mean, count in connection.execute(_MEANS, (seen,)):
        means.setdefault(session_id, {}).setdefault(evaluator, {})[criterion] = (mean, count)
    answers: dict[str, list[list[Column]]] = {}
    for session_id, *answer in connection.execute(_ANSWERS, (seen,)):
        answers.setdefault(session_id, []).append(answer)
    for session_id, attempts in changed:
        judged = means.get(session_id)
        evaluator = max(judged, key=lambda name: sum(count for _, count in judged[name].values())) if judged else ""
        scores = {criterion: round(mean, 2) for criterion, (mean, _) in (judged or {}).get(evaluator, {}).items()}
        connection.execute(
            "INSERT OR REPLACE INTO session_point (session_id, evaluator, attempts, scores, answers)"
            " VALUES (?, ?, ?, ?, ?)",
            (session_id, evaluator, attempts, json.dumps(scores), json.dumps(answers.get(session_id, []))),
        )


_JUDGED_LATELY = """
SELECT session_id FROM evaluation JOIN attempt ON attempt.id = evaluation.attempt_id
JOIN question_asked ON question_asked.id = attempt.question_asked_id WHERE evaluation.rowid > ?
"""


_CHANGED_SESSIONS = f"""
SELECT session_id, count(*) FROM question_asked JOIN attempt ON attempt.question_asked_id = question_asked.id
WHERE session_id IN ({_JUDGED_LATELY}) GROUP BY session_id
"""  # noqa: S608


_EVALUATOR = (
    "CASE WHEN evaluator_kind = evaluator_name THEN evaluator_kind ELSE evaluator_kind || ':' || evaluator_name END"
)
"""How an evaluator is called, in SQL."""


_MEANS = f"""
SELECT session_id, {_EVALUATOR} AS evaluator, json_extract(score.value, '$.criterion') AS criterion,
    avg(json_extract(score.value, '$.score')), count(json_extract(score.value, '$.score'))
FROM evaluation JOIN attempt ON attempt.id = evaluation.attempt_id
JOIN question_asked ON question_asked.id = attempt.question_asked_id, json_each(evaluation.scores) AS score
WHERE evaluation.current AND json_extract(score.value, '$.score') IS NOT NULL
AND attempt.number = (
    SELECT min(first.number) FROM attempt AS first WHERE first.question_asked_id = question_asked.id
)
AND session_id IN ({_JUDGED_LATELY}) GROUP BY 1, 2, 3
"""  # noqa: S608


_ANSWERS = f"""
SELECT session_id, attempt.practised_on, question_id,
    coalesce(json_extract(question, '$.competencies[0]'), json_extract(question, '$.skills[0]'), ''), overall_score,
    {_EVALUATOR}
FROM evaluation JOIN attempt ON attempt.id = evaluation.attempt_id
JOIN question_asked ON question_asked.id = attempt.question_asked_id
WHERE evaluation.current AND parent_id IS NULL AND session_id IN ({_JUDGED_LATELY}) ORDER BY attempt.number
"""  # noqa: S608
