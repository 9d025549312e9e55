"""Sentences that every report shares: who judged and how far to trust it, the checklist, further attempts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from interview_cli.interview.checklist import ChecklistItem
from interview_cli.interview.model import (
    CriterionScore,
    Evaluation,
    EvaluationStatus,
    Exchange,
    Feedback,
    Question,
    Session,
)
from interview_cli.learning.attempts import best_attempt, best_overall_score
from interview_cli.scoring.asked_for import KEY_POINT_TYPES

SCORE_LABELS: Final = (
    ("clarity", "clarity"),
    ("structure", "structure"),
    ("relevance", "relevance"),
    ("confidence", "assured wording"),
    ("overall", "overall"),
)
"""The scores of a session as they are shown. `confidence` measures hedges and who acts, nothing about a person."""


def verdict_text(evaluation: Evaluation) -> str:
    """The overall score of an answer; empty where it is withheld, whose reason the comment gives."""
    if evaluation.status is EvaluationStatus.INSUFFICIENT_EVIDENCE:
        return "Not scored: too little to judge"
    if evaluation.status is EvaluationStatus.NOT_SCORED:
        return "Not scored"
    return "" if evaluation.overall_score is None else f"{evaluation.overall_score:.0f} of 100"


def judging_lines(evaluation: Evaluation) -> Iterator[str]:
    """What a reader has to know about one evaluation."""
    who = evaluation.evaluator
    if evaluation.status is EvaluationStatus.NOT_SCORED:
        if evaluation.fallback_reason:
            yield f"Nobody judged it: {evaluation.fallback_reason}"
    elif evaluation.fallback_reason:
        yield f"Judged by rules, not by the language model: {evaluation.fallback_reason}"
    elif who.name != who.kind:
        yield f"Judged by {who.name}{', from the evaluation cache' if evaluation.cached else ''}."
    if evaluation.flagged:
        yield _doubt(evaluation)
    if evaluation.dropped_quotes:
        quotes = "quote" if evaluation.dropped_quotes == 1 else "quotes"
        yield f"{evaluation.dropped_quotes} {quotes} of the model dropped: no evidence from the answer."


def points_text(score: CriterionScore) -> str:
    """The points of a criterion, with the range of repeated judgements where they differ."""
    if score.score is None:
        return "left out" if score.state else "unsupported"
    spread = f" (judgements {score.spread:g} apart)" if score.spread else ""
    return f"{score.score:g} of {score.max}{spread}"


def fallback_line(feedback: Feedback) -> str | None:
    """What of the feedback is not the model's although one was configured; None when nothing is."""
    if not feedback.fallback_reason:
        return None
    how_much = "By rules" if feedback.evaluator.kind == "rules" else "In part by rules"
    return f"{how_much}: {feedback.fallback_reason}"


def _doubt(evaluation: Evaluation) -> str:
    if evaluation.overall_score is None:
        return "Check this answer yourself: the model's scores rest on nothing in it."
    if evaluation.rules_score is None:
        return "Check this answer yourself: its score is in doubt."
    return (
        f"Check this answer yourself: the model gives it {evaluation.overall_score:.0f} of 100, "
        f"the rules {evaluation.rules_score:.0f}."
    )


CHECKLIST_HEADING: Final = "Key points (your own ticks are no part of the score)"

OWN: Final = "(your own)"
"""Next to what the candidate ticked or unticked."""

_STATES: Final = {
    "right": "right",
    "wrong": "said the other way round",
    "mentioned": "mentioned",
    "not_said": "not found",
    "cannot_tell": "cannot tell",
}


def tick_text(item: ChecklistItem) -> str:
    """A tick or a blank, and whether that is the candidate's own word."""
    return f"{'✓' if item.ticked else ' '} {OWN if item.is_own else ''}".rstrip()


def found_text(item: ChecklistItem, question: Question) -> str:
    """What the rules found of the point; empty unless the question is one of knowledge, which has right and wrong."""
    state = item.key_point.state
    return _STATES.get(state, state) if question.type in KEY_POINT_TYPES else ""


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
