"""Until the interview: the days that are left, and what to practise on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

LAST_PLANNED_DAYS: Final = 60
"""Further ahead than this no day is planned (chosen)."""


class PlannedDay(NamedTuple):
    """What to practise on a day before the interview."""

    on: date
    reviews: int
    focus: str | None
    what: str


def plan_until(
    interview_on: date, today: date, weakest: Sequence[str], load: Mapping[date, int]
) -> tuple[PlannedDay, ...]:
    """What to practise each day from today to the eve of the interview; recomputed each time from the current state.

    `weakest` are competencies, the weakest first; they take turns. Every third day is a whole rehearsal, and the eve
    is for stories and the first sentences only.
    """
    days = min((interview_on - today).days, LAST_PLANNED_DAYS)
    planned = []
    for number in range(max(0, days)):
        on, left = today + timedelta(days=number), (interview_on - today).days - number
        focus = weakest[number % len(weakest)] if weakest else None
        if left == 1:
            what, focus = "Read your stories and say each opening line once. No new questions.", None
        elif left % 3 == 2:
            what, focus = "A whole interview of five questions.", None
        elif focus:
            what = f"Two questions about {focus.replace('_', ' ')}."
        else:
            what = "Two new questions."
        planned.append(PlannedDay(on, load.get(on, 0), focus, what))
    return tuple(planned)


def countdown(interview_on: date, today: date) -> str:
    """How far away the interview is, in a sentence."""
    left = (interview_on - today).days
    if left > 1:
        return f"Your interview is on {interview_on}: {left} days left."
    near = {1: "Your interview is tomorrow.", 0: "Your interview is today. Good luck!"}
    return near.get(left, f"Your interview was on {interview_on}.")
