"""Evaluations kept by what went into them, so that the same answer is never judged twice by a slow model."""

from __future__ import annotations

from datetime import datetime

from interview_cli.errors import StorageError
from interview_cli.interview.model import Evaluation
from interview_cli.storage.converters import from_json, to_json, utc_text
from interview_cli.storage.database import Database, insert
from interview_cli.storage.failures import RESTORE_REMEDY


def cached_evaluation(database: Database, key: str) -> Evaluation | None:
    """The evaluation kept under `key`, if any."""
    rows = database.rows("SELECT evaluation FROM evaluation_cache WHERE key = ?", (key,))
    try:
        return from_json(Evaluation, rows[0]["evaluation"]) if rows else None
    except (ValueError, KeyError, TypeError) as error:
        message = f"A cached evaluation in {database.path} cannot be read ({error})."
        raise StorageError(message, RESTORE_REMEDY) from error


def cache_evaluation(database: Database, key: str, evaluation: Evaluation, now: datetime) -> None:
    """Keep an evaluation under `key`: the SHA-256 of question, answer, rubric, prompt version and model."""
    with database.transaction() as connection:
        connection.execute("DELETE FROM evaluation_cache WHERE key = ?", (key,))
        columns = {"key": key, "created_at": utc_text(now), "evaluation": to_json(evaluation)}
        insert(connection, "evaluation_cache", columns)
