"""Who judged an answer, and how far that can be trusted, in plain sentences; none for rules that just did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from interview_cli.interview.model import CriterionScore, Evaluation, EvaluationStatus, Feedback

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
