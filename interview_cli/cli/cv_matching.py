"""`interview cv match`: CVs ranked against a job."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.completing import complete_document
from interview_cli.cli.options import AsJson, application_of
from interview_cli.cli.terminal import counted, plain, print_json
from interview_cli.errors import InputError, PartialBatchError

if TYPE_CHECKING:
    from interview_cli.contracts.cv import CvMatch, Gate

MANY = 10
"""From so many files on, it is said how many have been read."""

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
            help="Files, folders of files, or ids or names of CVs you added.",
            autocompletion=complete_document("cv"),
        ),
    ],
    job: Annotated[
        str,
        typer.Option(
            metavar="JOB",
            help="The job post: a file, or the id or name of one you added.",
            autocompletion=complete_document("job"),
        ),
    ],
    to_csv: ToCsv = None,
    to_html: ToHtml = None,
    as_json: AsJson = False,
) -> None:
    """Rank CVs against a job, with the line of the CV for every must-have that is met.

    Must-haves are gates: who meets more of them stands higher, whatever the score. Names, photos, age, gender,
    nationality, addresses and schools (the setting cv.mask_schools) are masked first and change nothing. What is read
    in a file is kept, so that the next match is quick; 'interview purge --all' forgets it.

    \b
    Examples:
      interview cv match --job job.md cv.pdf
      interview cv match --job acme applications/ --html ranking.html
    """
    from interview_cli.app.cv_matching import match_all
    from interview_cli.app.shelf import Documents

    application = application_of(ctx)
    found = match_all(
        application,
        references,
        Documents(application).job(job),
        mask_schools=application.settings.cv.mask_schools,
        progress=_progress,
    )
    if not found["ranking"] and not found["unreadable"]:
        raise InputError("There is no CV to rank.", "Name files, or a folder with PDF, DOCX, text or Markdown files.")
    _write(found, to_csv, to_html, as_json=as_json)
    for each in found["unreadable"]:
        typer.echo(plain(f"Not read: {each['cv']}: {each['error']}"), err=True)
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
    typer.echo(plain(f"{found['job']}: {counted(found['gates'], 'must-have')}. Likeness by {found['similarity']}."))
    for each in found["ranking"]:
        met = f"{each['gates_met']} of {found['gates']}"
        typer.echo("")
        typer.echo(plain(f"{each['rank']:>3}. {each['cv']}  {each['score']:.1f}  {met}"))
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
    from interview_cli.batch.documents import safe_cell

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


def _progress(done: int, total: int) -> None:
    if total >= MANY and (done % MANY == 0 or done == total):
        typer.echo(f"Read {done} of {total}.", err=True)
