"""How far a judge agrees with itself: the same answer scored several times."""

from __future__ import annotations

from collections.abc import Callable
from statistics import pstdev

from interview_cli.interview.model import Evaluation


def repeated(judge: Callable[[], Evaluation], times: int) -> tuple[Evaluation, dict[str, float | None]]:
    """Judge `times` times (at least once); the first evaluation, and the spread of each criterion over all of them.

    The spread is the standard deviation in points of the criterion, over the times it could be scored; None when it
    never could.
    """
    evaluations = [judge() for _ in range(times)]
    found: dict[str, list[float]] = {}
    for evaluation in evaluations:
        for score in evaluation.scores:
            scores = found.setdefault(score.criterion, [])
            if score.score is not None:
                scores.append(score.score)
    return evaluations[0], {name: round(pstdev(scores), 3) if scores else None for name, scores in found.items()}
