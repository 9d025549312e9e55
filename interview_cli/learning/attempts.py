"""Several attempts at one question: which is the best, and whether their scores may be compared at all."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from interview_cli.errors import InputError
from interview_cli.interview.model import (
    Attempt,
    Evaluator,
    Session,
)


def attempt_numbered(attempts: Sequence[Attempt], number: int) -> Attempt:
    """The attempt with this number, from 1. Raises InputError when there is none."""
    if not 1 <= number <= len(attempts):
        raise InputError(
            f"There is no attempt {number} at this question: it has {len(attempts)}.",
            "Make another: interview retry ID N" if len(attempts) < 2 else "",
        )
    return attempts[number - 1]


class Best(NamedTuple):
    """The attempt with the highest score, numbered from 1, and that score, 0-100."""

    number: int
    score: float


def best_attempt(attempts: Sequence[Attempt]) -> Best | None:
    """The best of several attempts, of equals the first; None where none is scored.

    Only those count that may be compared with the first scored one: of the same evaluator and rubric.
    """
    best: Best | None = None
    first: Evaluator | None = None
    for number, evaluation in enumerate((each.evaluation for each in attempts), 1):
        if evaluation is None or evaluation.overall_score is None:
            continue
        who, score = evaluation.evaluator, evaluation.overall_score
        first = first or who
        if is_same_evaluator(first, who) and first.rubric_version == who.rubric_version:
            best = best if best and best.score >= score else Best(number, score)
    return best


def weakest_answer(session: Session) -> int | None:
    """The number, from 1, of the question whose first answer has the lowest score; None where none is scored."""
    scored = [
        (each.attempt.evaluation.overall_score, number)
        for number, each in enumerate(session.exchanges, 1)
        if each.attempt and each.attempt.evaluation and each.attempt.evaluation.overall_score is not None
    ]
    return min(scored)[1] if scored else None


def best_overall_score(session: Session) -> float | None:
    """The mean over the main questions of the best attempt at each, 0-100, never below the session's own score.

    None where no question was answered again, or none is scored.
    """
    main = [each.attempts for each in session.exchanges if each.asked.parent_id is None]
    if session.feedback is None or not any(len(attempts) > 1 for attempts in main):
        return None
    scores = [best.score for attempts in main if (best := best_attempt(attempts))]
    return round(max(fmean(scores), session.feedback.overall_score or 0.0), 1) if scores else None


def is_same_evaluator(one: Evaluator, other: Evaluator) -> bool:
    """Whether scores of the two may be compared: the same judge with the same prompt, whatever the rubric's type."""
    return (one.kind, one.name, one.prompt_version) == (other.kind, other.name, other.prompt_version)


def evaluator_name(evaluator: Evaluator) -> str:
    """How an evaluator is called on screen: `rules`, or its kind and name."""
    return evaluator.name if evaluator.name == evaluator.kind else f"{evaluator.kind}:{evaluator.name}"
