"""`interview calibrate`: how far a judge agrees with human grades."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.terminal import print_json
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.scoring.agreement import Agreement

app = typer.Typer(
    rich_markup_mode=None, add_completion=False, context_settings={"help_option_names": ["-h", "--help"]}
)


@app.command()
def calibrate(
    grades: Annotated[Path, typer.Argument(metavar="GRADES.csv", help="Columns question, reference, answer, grade.")],
    columns: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=COLUMN", help="What a column is called in the file; repeat, or separate by commas."
        ),
    ] = None,
    max_grade: Annotated[float, typer.Option("--max-grade", help="The highest grade there is.")] = 5.0,
    embeddings: Annotated[
        bool | None,
        typer.Option(
            "--embeddings/--no-embeddings",
            help="Also compare meaning with the local embedding model (by default, when it is installed).",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare the rules' scores of short answers with human grades, next to how far two humans agree.

    With a column grade2 the human grade is the mean of both; with a column group each group is reported too.

    \b
    Examples:
      interview calibrate grades.csv
      interview calibrate grades.csv --columns reference=desired_answer,answer=student_answer --max-grade 5 --json
    """
    from interview_cli.app import judge_agreement

    report = judge_agreement(grades, _renamed(columns or []), max_grade, embeddings=embeddings)
    if as_json:
        print_json(report.to_json())
        return
    typer.echo(f"Judge: {report.evaluator.name} ({report.evaluator.rubric_version})")
    typer.echo(f"{'':<20}{'n':>7}{'pearson':>9}{'spearman':>10}{'MAE':>7}{'RMSE':>7}{'QWK':>7}")
    _row("all answers", report.overall)
    for name, agreement in report.groups.items():
        _row(name[:19], agreement)
    if report.human_pearson_r is not None:
        typer.echo(f"{'two human graders':<20}{'':>7}{report.human_pearson_r:>9.3f}")


def _row(name: str, agreement: Agreement) -> None:
    values = agreement.to_json()
    cells = [(values["pearson_r"], 9), (values["spearman_rho"], 10), (values["mae"], 7), (values["rmse"], 7)]
    cells.append((values["qwk"], 7))
    shown = "".join(f"{'–':>{width}}" if value is None else f"{value:>{width}.3f}" for value, width in cells)
    typer.echo(f"{name:<20}{values['n']:>7}{shown}")


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
