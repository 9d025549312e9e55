"""The public JSON of compared attempts and of stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interview_cli.delivery.contract import delivery_to_json
from interview_cli.interview.model import (
    AskedQuestion,
    Attempt,
)
from interview_cli.learning.attempts import evaluator_name
from interview_cli.learning.compared import Comparison
from interview_cli.learning.stories import Story, Telling

if TYPE_CHECKING:
    from interview_cli.contracts import learning as contract


def comparison_to_json(
    asked: AskedQuestion, attempts: Sequence[Attempt], comparison: Comparison
) -> contract.Comparison:
    """The object of `compare --json`. `question` is the wording put to the candidate."""
    numbers = (comparison.before_number, comparison.after_number)
    overall = comparison.overall
    return {
        "question": asked.text,
        "question_id": asked.question.id,
        "attempts": [attempt_to_json(number, attempts[number - 1]) for number in dict.fromkeys(numbers)],
        "compared": {
            "before": comparison.before_number,
            "after": comparison.after_number,
            "overall": {
                "before": overall.before,
                "after": overall.after,
                "change": overall.change,
                "real": overall.real,
            },
            "criteria": {
                name: {
                    "before": each.score.before,
                    "after": each.score.after,
                    "real": each.score.real,
                    "gained": list(each.gained),
                    "lost": list(each.lost),
                }
                for name, each in comparison.criteria.items()
            },
            "key_points": {
                "gained": list(comparison.key_points.gained),
                "lost": list(comparison.key_points.lost),
                "missing": list(comparison.key_points.missing),
            },
            "delivery": {
                name: {"before": _rounded(before), "after": _rounded(after)}
                for name, (before, after) in comparison.delivery.items()
            },
            "text": [{"change": piece.change.value, "text": piece.text} for piece in comparison.pieces],
            "note": comparison.note,
        },
    }


def attempt_to_json(number: int, attempt: Attempt) -> contract.ComparedAttempt:
    """One attempt, numbered from 1."""
    evaluation = attempt.evaluation
    return {
        "number": number,
        "answered_at": attempt.answer.ended_at.isoformat(),
        "answer": attempt.answer.text,
        "recording": attempt.answer.audio_path,
        "overall_score": evaluation.overall_score if evaluation else None,
        "scores": {score.criterion: score.score for score in evaluation.scores} if evaluation else {},
        "delivery": delivery_to_json(attempt.delivery) if attempt.delivery else None,
        "evaluator": evaluator_name(evaluation.evaluator) if evaluation else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def story_to_json(story: Story, told: Sequence[Telling] = ()) -> contract.Story:
    """One story as in `stories list --json`."""
    return {
        "id": story.id,
        "title": story.title,
        "situation": story.situation,
        "task": story.task,
        "action": story.action,
        "result": story.result,
        "numbers": list(story.numbers),
        "competencies": list(story.competencies),
        "source": story.source,
        "quotes": list(story.quotes),
        "told": len(told),
        "sessions": list(dict.fromkeys(each.session_id for each in told)),
    }
