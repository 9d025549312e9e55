"""A judge's agreement with human grades as one self-contained HTML page with a plot: no scripts, no network, and
nothing from the grades file becomes markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from statistics import fmean
from typing import Final

from interview_cli.trust.bootstrap import Interval
from interview_cli.trust.calibration import CalibrationReport, ComparedAnswer, GroupAgreement
from interview_cli.trust.correction import Calibration
from interview_cli.trust.isotonic import Curve

MOST_POINTS: Final = 4_000
"""A browser draws so many circles at once; of more answers, evenly spaced ones are drawn."""

BINS: Final = 10
_SIZE: Final = 480
_LEFT: Final = 40
_TICKS: Final = 5

_HEAD: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Judge against human grades</title>
<style>
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color: #222; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid #ccd; padding: .25rem .5rem; text-align: left; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: #666; }
circle { fill: #57a; fill-opacity: .25; } path { fill: none; stroke-width: 2; }
.even { stroke: #999; stroke-dasharray: 4 4; } .bins { stroke: #b50; } .curve { stroke: #283; stroke-width: 3; }
.axis { stroke: #999; stroke-width: 1; }
@media (prefers-color-scheme: dark) {
  body { background: #16181d; color: #ddd; } td, th { border-color: #445; } svg text { fill: #aaa; }
  circle { fill: #8be; } .bins { stroke: #fa6; } .curve { stroke: #6d8; }
}
</style>
<body>
<h1>Judge against human grades</h1>
"""


def calibration_page(report: CalibrationReport, learned: Calibration | None) -> str:
    """The page: figures, the plot, and what a learned correction changes."""
    return "".join((_HEAD, *_figures(report), *_plot(report, learned), *_correction(learned), "</body>\n</html>\n"))


def _figures(report: CalibrationReport) -> Iterator[str]:
    evaluator = report.evaluator
    yield f"<p>Judge: {escape(evaluator.name)} ({escape(evaluator.rubric_version)}). "
    yield f"{report.overall.n} answers to {report.questions} questions"
    if report.insufficient:
        yield f"; {report.insufficient} held too little to be scored and count as 0"
    yield (
        ".</p>\n<table>\n<tr><th><th class=n>n<th class=n>Pearson<th class=n>95 %<th class=n>Spearman<th class=n>MAE"
        "<th class=n>RMSE<th class=n>QWK</tr>\n"
    )
    yield _row("all answers", GroupAgreement(report.overall, report.pearson_r_interval))
    for name, group in report.groups.items():
        yield _row(name, group)
    if report.human_pearson_r is not None:
        yield (
            f"<tr><td>two human graders<td><td class=n>{report.human_pearson_r:.3f}"
            f"<td class=n>{_interval(report.human_pearson_r_interval)}<td><td><td><td></tr>\n"
        )
    yield (
        "</table>\n<p>Errors are in grade points. Intervals: whole questions drawn with replacement; none with fewer "
        "than five questions.</p>\n"
    )


def _row(name: str, group: GroupAgreement) -> str:
    figures = group.agreement
    cells = (figures.spearman_rho, figures.mae, figures.rmse, figures.qwk)
    return (
        f"<tr><td>{escape(name)}<td class=n>{figures.n}<td class=n>{_number(figures.pearson_r)}"
        f"<td class=n>{_interval(group.pearson_r_interval)}"
        + "".join(f"<td class=n>{_number(value)}" for value in cells)
        + "</tr>\n"
    )


def _plot(report: CalibrationReport, learned: Calibration | None) -> Iterator[str]:
    """Scores to the right, grades upwards; a judge that agrees has its points on the diagonal."""
    highest = report.max_grade
    scored = [(answer, answer.score) for answer in report.answers if answer.score is not None]
    step = -(-len(scored) // MOST_POINTS) or 1
    width = _LEFT + _SIZE
    yield "<h2>Scores and grades</h2>\n"
    yield f'<svg viewBox="0 0 {width + 10} {_SIZE + 40}" role="img" aria-label="Human grade over judge\'s score">'
    yield f'<path class=axis d="M{_LEFT} 5V{_SIZE + 5}H{width}"/>'
    for tick in range(_TICKS + 1):
        at, label = tick / _TICKS, f"{highest * tick / _TICKS:g}"
        yield f'<text x="{_x(at):.0f}" y="{_SIZE + 20}" text-anchor="middle">{label}</text>'
        yield f'<text x="{_LEFT - 6}" y="{_y(at) + 4:.0f}" text-anchor="end">{label}</text>'
    yield f'<text x="{width}" y="{_SIZE + 36}" text-anchor="end">judge\'s score</text>'
    yield f'<text x="{_LEFT + 6}" y="14">human grade</text>'
    for answer, score in scored[::step]:
        yield f'<circle cx="{_x(score / highest):.1f}" cy="{_y(answer.human / highest):.1f}" r="2.5"/>'
    yield f'<path class=even d="{_line([(0, 0), (1, 1)])}"/>'
    if bins := _binned(scored, highest):
        yield f'<path class=bins d="{_line(bins)}"/>'
    if learned:
        yield f'<path class=curve d="{_line(_ends(learned.curve))}"/>'
    yield "</svg>\n<p>Dashed: full agreement. Orange: mean grade of each tenth of the answers by score. "
    yield "Green: the learned correction. " if learned else ""
    yield f"Drawn: every {step}th answer." if step > 1 else ""
    yield "</p>\n"


def _correction(learned: Calibration | None) -> Iterator[str]:
    if learned is None:
        return
    yield (
        f"<h2>Correction {escape(learned.name)}</h2>\n<p>Learned on {learned.answers} answers to "
        f"{learned.questions} questions; checked in {learned.folds} parts, each on questions it was not learned "
        "from.</p>\n<table>\n<tr><th><th class=n>Pearson<th class=n>MAE<th class=n>RMSE</tr>\n"
    )
    for name, figures in (("before", learned.before), ("after", learned.after)):
        yield (
            f"<tr><td>{name}<td class=n>{_number(figures.pearson_r)}<td class=n>{figures.mae:.3f}"
            f"<td class=n>{figures.rmse:.3f}</tr>\n"
        )
    yield "</table>\n"


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


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_x(x):.1f} {_y(y):.1f}" for x, y in points)


def _x(share: float) -> float:
    return _LEFT + _SIZE * share


def _y(share: float) -> float:
    return 5 + _SIZE * (1 - share)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(interval: Interval | None) -> str:
    return "–" if interval is None else f"{interval[0]:.3f} to {interval[1]:.3f}"
