"""Who practises, and for how many days in a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from interview_cli.interview.model import Profile
from interview_cli.storage.database import Database

ONE_DAY = timedelta(days=1)
_DAYS_PRACTISED = """
WITH RECURSIVE practised (day) AS (
    SELECT min(practised_on) FROM attempt
    UNION ALL
    SELECT (SELECT min(practised_on) FROM attempt WHERE practised_on > day) FROM practised WHERE day IS NOT NULL
)
SELECT day FROM practised WHERE day <= ?
"""
"""Each day once, by one index look-up per day; DISTINCT would read every answer ever given."""


class Streaks(NamedTuple):
    """Runs of consecutive days, in days."""

    current: int
    longest: int


def streaks(practised: Iterable[date], today: date) -> Streaks:
    """The run of days that is still alive `today`, and the longest run ever.

    A run is alive while its last day is today or yesterday: today can still be practised. Days after today occur
    when someone travels west; their run is alive too.
    """
    run, longest = 0, 0
    previous: date | None = None
    for day in sorted(set(practised)):
        run = run + 1 if previous is not None and day - previous == ONE_DAY else 1
        longest = max(longest, run)
        previous = day
    alive = previous is not None and previous >= today - ONE_DAY
    return Streaks(run if alive else 0, longest)


def _believed_until(today: date) -> str:
    """The last day that can have been practised; later ones are those of a clock that was wrong."""
    return (today + ONE_DAY).isoformat()


def refresh_profile(connection: sqlite3.Connection, today: date) -> None:
    """Count streaks and completed sessions with an answer again, within the caller's transaction."""
    days = [date.fromisoformat(day) for (day,) in connection.execute(_DAYS_PRACTISED, (_believed_until(today),))]
    current, longest = streaks(days, today)
    connection.execute(
        "UPDATE profile SET current_streak_days = ?, longest_streak_days = ?, last_practised_on = ?,"
        " total_sessions = (SELECT count(*) FROM session WHERE status = 'completed' AND questions_answered > 0)",
        (current, longest, max(days).isoformat() if days else None),
    )


def read_profile(database: Database, today: date) -> Profile:
    """The profile as of `today`: a streak that was not continued yesterday or today is over."""
    row = database.rows("SELECT * FROM profile")[0]
    last_day = row["last_practised_on"]
    current, longest = row["current_streak_days"], row["longest_streak_days"]
    if last_day is not None and last_day > _believed_until(today):  # kept while the clock was wrong
        days = [date.fromisoformat(day) for (day,) in database.rows(_DAYS_PRACTISED, (_believed_until(today),))]
        current, longest = streaks(days, today)
        last_day = max(days).isoformat() if days else None
    alive = last_day is not None and date.fromisoformat(last_day) >= today - ONE_DAY
    return Profile(
        target_role=row["target_role"],
        timeline=row["timeline"],
        current_streak_days=current if alive else 0,
        longest_streak_days=longest,
        total_sessions=row["total_sessions"],
        last_practised_on=last_day,
        interview_on=row["interview_on"],
    )
