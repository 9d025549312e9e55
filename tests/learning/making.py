"""Attempts and questions for the tests of learning, in few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

from interview_cli.delivery.measure import TextDeliveryMeter
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    CriterionScore,
    Difficulty,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Evidence,
    InterviewType,
    KeyPoint,
    Question,
)
from interview_cli.scoring.rules import evaluate_answer

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
RULES = Evaluator("rules", "rules", None, "behavioral-2")
_NUMBERS = count()


def a_question(
    name: str = "led-people",
    *,
    text: str = "Tell me about a time you led people.",
    competencies: Sequence[str] = ("leadership",),
    key_points: Sequence[str] = (),
    kind: InterviewType = InterviewType.BEHAVIORAL,
) -> Question:
    return Question(name, text, kind, Difficulty.STANDARD, "core", tuple(competencies), key_points=tuple(key_points))


def asked(question: Question | None = None) -> AskedQuestion:
    question = question or a_question()
    return AskedQuestion(f"asked-{question.id}", 0, 0, question.text, question)


def an_evaluation(
    overall: float | None = 60.0,
    *,
    scores: Mapping[str, float | None] | None = None,
    quotes: Mapping[str, tuple[Evidence, ...]] | None = None,
    points: Mapping[str, str] | None = None,
    evaluator: Evaluator = RULES,
    spread: float | None = None,
    status: EvaluationStatus = EvaluationStatus.SCORED,
) -> Evaluation:
    return Evaluation(
        status=status,
        scores=tuple(
            CriterionScore(name, score, 5, "", (quotes or {}).get(name, ()), score is None, spread)
            for name, score in (scores or {}).items()
        ),
        overall_score=overall,
        coverage=1.0,
        comment="",
        tags=(),
        missing_points=(),
        found={},
        ideal_answer=None,
        evaluator=evaluator,
        key_points=tuple(KeyPoint(point, state) for point, state in (points or {}).items()),
    )


def an_attempt(
    text: str = "I led a team.",
    evaluation: Evaluation | None = None,
    *,
    at: datetime = NOON,
    ticks: Mapping[str, bool] | None = None,
) -> Attempt:
    answer = Answer(text, AnswerSource.TYPED, at, at)
    return Attempt(
        f"attempt-{next(_NUMBERS)}", answer, TextDeliveryMeter().measure([answer]), evaluation, dict(ticks or {})
    )


def judged(text: str, question: Question | None = None, *, at: datetime = NOON) -> Attempt:
    """An attempt judged by the real rules."""
    return an_attempt(text, evaluate_answer(question or a_question(), text), at=at)
