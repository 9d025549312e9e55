"""What a report says of attempts that were made after the interview."""

from __future__ import annotations

from interview_cli.interview.model import Exchange, Session
from interview_cli.learning.compared import best_attempt, best_overall_score


def best_line(session: Session) -> str | None:
    """The score of a session by the best attempts, next to that of the interview; None where nothing was repeated."""
    score = best_overall_score(session)
    return None if score is None else f"With the best attempt at each question: {score:.0f} of 100."


def attempts_line(exchange: Exchange) -> str | None:
    """How many attempts there are at a question, and which is the best; None for a single one."""
    count = len(exchange.attempts)
    if count < 2:
        return None
    best = best_attempt(exchange.attempts)
    which = f"; the best is number {best.number} with {best.score:.0f} of 100" if best else ""
    return f"{count} attempts{which}."
