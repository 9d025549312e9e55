"""The report on a whole session, from the evaluations of its answers."""

from __future__ import annotations

from collections.abc import Callable

from interview_cli.interview.model import (
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Exchange,
    Feedback,
    FeedbackPoint,
    Session,
    SessionScores,
)
from interview_cli.scoring.aggregate import WITHHELD, recommendation
from interview_cli.scoring.tags import Tag

Evaluate = Callable[..., Evaluation]


def session_feedback(session: Session, evaluate: Evaluate) -> Feedback:
    """The report on a session."""
    judged = [
        (exchange, evaluation)
        for exchange in session.exchanges
        if exchange.asked.parent_id is None and exchange.attempt and (evaluation := _evaluation(exchange, evaluate))
    ]
    signature = judged[0][1].evaluator if judged else Evaluator("rules", "rules", None, "none")
    scored = [pair for pair in judged if pair[1].status is EvaluationStatus.SCORED]
    values = [pair[1].overall_score for pair in scored if pair[1].overall_score is not None]
    overall = round(sum(values) / len(values), 1) if values else None
    coverage = round(sum(evaluation.coverage for _, evaluation in judged) / len(judged), 3) if judged else 0.0
    improvements = tuple(
        FeedbackPoint(Tag(evaluation.tags[0]).advice, exchange.asked.position)
        for exchange, evaluation in judged
        if evaluation.tags
    )
    ten = None if overall is None else round(1 + 9 * overall / 100, 1)
    return Feedback(
        scores=SessionScores(ten, ten, ten, None, ten),
        overall_score=overall,
        recommendation=recommendation(overall, coverage) if overall is not None else WITHHELD,
        coverage=coverage,
        summary=f"{len(scored)} of {len(judged)} answers could be scored, by rules and without a model.",
        strengths=(),
        improvements=improvements,
        suggestions=(),
        fix_first=improvements[0] if improvements else None,
        technical_notes=None,
        communication_notes=None,
        problem_solving_notes=None,
        evaluator=signature,
    )


def _evaluation(exchange: Exchange, evaluate: Evaluate) -> Evaluation | None:
    if not exchange.attempt:
        return None
    return exchange.attempt.evaluation or evaluate(exchange.asked.question, exchange.attempt.answer.text)
