"""`interview calibrate`: how far a judge agrees with human grades."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.completing import complete_model
from interview_cli.cli.options import application_of, commands, type_option
from interview_cli.cli.terminal import plain, print_json
from interview_cli.errors import UsageError
from interview_cli.interview.model import InterviewType

if TYPE_CHECKING:
    from interview_cli.storage.calibrations import Calibrations
    from interview_cli.trust.agreement import Agreement, Interval
    from interview_cli.trust.calibration import CalibrationReport
    from interview_cli.trust.correction import Calibration

app = commands()


@app.command()
def calibrate(
    ctx: typer.Context,
    grades: Annotated[
        Path | None,
        typer.Argument(metavar="GRADES.csv", help="Columns question, reference, answer, grade; '-' for stdin."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=COLUMN", help="What a column is called in the file; repeat, or separate by commas."
        ),
    ] = None,
    max_grade: Annotated[
        float, typer.Option("--max-grade", metavar="GRADE", help="The highest possible grade.")
    ] = 5.0,
    judge: Annotated[
        str,
        typer.Option(
            metavar="JUDGE",
            help="reference: likeness to the reference answer. rubric: the overall score 'evaluate' would give, with "
            "the reference as the ideal answer.",
        ),
    ] = "reference",
    kind: Annotated[
        InterviewType | None,
        type_option("With --judge rubric: the type of the questions; default: technical."),
    ] = None,
    rubric: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --judge rubric: your own criteria and weights (YAML).")
    ] = None,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_model,
            help="With --judge rubric: have a model judge, such as ollama:MODEL.",
        ),
    ] = None,
    embeddings: Annotated[
        bool | None,
        typer.Option(
            "--embeddings/--no-embeddings",
            help="Also compare meaning with the local embedding model (by default, when it is installed).",
        ),
    ] = None,
    learn: Annotated[
        str | None,
        typer.Option(
            "--fit", metavar="NAME", help="Learn a correction of the scores and save it; see evaluate --calibration."
        ),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write a page with a plot; '-' for stdout.")
    ] = None,
    show_list: Annotated[bool, typer.Option("--list", help="List the saved calibrations.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare a judge's scores of short answers with human grades, next to how far two humans agree.

    With a column grade2 the human grade is the mean of both; with a column group each group is reported too.
    Intervals of r hold 95 % and come from drawing whole questions. --fit learns a curve that never falls, and reports
    how well it does on questions it was not learned from; 'interview evaluate --calibration NAME' applies it.

    \b
    Examples:
      interview calibrate grades.csv
      interview calibrate grades.csv --columns reference=desired_answer,answer=student_answer --max-grade 5 --json
      interview calibrate grades.csv --judge rubric --type technical --fit exams --plot exams.html
      interview calibrate grades.csv --judge rubric --llm ollama:llama3.2
    """
    from interview_cli.app.batches import grading_judge, judge_agreement
    from interview_cli.batch.report_files import PLOT, check_replaceable, replacing

    application = application_of(ctx)
    if show_list:
        if grades:
            raise UsageError("--list takes no grades.")
        _list(application.calibrations, as_json=as_json)
        return
    if grades is None:
        raise UsageError("Missing argument 'GRADES.csv'.")
    if learn is not None:
        application.calibrations.check_name(learn)
    if plot:
        check_replaceable("--plot", plot, PLOT)
    if llm is None:
        chosen = grading_judge(judge, kind, rubric, embeddings=embeddings)
    elif judge != "rubric" or embeddings:
        raise UsageError("--llm judges by a rubric: use it with --judge rubric and without --embeddings.")
    else:
        from interview_cli.app.model_grading import model_grading_judge

        chosen = model_grading_judge(application, llm, kind, rubric)
    report = judge_agreement(grades, _renamed(columns or []), max_grade, chosen)
    learned = None if learn is None else application.learn_calibration(learn, report, chosen)
    if plot:
        from interview_cli.reports.calibration_page import calibration_page

        with replacing("--plot", plot, PLOT) as file:
            file.write(calibration_page(report, learned))
    if as_json:
        fitted = {} if learned is None else {"calibration": {"name": learned.name, **learned.quality()}}
        print_json({**report.to_json(), "judge": judge, **fitted})
    elif str(plot) != "-":
        _report(report, learned)


def _report(report: CalibrationReport, learned: Calibration | None) -> None:
    typer.echo(f"Judge: {report.evaluator.name} ({report.evaluator.rubric_version})")
    if report.insufficient:
        typer.echo(f"{report.insufficient} answers held too little to be scored and count as 0.")
    if report.failed:
        typer.echo(f"Left out, because the model gave no usable judgement of them: {report.failed}.")
    typer.echo(f"{'':<20}{'n':>7}{'pearson':>9}{'95 %':>15}{'spearman':>10}{'MAE':>7}{'RMSE':>7}{'QWK':>7}")
    _row("all answers", report.overall, report.pearson_r_interval)
    for name, group in report.groups.items():
        _row(plain(name)[:19], group.agreement, group.pearson_r_interval)
    if report.human_pearson_r is not None:
        interval = _interval(report.human_pearson_r_interval)
        typer.echo(f"{'two human graders':<20}{'':>7}{report.human_pearson_r:>9.3f}{interval:>15}")
    if learned:
        typer.echo(
            f"Learned {learned.name!r} from {learned.answers} scored answers to {learned.questions} questions; "
            f"checked on unseen questions, {learned.folds} parts:"
        )
        _row("before", learned.before, None)
        _row("after", learned.after, None)


def _list(saved: Calibrations, *, as_json: bool) -> None:
    found = [saved.load(name) for name in saved.names()]
    if as_json:
        print_json([each.to_json() for each in found])
        return
    for each in found:
        typer.echo(
            f"{each.name:<24} {each.judge:<10}{each.type or '–':<18}{each.evaluator.rubric_version:<24}"
            f"RMSE {each.before.rmse:.3f} → {each.after.rmse:.3f}  {each.fitted_at[:10]}"
        )


def _row(name: str, agreement: Agreement, interval: Interval | None) -> None:
    cells = [(agreement.spearman_rho, 10), (agreement.mae, 7), (agreement.rmse, 7), (agreement.qwk, 7)]
    shown = "".join(f"{_number(value):>{width}}" for value, width in cells)
    typer.echo(f"{name:<20}{agreement.n:>7}{_number(agreement.pearson_r):>9}{_interval(interval):>15}{shown}")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(interval: Interval | None) -> str:
    return "–" if interval is None else f"{interval[0]:.3f}–{interval[1]:.3f}"


def _renamed(columns: list[str]) -> dict[str, str]:
    renamed = {}
    for pair in ",".join(columns).split(","):
        if not pair.strip():
            continue
        name, separator, column = pair.partition("=")
        if not separator or not name.strip() or not column.strip():
            raise UsageError(f"--columns takes NAME=COLUMN, not {pair!r}.")
        renamed[name.strip()] = column.strip()
    return renamed
