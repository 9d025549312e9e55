"""How far a judge agrees with itself: the same answer scored several times."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import pstdev

from interview_cli.interview.model import Evaluation


def agreement(evaluations: Sequence[Evaluation]) -> tuple[Evaluation, dict[str, float | None]]:
    """Of several judgements of one answer (at least one): the first, and the spread of each criterion over all.

    The spread is the standard deviation in points of the criterion, over the times it could be scored; None when it
    never could.
    """
    found: dict[str, list[float]] = {}
    for evaluation in evaluations:
        for score in evaluation.scores:
            scores = found.setdefault(score.criterion, [])
            if score.score is not None:
                scores.append(score.score)
    return evaluations[0], {name: _spread(scores) for name, scores in found.items()}


def _spread(scores: Sequence[float]) -> float | None:
    if len(scores) < 2:  # the usual case, in which a general formula would take its time
        return 0.0 if scores else None
    return round(pstdev(scores), 3)
