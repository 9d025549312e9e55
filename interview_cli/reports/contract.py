"""The JSON contracts of `practice --json`, `feedback --json`, `history --json` and `export`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from interview_cli.delivery.contract import delivery_to_json
from interview_cli.interview.checklist import checklist
from interview_cli.interview.model import (
    Answer,
    Attempt,
    Evaluation,
    Evaluator,
    Exchange,
    Feedback,
    FeedbackPoint,
    KeyPoint,
    Question,
    Session,
    SessionSummary,
)

_NOT_JUDGED: Final[dict[str, Any]] = {
    "status": "not_scored",
    "overall_score": None,
    "coverage": None,
    "scores": {},
    "tags": [],
    "missing_points": [],
    "findings": [],
    "key_points": [],
    "not_scored": None,
    "comment": None,
    "ideal_answer": None,
    "evaluator": None,
    "fallback_reason": None,
    "rules_score": None,
    "flagged": False,
    "dropped_quotes": 0,
    "cached": False,
}
"""What stands where an evaluation would: the same keys, so that scripts need no special case."""


def session_to_json(session: Session) -> dict[str, Any]:
    """A whole session: what was asked, said, measured and judged."""
    feedback = session.feedback
    settings = session.settings
    return {
        "session": {
            "id": session.id,
            "type": settings.type.value,
            "difficulty": settings.difficulty.value,
            "status": session.status.value,
            "role": settings.role,
            "bank": settings.bank,
            "seed": settings.seed,
            "questions": len(session.plan),
            "started_at": _time(session.started_at),
            "ended_at": _time(session.ended_at),
            "helpfulness": session.helpfulness,
        },
        "answers": [_exchange(exchange) for exchange in session.exchanges],
        "delivery": session.delivery and delivery_to_json(session.delivery),
        "scores": feedback and _scores(feedback),
        "overall_score": feedback and feedback.overall_score,
        "recommendation": feedback and feedback.recommendation,
        "coverage": feedback and feedback.coverage,
        "feedback": feedback and feedback_to_json(feedback),
        "evaluator": feedback and evaluator_to_json(feedback.evaluator),
    }


def evaluation_to_json(evaluation: Evaluation) -> dict[str, Any]:
    """The judged content of one answer, as in `evaluate` lines."""
    return {
        "status": evaluation.status.value,
        "overall_score": evaluation.overall_score,
        "coverage": evaluation.coverage,
        "scores": {
            score.criterion: {
                "score": score.score,
                "max": score.max,
                "anchor": score.anchor,
                "evidence": [{"quote": e.quote, "start": e.start, "end": e.end} for e in score.evidence],
                "unsupported": score.unsupported,
                "spread": score.spread,
                **({"state": score.state} if score.state else {}),
            }
            for score in evaluation.scores
        },
        "tags": list(evaluation.tags),
        "missing_points": list(evaluation.missing_points),
        "findings": [
            {
                "kind": each.kind,
                "quote": each.evidence.quote,
                "start": each.evidence.start,
                "end": each.evidence.end,
                "sure": each.sure,
                "detail": each.detail,
            }
            for each in evaluation.findings
        ],
        "key_points": [_key_point(each) for each in evaluation.key_points],
        "not_scored": evaluation.not_scored,
        "comment": evaluation.comment,
        "ideal_answer": evaluation.ideal_answer,
        "evaluator": evaluator_to_json(evaluation.evaluator),
        "fallback_reason": evaluation.fallback_reason,
        "rules_score": evaluation.rules_score,
        "flagged": evaluation.flagged,
        "dropped_quotes": evaluation.dropped_quotes,
        "cached": evaluation.cached,
    }


def feedback_to_json(feedback: Feedback) -> dict[str, Any]:
    """The session's report in words."""
    return {
        "summary": feedback.summary,
        "fix_first": feedback.fix_first and _point(feedback.fix_first),
        "strengths": [_point(point) for point in feedback.strengths],
        "improvements": [_point(point) for point in feedback.improvements],
        "suggestions": list(feedback.suggestions),
        "technical_notes": feedback.technical_notes,
        "communication_notes": feedback.communication_notes,
        "problem_solving_notes": feedback.problem_solving_notes,
        "report": feedback.report,
        "fallback_reason": feedback.fallback_reason,
    }


def summary_to_json(summary: SessionSummary) -> dict[str, Any]:
    """One line of the history."""
    return {
        "id": summary.id,
        "type": summary.type.value,
        "difficulty": summary.difficulty.value,
        "status": summary.status.value,
        "role": summary.role,
        "started_at": _time(summary.started_at),
        "ended_at": _time(summary.ended_at),
        "questions": summary.questions,
        "answers": summary.answers,
        "overall_score": summary.overall_score,
        "evaluator": summary.evaluator,
    }


def question_to_json(question: Question) -> dict[str, Any]:
    """A question of a bank."""
    return {
        "id": question.id,
        "text": question.text,
        "type": question.type.value,
        "difficulty": question.difficulty.value,
        "bank": question.bank,
        "stage": question.stage.value,
        "competencies": list(question.competencies),
        "skills": list(question.skills),
        "roles": list(question.roles),
        "key_points": list(question.key_points),
        "pitfalls": list(question.pitfalls),
        "follow_ups": list(question.follow_ups),
        "ideal_answer": question.ideal_answer,
        "source": question.source,
    }


def evaluator_to_json(evaluator: Evaluator) -> dict[str, Any]:
    """Who scored."""
    return {
        "kind": evaluator.kind,
        "name": evaluator.name,
        "prompt_version": evaluator.prompt_version,
        "rubric_version": evaluator.rubric_version,
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    """An asked question with the answer given in the interview, and every attempt at it, that one first."""
    asked, attempts = exchange.asked, exchange.attempts
    tried = [_attempt(replace(exchange, attempts=(each,)), each) for each in attempts]
    unanswered: dict[str, Any] = dict.fromkeys(("answer", "source", "started_at", "ended_at"))
    judged = dict(_NOT_JUDGED, status="skipped" if exchange.skipped else "unanswered")
    return {
        "position": asked.position,
        "question_id": asked.question.id,
        "question": asked.text,
        "type": asked.question.type.value,
        "difficulty": asked.question.difficulty.value,
        "follow_up": asked.parent_id is not None,
        **(tried[0] if tried else {**unanswered, **judged, "delivery": None}),
        "attempts": [
            {"number": number, "answered_at": _time(attempt.answered_at), **said}
            for number, (attempt, said) in enumerate(zip(attempts, tried, strict=True), 1)
        ],
    }


def _attempt(exchange: Exchange, attempt: Attempt) -> dict[str, Any]:
    answer, evaluation = attempt.answer, attempt.evaluation
    return {
        "answer": answer.text,
        **_spoken(answer),
        "source": answer.source.value,
        "started_at": _time(answer.started_at),
        "ended_at": _time(answer.ended_at),
        **(evaluation_to_json(evaluation) if evaluation else _NOT_JUDGED),
        "key_points": [
            {**_key_point(item.key_point), "ticked": item.ticked, "ticked_by": item.ticked_by}
            for item in checklist(exchange)
        ],
        "delivery": attempt.delivery and delivery_to_json(attempt.delivery),
    }


def _key_point(point: KeyPoint) -> dict[str, Any]:
    return {"point": point.point, "state": point.state, "quote": point.evidence and point.evidence.quote}


def _spoken(answer: Answer) -> dict[str, Any]:
    """What a spoken answer has besides its text. `recording` is relative to the recordings folder."""
    heard = answer.transcription
    if heard is None:
        return {}
    corrected = {"spoken_text": heard.text} if heard.text != answer.text else {}
    return {
        **corrected,
        "recording": answer.audio_path,
        "transcription": {
            "engine": heard.engine,
            "language": heard.language,
            "duration_s": round(heard.duration_s, 3),
            "words": [
                {"text": word.text, "start": word.start_s, "end": word.end_s, "probability": word.probability}
                for word in heard.words
            ],
        },
    }


def _scores(feedback: Feedback) -> dict[str, float | None]:
    scores = feedback.scores
    return {
        "clarity": scores.clarity,
        "structure": scores.structure,
        "relevance": scores.relevance,
        "confidence": scores.confidence,
        "overall": scores.overall,
    }


def _point(point: FeedbackPoint) -> dict[str, Any]:
    return {"text": point.text, "position": point.position, "quote": point.quote}


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
