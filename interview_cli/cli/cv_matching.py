"""`interview cv match`: CVs ranked against a job."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import shelf
from interview_cli.cli.completing import complete_document
from interview_cli.cli.options import Address, AsJson, Engine, Jobs, application_of
from interview_cli.cli.terminal import counted, plain, print_json
from interview_cli.errors import PartialBatchError, UsageError

if TYPE_CHECKING:
    from interview_cli.contracts.cv import CvMatch, Gate

ToCsv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the ranking as CSV; '-' is stdout.")]
ToHtml = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write the ranking as a web page; '-' is stdout.")
]


def match(
    ctx: typer.Context,
    references: Annotated[
        list[str],
        typer.Argument(
            metavar="CV...",
            help="Files, folders, patterns, URLs, '-' for stdin, or CVs you added: id, name or last.",
            autocompletion=complete_document("cv"),
        ),
    ],
    job: shelf.AgainstJob,
    to_csv: ToCsv = None,
    to_html: ToHtml = None,
    as_json: AsJson = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A results file, a line for each CV, which the next run continues."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="With --out: match everything again.")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="With --out: also read again what could not be read.")
    ] = False,
    retry_changed: Annotated[
        bool, typer.Option("--retry-changed", help="With --out: also match again what has changed since.")
    ] = False,
    jobs: Jobs = None,
    engine: Engine = "local",
    address: Address = None,
) -> None:
    """Rank CVs against a job, with the line of the CV for every must-have that is met.

    Must-haves are gates: a CV that meets more of them ranks higher, whatever the score. Names, photos, age, gender,
    nationality, addresses and schools (the setting cv.mask_schools) are masked first and change nothing. What is read
    in a file is kept, so that the next match is quick; 'interview purge --readings' forgets it.

    With --out, results are written as they come, as by 'interview evaluate': after an interruption, run the same
    command again. All that is in the file is ranked.

    \b
    Examples:
      interview cv match --job job.md cv.pdf
      interview cv match --job acme applications/ --html ranking.html
      interview cv match --job acme "s3://bucket/cvs/*.pdf" --out m.jsonl --engine ray --address auto
    """
    from interview_cli.app.cv_matching import Way, match_all
    from interview_cli.app.shelf import Documents
    from interview_cli.batch.report_files import check_apart, check_can_resume
    from interview_cli.cli.batch_progress import shown_progress
    from interview_cli.cli.evaluation_report import fault_of, print_changed

    if out is None and (overwrite or retry_failed or retry_changed):
        raise UsageError("--overwrite, --retry-failed and --retry-changed are about the results file.", "Add --out.")
    if overwrite and (retry_failed or retry_changed):
        raise UsageError("--overwrite matches everything again; leave out the other.")
    check_can_resume(out)
    check_apart({"--out": out, "--csv": to_csv, "--html": to_html})
    application = application_of(ctx)
    left_out = [each for each in (out, to_csv, to_html) if each]
    way = Way(out, engine, address, jobs, overwrite, retry_failed, retry_changed, left_out)
    with shown_progress(doing="Matching") as report:
        found, progress = match_all(application, references, Documents(application).job(job), way, report)
    _write(found, to_csv, to_html, as_json=as_json)
    print_changed(progress)
    for each in found["unreadable"]:
        typer.echo(plain(f"Not read: {each['cv']}: {each['error']}"), err=True)
    if fault := fault_of(progress):
        raise fault
    if found["unreadable"]:
        total = len(found["unreadable"]) + len(found["ranking"])
        raise PartialBatchError(f"{counted(len(found['unreadable']), 'CV')} of {total} could not be read.")


def _write(found: CvMatch, to_csv: Path | None, to_html: Path | None, *, as_json: bool) -> None:
    from interview_cli.cli.output import write_document

    if to_csv is not None:
        write_document(to_csv, to_csv_text(found))
    if to_html is not None:
        from interview_cli.reports.pages import page

        write_document(to_html, "".join(page("cv_match", match=found)))
    if as_json:
        print_json(found)
    elif to_csv is None and to_html is None:
        _print(found)


def _print(found: CvMatch) -> None:
    asked = counted(found["gates"], "must-have") if found["gates"] else "I found no must-have in the post"
    typer.echo(plain(f"{found['job']}: {asked}. Likeness by {found['similarity']}."))
    for each in found["ranking"]:
        met = f"  {each['gates_met']} of {found['gates']}" if found["gates"] else ""
        typer.echo("")
        typer.echo(plain(f"{each['rank']:>3}. {each['cv']}  {each['score']:.1f}{met}"))
        for gate in each["gates"]:
            typer.echo(plain(f"     {_shown(gate)}"))


def _shown(gate: Gate) -> str:
    if "measured" in gate:
        return f"{'✓' if gate['met'] else '–'} {gate['requirement']}: {gate['measured']}"
    if not gate["evidence"]:
        return f"– {gate['requirement']}: not found"
    first = gate["evidence"][0]
    page = f" (page {first['page']})" if first["page"] is not None else ""
    return f"✓ {gate['requirement']}: “{first['quote']}”{page}"


def to_csv_text(found: CvMatch) -> str:
    """A row for each CV; a cell that a spreadsheet would run as a formula is quoted."""
    from interview_cli.batch.ranking_files import safe_cell

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    parts = list(found["weights"])
    writer.writerow(["rank", "cv", "passes", "gates_met", "gates", "score", *parts, "missing", "error"])
    for each in found["ranking"]:
        missing = "; ".join(gate["requirement"] for gate in each["gates"] if not gate["met"])
        row: list[object] = [each["rank"], each["cv"], str(each["passes"]).lower(), each["gates_met"], found["gates"]]
        row += [each["score"], *(each["parts"].get(name, "") for name in parts), missing, ""]
        writer.writerow([safe_cell(cell) for cell in row])
    for failed in found["unreadable"]:
        writer.writerow([safe_cell(cell) for cell in ("", failed["cv"], *[""] * (5 + len(parts)), failed["error"])])
    return written.getvalue()
