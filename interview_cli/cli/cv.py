"""`interview cv`: your CV, read, analysed, matched with jobs and rewritten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import cv_matching, cv_rewriting, shelf
from interview_cli.cli.options import HELP, AsJson, application_of, commands
from interview_cli.cli.terminal import plain, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interview_cli.app.shelf import Documents
    from interview_cli.contracts.cv import CvAnalysis, Finding
    from interview_cli.contracts.resume import ParsedResume


app = commands("Read, analyse, match and rewrite CVs.")


@app.command(context_settings=HELP)
def add(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PDF, DOCX, text, Markdown, JSON Resume or RenderCV.")],
    name: shelf.Name = None,
    as_json: AsJson = False,
) -> None:
    """Read a CV and keep it on this machine.

    \b
    Example:
      interview cv add cv.pdf --name main
    """
    shelf.add(ctx, "cv", file, name, as_json=as_json)


@app.command("list", context_settings=HELP)
def list_cvs(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the CVs you added.

    \b
    Example:
      interview cv list
    """
    shelf.show_list(ctx, "cv", as_json=as_json)


@app.command(context_settings=HELP)
def show(ctx: typer.Context, reference: shelf.CvArgument, as_json: AsJson = False) -> None:
    """Show what was read in a CV.

    \b
    Example:
      interview cv show main
    """
    _print_parsed(_documents(ctx).cv(reference).parsed, as_json=as_json)


@app.command(context_settings=HELP)
def remove(
    ctx: typer.Context,
    reference: shelf.CvArgument,
    sessions: shelf.WithSessions = False,
    yes: shelf.Yes = False,
    as_json: AsJson = False,
) -> None:
    """Remove a CV for good: its file, its text and what was read in it; then look for traces.

    \b
    Example:
      interview cv remove main
    """
    shelf.remove(ctx, "cv", reference, with_sessions=sessions, yes=yes, as_json=as_json)


@app.command(context_settings=HELP)
def parse(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The CV; '-' is stdin.")],
    as_json: AsJson = False,
) -> None:
    """Show what a machine reads in a CV, and keep nothing.

    Text that a person would not see is listed with the reason and is part of nothing else.

    \b
    Example:
      interview cv parse cv.pdf --json > resume.json
    """
    from interview_cli.app.shelf import read_file
    from interview_cli.documents.reading import read_resume

    _print_parsed(read_resume(*read_file(file)), as_json=as_json)


@app.command(context_settings=HELP)
def analyze(
    ctx: typer.Context,
    reference: shelf.CvArgument,
    job: shelf.ForJob = None,
    as_json: AsJson = False,
) -> None:
    """Score a CV by listed rules, and quote the line for every finding.

    The score is the sum of its parts; the same file gets the same score. It follows no vendor's system.

    \b
    Examples:
      interview cv analyze cv.pdf
      interview cv analyze main --job job.md --json
    """
    from interview_cli.cv.analysis import analyze as analyzed
    from interview_cli.cv.coverage import keywords_for
    from interview_cli.cv.lines import lines_of

    application = application_of(ctx)
    documents = _documents(ctx)
    parsed = documents.cv(reference).parsed
    keywords = None if job is None else keywords_for(documents.job(job).post, lines_of(parsed["resume"]))
    analysis = analyzed(parsed, application.clock.now().date(), keywords)
    if as_json:
        print_json(analysis)
    else:
        _print_analysis(analysis)


app.command(context_settings=HELP)(cv_matching.match)
app.command(context_settings=HELP)(cv_rewriting.rewrite)


def _documents(ctx: typer.Context) -> Documents:
    from interview_cli.app.shelf import Documents

    return Documents(application_of(ctx))


def _print_parsed(parsed: ParsedResume, *, as_json: bool) -> None:
    if as_json:
        print_json(parsed)
        return
    from interview_cli.cv.rendering import to_text

    for line in to_text(parsed["resume"]).splitlines():
        typer.echo(plain(line))
    for hidden in parsed["hidden"]:
        page = "" if hidden["page"] is None else f" on page {hidden['page']}"
        typer.echo(plain(f"Hidden{page} ({hidden['why']}): {hidden['text']}"), err=True)
    for problem in parsed["problems"]:
        typer.echo(plain(problem), err=True)


def _print_analysis(analysis: CvAnalysis) -> None:
    typer.echo(f"Score: {analysis['score']:g} of 100, by {analysis['rules']}. {analysis['disclaimer']}")
    typer.echo(f"{analysis['experience']} Overlaps count once.")
    for part in analysis["parts"]:
        typer.echo(f"\n{part['name']:<10} {part['score']:>5g} of {part['max']:g}   {part['measured']}")
        _print_findings(part["findings"])
    for each in analysis["not_checked"]:
        typer.echo(f"\n{each['name']}: not checked. {each['why']}")
    if analysis["keywords"] and any(analysis["keywords"].values()):
        typer.echo("\nSkills of the job:")
        for found in analysis["keywords"]["found"]:
            places = ", ".join(
                dict.fromkeys(_place(each["page"], each["line"]) or each["path"] for each in found["where"])
            )
            typer.echo(plain(f"  {found['term']}: {places}"))
        for term in analysis["keywords"]["missing"]:
            typer.echo(plain(f"  {term}: not found"))


def _print_findings(findings: Sequence[Finding]) -> None:
    for each in findings:
        place = _place(each["page"], each["line"])
        typer.echo(plain(f"  {each['severity']}: {each['message']}"))
        if each["quote"] is not None:
            typer.echo(plain(f"    “{each['quote']}”{f' ({place})' if place else ''}"))
        typer.echo(plain(f"    → {each['fix']}"))


def _place(page: int | None, line: int | None) -> str:
    named = [f"page {page}" if page is not None else "", f"line {line}" if line is not None else ""]
    return ", ".join(each for each in named if each)
