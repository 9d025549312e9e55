"""What learning stores besides the sessions: review cards with their leases, stories, rounds of drills, days off."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.errors import InputError
from interview_cli.interview.model import EvaluationStatus, KeyPoint, Question
from interview_cli.interview.ports import Clock
from interview_cli.learning.cards import Card
from interview_cli.learning.review import JudgedPoints, ReviewCard
from interview_cli.storage.converters import from_columns, from_json, to_columns, to_json
from interview_cli.storage.database import Database, insert
from interview_cli.storage.progress import refresh_points
from interview_cli.storage.values import utc_text

if TYPE_CHECKING:
    from interview_cli.learning.stories import Story, Telling

LEASE: Final = timedelta(minutes=30)
"""A process reviewing a question holds it for this long; after a crash it can be reviewed again then (chosen)."""

Recompute = Callable[[Question, Sequence["StoredAttempt"]], ReviewCard | None]
"""The card of a question from all its judged attempts in order; None while none was rated."""


class StoredAttempt(NamedTuple):
    """What a card is made of: when a judged attempt ended, in which zone, and how it was judged.

    `score` is None where too little was said or the judge could not tell.
    """

    ended_at: datetime
    zone: str | None
    score: float | None
    points: JudgedPoints


class SqliteLearningStore:
    """Keeps what learning needs, in the file of the sessions. Every method has committed when it returns.

    Every method raises StorageError when the file cannot be read or written.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def refresh(self, recompute: Recompute, rule: str) -> None:
        """Bring the cards of all questions, and the points of all sessions, judged since the last time up to date.

        Both are always rebuilt from all attempts, so that any number of processes may do this at any time. `rule`
        says by which settings; when it has changed, every card is rebuilt.
        """
        newest = "SELECT coalesce(max(rowid), 0) FROM evaluation"
        state = self._database.rows("SELECT evaluations_seen, rule FROM review_state")[0]
        if state["rule"] == rule and state["evaluations_seen"] == self._database.rows(newest)[0][0]:
            return
        with self._database.transaction() as connection:
            seen, known_rule = connection.execute("SELECT evaluations_seen, rule FROM review_state").fetchone()
            (last,) = connection.execute(newest).fetchone()
            if known_rule != rule:
                seen = 0
            changed = connection.execute(
                "SELECT DISTINCT question_asked.question_id FROM evaluation"
                " JOIN attempt ON attempt.id = evaluation.attempt_id"
                " JOIN question_asked ON question_asked.id = attempt.question_asked_id"
                " WHERE evaluation.rowid > ? AND question_asked.parent_id IS NULL",
                (seen,),
            ).fetchall()
            for (question_id,) in changed:
                _refresh_card(connection, question_id, recompute)
            refresh_points(connection, seen)
            connection.execute("UPDATE review_state SET evaluations_seen = ?, rule = ?", (last, rule))

    def judged(self, question_id: str) -> list[StoredAttempt]:
        """All judged attempts at a question, in order: what its card is made of."""
        return _stored(self._database.rows(_JUDGED, (question_id, EvaluationStatus.SCORED.value)))

    def cards(self) -> list[ReviewCard]:
        """All cards, the first to come back first."""
        return [_card(row) for row in self._database.rows("SELECT * FROM review_card ORDER BY due, question_id")]

    def dues(self) -> list[date]:
        """When each card is due."""
        return [date.fromisoformat(row["due"]) for row in self._database.rows("SELECT due FROM review_card")]

    def question_texts(self, question_ids: Sequence[str]) -> dict[str, str]:
        """The words of questions that have a card, by id."""
        query = "SELECT json_extract(question, '$.text') AS text FROM review_card WHERE question_id = ?"
        found = {each: self._database.rows(query, (each,)) for each in question_ids}
        return {question_id: rows[0]["text"] for question_id, rows in found.items() if rows}

    def reviewed_on(self, day: date) -> int:
        """How many questions were reviewed on a day last; a first answer is no review."""
        query = "SELECT count(*) FROM review_card WHERE last_reviewed_on = ? AND reviews > 1"
        return int(self._database.rows(query, (day.isoformat(),))[0][0])

    def claim(self, question_id: str, holder: str, today: date) -> bool:
        """Lease a question that is due today; False when it is no longer due or another process has it."""
        now = self._clock.now()
        change = (
            "UPDATE review_card SET holder = ?, leased_until = ? WHERE question_id = ? AND due <= ?"
            " AND (holder IS NULL OR holder = ?1 OR leased_until < ?)"
        )
        with self._database.transaction() as connection:
            values = (holder, utc_text(now + LEASE), question_id, today.isoformat(), utc_text(now))
            return connection.execute(change, values).rowcount == 1

    def release(self, question_id: str, holder: str) -> None:
        """Release a question."""
        change = "UPDATE review_card SET holder = NULL, leased_until = NULL WHERE question_id = ? AND holder = ?"
        with self._database.transaction() as connection:
            connection.execute(change, (question_id, holder))

    def place_of(self, question_id: str) -> tuple[str, str] | None:
        """Session and asked question where a question was last answered as a main question."""
        query = (
            "SELECT session_id, id FROM question_asked WHERE question_id = ? AND parent_id IS NULL"
            " AND EXISTS (SELECT 1 FROM attempt WHERE question_asked_id = question_asked.id)"
            " ORDER BY number DESC LIMIT 1"
        )
        rows = self._database.rows(query, (question_id,))
        return (rows[0]["session_id"], rows[0]["id"]) if rows else None

    def save_story(self, story: Story) -> None:
        """Keep a story, in place of the one with its id."""
        with self._database.transaction() as connection:
            self._put_story(connection, story)

    def replace_stories(self, story: Story, doomed_id: str) -> None:
        """Keep a story in place of the one with its id and of another one."""
        with self._database.transaction() as connection:
            self._put_story(connection, story)
            connection.execute("DELETE FROM story WHERE id = ?", (doomed_id,))

    def _put_story(self, connection: sqlite3.Connection, story: Story) -> None:
        found = connection.execute("SELECT created_at FROM story WHERE id = ?", (story.id,)).fetchone()
        connection.execute("DELETE FROM story WHERE id = ?", (story.id,))
        created = found["created_at"] if found else utc_text(self._clock.now())
        insert(connection, "story", to_columns(story) | {"created_at": created})

    def stories(self) -> list[Story]:
        """All stories, oldest first."""
        from interview_cli.learning.stories import Story

        return [
            from_columns(Story, dict(row)) for row in self._database.rows("SELECT * FROM story ORDER BY created_at")
        ]

    def story(self, reference: str) -> Story:
        """The story with this unique beginning of its id. Raises InputError when there is none or several."""
        found = [story for story in self.stories() if story.id.startswith(reference)] if reference else []
        if len(found) != 1:
            problem = f"Several stories begin with {reference!r}." if found else f"There is no story {reference!r}."
            raise InputError(problem, "See: interview stories list")
        return found[0]

    def remove_story(self, story_id: str) -> None:
        """Delete a story."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM story WHERE id = ?", (story_id,))

    def answers_told(self) -> list[Telling]:
        """Every answer to a behavioral or project question, oldest first, to look for stories in."""
        from interview_cli.learning.stories import Telling

        query = (
            "SELECT session_id, attempt.id, attempt.text FROM attempt"
            " JOIN question_asked ON question_asked.id = question_asked_id"
            " WHERE question_type IN ('behavioral', 'project', 'hr_screen') ORDER BY attempt.number"
        )
        return [Telling(*row) for row in self._database.rows(query)]

    def save_round(self, round_id: str, drill: str, value: float | None, *, reached: bool) -> None:
        """Keep a round of a drill; what was said in it is not kept."""
        columns = {
            "id": round_id,
            "drill": drill,
            "played_at": utc_text(self._clock.now()),
            "value": value,
            "reached": int(reached),
        }
        with self._database.transaction() as connection:
            insert(connection, "drill_round", columns)

    def rounds(self, drill: str) -> list[float]:
        """The values of all measured rounds of a drill, oldest first."""
        query = "SELECT value FROM drill_round WHERE drill = ? AND value IS NOT NULL ORDER BY played_at, rowid"
        return [float(row["value"]) for row in self._database.rows(query, (drill,))]

    def set_days_off(self, days: Sequence[date], *, off: bool) -> None:
        """Note days that need no practice, or that they need it after all."""
        change = "INSERT OR IGNORE INTO day_off (day) VALUES (?)" if off else "DELETE FROM day_off WHERE day = ?"
        with self._database.transaction() as connection:
            connection.executemany(change, [(day.isoformat(),) for day in days])

    def days_off(self) -> frozenset[date]:
        """The single days that need no practice."""
        return frozenset(date.fromisoformat(row["day"]) for row in self._database.rows("SELECT day FROM day_off"))


def forget_cards(connection: sqlite3.Connection) -> None:
    """Remove the cards of questions without any answer left, and have all others rebuilt.

    Within the caller's transaction. Row numbers change when the file is vacuumed: evaluations count as unseen again.
    """
    connection.execute(
        "DELETE FROM review_card WHERE question_id NOT IN (SELECT question_id FROM question_asked JOIN attempt"
        " ON attempt.question_asked_id = question_asked.id WHERE parent_id IS NULL)"
    )
    connection.execute("UPDATE review_state SET evaluations_seen = 0, rule = ''")


def forget_learning(connection: sqlite3.Connection) -> None:
    """Remove stories, rounds, days off and the day of the interview, within the caller's transaction."""
    for table in ("story", "drill_round", "day_off"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    connection.execute("UPDATE profile SET interview_on = NULL")


_JUDGED = """
SELECT attempt.ended_at, attempt.zone, attempt.ticks, evaluation.key_points, question_asked.question,
    CASE WHEN evaluation.status = ?2 THEN evaluation.overall_score END AS score
FROM question_asked JOIN attempt ON attempt.question_asked_id = question_asked.id
JOIN evaluation ON evaluation.attempt_id = attempt.id AND evaluation.current
WHERE question_asked.question_id = ?1 AND question_asked.parent_id IS NULL ORDER BY attempt.number
"""


def _stored(rows: Sequence[sqlite3.Row]) -> list[StoredAttempt]:
    return [
        StoredAttempt(
            datetime.fromisoformat(row["ended_at"]),
            row["zone"],
            row["score"],
            JudgedPoints(from_json(tuple[KeyPoint, ...], row["key_points"]), json.loads(row["ticks"])),
        )
        for row in rows
    ]


def _refresh_card(connection: sqlite3.Connection, question_id: str, recompute: Recompute) -> None:
    rows = connection.execute(_JUDGED, (question_id, EvaluationStatus.SCORED.value)).fetchall()
    card = recompute(from_json(Question, rows[-1]["question"]), _stored(rows)) if rows else None
    if card is None:
        connection.execute("DELETE FROM review_card WHERE question_id = ?", (question_id,))
        return
    columns = {
        "question_id": question_id,
        "question": to_json(card.question),
        "type": card.question.type.value,
        "stability": card.card.stability,
        "difficulty": card.card.difficulty,
        "due": card.card.due.isoformat(),
        "last_reviewed_on": card.card.last_reviewed_on.isoformat(),
        "reviews": card.card.reviews,
        "last_score": card.last_score,
        "missing": json.dumps(card.missing, ensure_ascii=False),
    }
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns)
    connection.execute(
        f"INSERT INTO review_card ({names}) VALUES ({marks}) ON CONFLICT (question_id) DO UPDATE SET {changes}",  # noqa: S608
        tuple(columns.values()),
    )


def _card(row: sqlite3.Row) -> ReviewCard:
    return ReviewCard(
        question=from_json(Question, row["question"]),
        card=Card(
            row["stability"],
            row["difficulty"],
            date.fromisoformat(row["due"]),
            date.fromisoformat(row["last_reviewed_on"]),
            row["reviews"],
        ),
        last_score=row["last_score"],
        missing=tuple(json.loads(row["missing"])),
    )
