"""What progress is read from, in a few queries that never load whole sessions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from interview_cli.learning.progress import Answered, History, Measured, Point
from interview_cli.storage.database import Database
from interview_cli.storage.learning import EVALUATOR
from interview_cli.storage.values import Column

_MOMENTS = """
SELECT min(ended_at), zone, count(*) FROM attempt
GROUP BY zone, substr(ended_at, 1, 14), substr(ended_at, 15, 2) / 5
"""
"""Five minutes at once: no zone's day begins within them."""

_POINTS = """
SELECT session.started_at, session.id, session_point.evaluator, session_point.attempts, session_point.scores
FROM session_point JOIN session ON session.id = session_point.session_id {where} ORDER BY session.started_at
"""
_DELIVERY = """
SELECT session.started_at, word_count, speaking_seconds, words_per_minute, filler_count, fillers_per_100_words,
    hedge_count, repeat_count, json_extract(pauses, '$.long_count') AS long_pauses,
    json_extract(pauses, '$.longest_s') AS longest_pause_s, response_latency_s
FROM delivery JOIN session ON session.id = delivery.session_id {where} ORDER BY session.started_at
"""
_ANSWERS = f"""
SELECT attempt.practised_on, question_asked.question_id, evaluation.overall_score, {EVALUATOR}
FROM evaluation JOIN attempt ON attempt.id = evaluation.attempt_id
JOIN question_asked ON question_asked.id = attempt.question_asked_id
JOIN session ON session.id = question_asked.session_id
WHERE evaluation.current AND question_asked.parent_id IS NULL {{where}} ORDER BY attempt.number
"""  # noqa: S608
_QUESTIONS = "SELECT question_id, question, max(number) FROM question_asked GROUP BY question_id"


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
    for at, session, evaluator, attempts, scores in database.rows(_POINTS.format(**where), values):
        for name, score in json.loads(scores).items():
            criteria.setdefault(name, []).append(Point(at, score, session, attempts, evaluator))
    delivery: dict[str, list[Measured]] = {}
    for row in database.rows(_DELIVERY.format(**where), values):
        for name, value in zip(row.keys()[1:], tuple(row)[1:], strict=True):
            if value is not None:
                delivery.setdefault(name, []).append(Measured(row[0], round(value, 2)))
    return History(count, criteria, delivery, _answers(database, f"AND {condition}", values))


def _answers(database: Database, where: str, values: list[Column]) -> list[Answered]:
    competency = {row["question_id"]: _first_topic(json.loads(row["question"])) for row in database.rows(_QUESTIONS)}
    days: dict[str, date] = {}
    return [
        Answered(
            days.get(on) or days.setdefault(on, date.fromisoformat(on)),
            question_id,
            competency[question_id],
            score,
            evaluator,
        )
        for on, question_id, score, evaluator in database.rows(_ANSWERS.format(where=where), values)
    ]


def _first_topic(question: dict[str, Any]) -> str:
    return next(iter([*question.get("competencies", ()), *question.get("skills", ())]), "")
