"""From criterion scores to one number and a recommendation. Always computed in code, never asked of a model."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from interview_cli.interview.model import CriterionScore, Evaluation
from interview_cli.scoring.rubric import Rubric
from interview_cli.scoring.tags import Tag

MIN_COVERAGE = 0.5
"""With evidence for less than this share of the criteria, a recommendation is withheld."""

WITHHELD = "WITHHELD"
CANNOT_TELL = "cannot_tell"
LEVELS = ((80.0, "STRONG_HIRE"), (60.0, "HIRE"), (40.0, "LEAN_NO_HIRE"), (0.0, "NO_HIRE"))
"""Lowest overall score of each recommendation. Chosen, not measured; docs/rooms.md lists them."""


def overall_score(scores: Sequence[CriterionScore], rubric: Rubric) -> float | None:
    """Weighted mean of the criterion scores as 0–100, one decimal; unsupported criteria do not count, and of those
    that rest on what is only likely so much of the weight as it is certain.

    None when no criterion is supported.
    """
    weights = {criterion.name: criterion.weight for criterion in rubric.criteria}
    counted = [
        (weights[score.criterion] * score.certainty, score.score / score.max)
        for score in scores
        if score.score is not None and score.certainty
    ]
    if not counted:
        return None
    return round(100 * sum(weight * share for weight, share in counted) / sum(weight for weight, _ in counted), 1)


def evidence_coverage(scores: Sequence[CriterionScore], rubric: Rubric) -> float:
    """Share of the criteria, by weight, that something in the answer speaks for (a score above 0), 0–1.

    A criterion of which the rules say that they cannot tell counts neither way, one that rests on what is only likely
    in part.
    """
    weights = {criterion.name: criterion.weight for criterion in rubric.criteria}
    counted = [score for score in scores if score.state != "cannot_tell" or score.score is not None]
    total = sum(weights[score.criterion] * score.certainty for score in counted)
    carried = sum(weights[score.criterion] * score.certainty for score in counted if score.score and score.evidence)
    return round(carried / total, 3) if total else 0.0


def is_declined(evaluation: Evaluation, answer: str) -> bool:
    """Whether a question was declined: the answer says that it has none. Silence may be the microphone's."""
    return evaluation.overall_score is None and Tag.NO_ANSWER in evaluation.tags and bool(answer.strip())


def session_score(scores: Sequence[float], declined: int) -> float | None:
    """The mean of the questions' scores of 0–100, one decimal; a declined question counts as 0.

    None when no question was scored.
    """
    return round(fmean([*scores, *[0.0] * declined]), 1) if scores else None


def are_mostly_beside(evaluations: Sequence[Evaluation]) -> bool:
    """Whether of more than half of the scored answers nobody could tell that they are about their question."""
    scored = [each for each in evaluations if each.overall_score is not None]
    return 2 * sum(map(_may_be_beside, scored)) > len(scored)


def _may_be_beside(evaluation: Evaluation) -> bool:
    states = {score.criterion: score.state for score in evaluation.scores}
    return states.get("relevance") == CANNOT_TELL and "correctness" not in states


def recommendation(score: float | None, coverage: float, *, may_be_beside: bool = False) -> str:
    """STRONG_HIRE, HIRE, LEAN_NO_HIRE or NO_HIRE for a score of 0–100; WITHHELD without enough evidence.

    HIRE is the best where the answers `may_be_beside` the questions.
    """
    if score is None or coverage < MIN_COVERAGE:
        return WITHHELD
    if may_be_beside:
        score = min(score, LEVELS[0][0] - 1)
    return next(name for threshold, name in LEVELS if score >= threshold)
