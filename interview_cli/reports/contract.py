"""Sessions, evaluations and questions as the JSON of their contracts (`interview_cli.contracts`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, cast

from interview_cli.contracts import evaluation as judged_contract
from interview_cli.contracts import session as contract
from interview_cli.contracts import shared
from interview_cli.contracts.shared import fields_of
from interview_cli.delivery.contract import delivery_to_json
from interview_cli.interview.checklist import checklist
from interview_cli.interview.model import (
    Answer,
    Attempt,
    Evaluation,
    Evaluator,
    Evidence,
    Exchange,
    Feedback,
    FeedbackPoint,
    KeyPoint,
    Question,
    Session,
    SessionSummary,
)
from interview_cli.learning.attempts import best_attempt, best_overall_score
from interview_cli.learning.stories import Match

_NOT_JUDGED: Final[judged_contract.Evaluation] = {
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


def session_to_json(session: Session, better: Mapping[str, Match] | None = None) -> contract.SessionReport:
    """A whole session: what was asked, said, measured and judged.

    `better` are stories that would have fitted better, by the id of the asked question.
    """
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
            "started_at": session.started_at.isoformat(),
            "ended_at": _time(session.ended_at),
            "helpfulness": session.helpfulness,
        },
        "answers": [_exchange(each, (better or {}).get(each.asked.id)) for each in session.exchanges],
        "delivery": delivery_to_json(session.delivery) if session.delivery else None,
        "scores": fields_of(contract.SessionScores, feedback.scores) if feedback else None,
        "overall_score": feedback.overall_score if feedback else None,
        "best_overall_score": best_overall_score(session),
        "recommendation": feedback.recommendation if feedback else None,
        "coverage": feedback.coverage if feedback else None,
        "feedback": feedback_to_json(feedback) if feedback else None,
        "evaluator": evaluator_to_json(feedback.evaluator) if feedback else None,
    }


def evaluation_to_json(evaluation: Evaluation) -> judged_contract.Evaluation:
    """The judged content of one answer, as in `evaluate` lines."""
    return fields_of(
        judged_contract.Evaluation,
        evaluation,
        scores={
            score.criterion: {
                "score": score.score,
                "max": score.max,
                "anchor": score.anchor,
                "evidence": [_evidence(each) for each in score.evidence],
                "unsupported": score.unsupported,
                "spread": score.spread,
                **({"state": score.state} if score.state else {}),
                **({"certainty": score.certainty} if score.certainty < 1 else {}),
            }
            for score in evaluation.scores
        },
        findings=[
            {"kind": each.kind, **_evidence(each.evidence), "sure": each.sure, "detail": each.detail}
            for each in evaluation.findings
        ],
        key_points=[_key_point(each) for each in evaluation.key_points],
        evaluator=evaluator_to_json(evaluation.evaluator),
    )


def feedback_to_json(feedback: Feedback) -> contract.Feedback:
    """The session's report in words."""
    return fields_of(
        contract.Feedback,
        feedback,
        fix_first=feedback.fix_first and _point(feedback.fix_first),
        strengths=[_point(point) for point in feedback.strengths],
        improvements=[_point(point) for point in feedback.improvements],
    )


def summary_to_json(summary: SessionSummary) -> contract.SessionSummary:
    """One line of the history."""
    return fields_of(contract.SessionSummary, summary)


def question_to_json(question: Question) -> contract.Question:
    """A question of a bank."""
    return fields_of(contract.Question, question)


def evaluator_to_json(evaluator: Evaluator) -> shared.Evaluator:
    """Who scored."""
    return fields_of(shared.Evaluator, evaluator)


def _exchange(exchange: Exchange, better: Match | None) -> contract.Answer:
    """An asked question with the answer given in the interview, and every attempt at it, that one first."""
    asked, attempts = exchange.asked, exchange.attempts
    tried = [_attempt(replace(exchange, attempts=(each,)), each) for each in attempts]
    nothing: dict[str, Any] = dict.fromkeys(("answer", "source", "started_at", "ended_at"))
    nothing |= {**_NOT_JUDGED, "status": "skipped" if exchange.skipped else "unanswered", "delivery": None}
    answer = {
        "position": asked.position,
        "question_id": asked.question.id,
        "question": asked.text,
        "type": asked.question.type.value,
        "difficulty": asked.question.difficulty.value,
        "follow_up": asked.parent_id is not None,
        **(tried[0] if tried else nothing),
        "best_attempt": best._asdict() if (best := best_attempt(attempts)) else None,
        "attempts": [
            {"number": number, "answered_at": attempt.answered_at.isoformat(), **said}
            for number, (attempt, said) in enumerate(zip(attempts, tried, strict=True), 1)
        ],
    }
    if better:
        answer["better_story"] = {"id": better.story.id, "title": better.story.title, "why": list(better.why)}
    return cast("contract.Answer", answer)


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


def _key_point(point: KeyPoint) -> judged_contract.KeyPoint:
    return {"point": point.point, "state": point.state, "quote": point.evidence.quote if point.evidence else None}


def _evidence(evidence: Evidence) -> judged_contract.Evidence:
    return {"quote": evidence.quote, "start": evidence.start, "end": evidence.end}


def _point(point: FeedbackPoint) -> contract.FeedbackPoint:
    return fields_of(contract.FeedbackPoint, point)


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


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
