"""A judge's agreement with human grades as one self-contained HTML page with a plot: no scripts, no network, and
nothing from the grades file becomes markup."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Final

from interview_cli.reports.pages import page
from interview_cli.trust.calibration import CalibrationReport, ComparedAnswer
from interview_cli.trust.correction import Calibration
from interview_cli.trust.isotonic import Curve

MOST_POINTS: Final = 4_000
"""The circles a browser draws at once; of more answers, evenly spaced ones are drawn."""

BINS: Final = 10
_LEFT: Final = 40
_SIZE: Final = 290
"""With the margins the plot is 340 units wide, so that its letters have their own size on a screen of 360 pixels."""
_TICKS: Final = 5

Points = Sequence[tuple[float, float]]
"""Scores and grades, each as a share of the highest."""


def calibration_page(report: CalibrationReport, learned: Calibration | None) -> str:
    """The page: figures, the plot, and what a learned correction changes.

    In the plot scores go to the right and grades upwards; a judge that agrees has its points on the diagonal.
    """
    highest = report.max_grade
    scored = [(answer, answer.score) for answer in report.answers if answer.score is not None]
    step = -(-len(scored) // MOST_POINTS) or 1
    lines: list[tuple[str, Points]] = [("even", [(0, 0), (1, 1)])]
    if bins := _binned(scored, highest):
        lines.append(("bins", bins))
    if learned:
        lines.append(("curve", _ends(learned.curve)))
    return "".join(
        page(
            "calibration",
            report=report,
            learned=learned,
            points=[(score / highest, answer.human / highest) for answer, score in scored[::step]],
            lines=lines,
            step=step,
            ticks=[tick / _TICKS for tick in range(_TICKS + 1)],
            left=_LEFT,
            size=_SIZE,
            x=lambda share: round(_LEFT + _SIZE * share, 1),
            y=lambda share: round(5 + _SIZE * (1 - share), 1),
        )
    )


def _binned(scored: Sequence[tuple[ComparedAnswer, float]], highest: float) -> list[tuple[float, float]]:
    """Mean score and mean grade of equally many answers each, as shares."""
    ordered = sorted(scored, key=lambda each: each[1])
    size = -(-len(ordered) // BINS) or 1
    parts = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    return [
        (fmean(score for _, score in part) / highest, fmean(answer.human for answer, _ in part) / highest)
        for part in parts
    ]


def _ends(curve: Curve) -> list[tuple[float, float]]:
    """The curve's knots with its level ends."""
    return [(0.0, curve(0.0)), *zip(curve.xs, curve.ys, strict=True), (1.0, curve(1.0))]
