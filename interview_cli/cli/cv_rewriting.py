"""`interview cv rewrite`: a CV in another style and tighter words, without a new fact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import shelf
from interview_cli.cli.completing import complete_model
from interview_cli.cli.options import AsJson, Redact, application_of
from interview_cli.cli.terminal import can_show_app, counted, is_interactive, plain, print_json
from interview_cli.errors import Interrupted, UsageError

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.contracts.cv import CvRewrite
    from interview_cli.cv.reviewing import Proposal, Review
    from interview_cli.cv.rewriting import Rewriting


def _parse_style(value: str) -> str:
    from interview_cli.cv.layout import STYLES

    if value not in STYLES:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(STYLES)}")
    return value


def rewrite(
    ctx: typer.Context,
    reference: shelf.CvArgument,
    style: Annotated[
        str, typer.Option(parser=_parse_style, metavar="STYLE", help="modern, minimal, executive or ats.")
    ] = "ats",
    job: shelf.ForJob = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it: .md, .docx, .pdf or .json.")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show what changes, line by line.")] = False,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_model,
            help="A language model that rewords lines, such as ollama:llama3.2; each line is checked.",
        ),
    ] = None,
    redact: Redact = None,
    review: Annotated[
        bool, typer.Option("--review", help="Decide on each change before anything is written, on a terminal.")
    ] = False,
    plain_lines: Annotated[
        bool, typer.Option("--plain", help="With --review: plain questions instead of the full-screen app.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a CV in another style and tighter words. It adds no fact: what is not in your CV is refused and shown.

    By rules, lines are reordered and tightened, and what only you can add is pointed out. With --llm, a model rewords
    lines, and each is checked against your CV before it is taken. PDF needs: pip install 'interview-cli[pdf]'

    \b
    Examples:
      interview cv rewrite main --style modern --out cv.docx
      interview cv rewrite cv.pdf --job acme --style ats --out cv.pdf --diff
      interview cv rewrite last --llm ollama:llama3.2 --review --out cv.docx
    """
    from interview_cli.app.cv_rewriting import rewritten, write_cv
    from interview_cli.app.shelf import Documents
    from interview_cli.cv.rendering import FORMATS
    from interview_cli.cv.reviewing import Review
    from interview_cli.cv.rewriting import BY_RULES, to_json

    form = None if out is None else out.suffix.lower().lstrip(".")
    if form is not None and form not in FORMATS:
        raise UsageError(f"--out ends with none of {', '.join(f'.{each}' for each in FORMATS)}.")
    if review and not is_interactive():
        raise UsageError("--review asks on a terminal.", "See the changes instead: --diff")
    application = application_of(ctx)
    application.override("llm", redact=redact)
    documents = Documents(application)
    cv = documents.cv(reference)
    post = None if job is None else documents.job(job)
    made, writer = rewritten(application, cv, post, style, llm, lambda told: typer.echo(plain(told), err=True))
    if review:
        made = _reviewed(application, Review(cv.parsed["resume"], made), in_app=not plain_lines and can_show_app())
    if out is not None:
        write_cv(out, made, style)
    found = to_json(made, style, writer or BY_RULES, None if out is None else str(out))
    if as_json:
        print_json(found)
        return
    _print(found, diff=diff)


def _reviewed(application: Application, review: Review, *, in_app: bool) -> Rewriting:
    """The rewrite with what the person has taken. Raises Interrupted when they leave without an end."""
    if not in_app:
        for proposal in review.proposals:
            for line in _proposed(proposal):
                typer.echo(plain(line), err=True)
            proposal.taken = typer.confirm("Take it?", default=True, err=True)
        return review.result()
    from interview_cli.tui.launch import run_app
    from interview_cli.tui.screens.rewrite import RewriteScreen

    decided: list[Rewriting] = []

    def keep(result: Rewriting) -> str:
        decided.append(result)
        return ""

    run_app(application, opens=lambda parts: RewriteScreen(parts, review, keep))
    if not decided:
        raise Interrupted("Nothing was written.", "In the review, W writes the CV with the changes you took.")
    return decided[0]


def _proposed(proposal: Proposal) -> list[str]:
    """What changes, and why."""
    if proposal.is_order:
        return [f"  {each['after']}  ({each['reason']})" for each in proposal.changes]
    lines = [f"  {line}" for line in _compared(proposal.before, proposal.after)]
    return [*lines, *(each["reason"] for each in proposal.changes)]


def _print(found: CvRewrite, *, diff: bool) -> None:
    for change in found["changes"]:
        typer.echo(plain(f"{change['path']}: {change['reason']}"))
        if diff and change["before"] != change["after"]:
            for line in _compared(change["before"] or "", change["after"] or ""):
                typer.echo(plain(f"  {line}"))
    for refused in found["refused"]:
        typer.echo(plain(f"Refused at {refused['path']}: it adds {', '.join(refused['adds'])}."))
        typer.echo(plain(f"  kept:     {refused['before']}"))
        typer.echo(plain(f"  proposed: {refused['proposed']}"))
    for each in found["advice"]:
        typer.echo(plain(f"For you: {each['message']}" + (f"  “{each['quote']}”" if each["quote"] else "")))
    counts = f"{counted(len(found['changes']), 'change')}, {len(found['refused'])} refused, by {found['writer']}"
    typer.echo(f"{counts}." + (f" Written to {plain(found['file'])}." if found["file"] else " Nothing was written."))


def _compared(before: str, after: str) -> list[str]:
    """The two lines one below the other, and what went and came between them."""
    import difflib

    return [line for line in difflib.ndiff([before], [after]) if not line.startswith("?")]
