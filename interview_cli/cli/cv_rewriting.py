"""`interview cv rewrite`: a CV in another style and tighter words, without a new fact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.completing import complete_document, complete_model
from interview_cli.cli.options import AsJson, Redact, application_of
from interview_cli.cli.terminal import counted, is_interactive, plain, print_json
from interview_cli.errors import ChatModelError, InputError, UsageError

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.shelf import CvInHand, JobInHand
    from interview_cli.contracts.cv import CvRewrite
    from interview_cli.cv.layout import Style
    from interview_cli.cv.rewriting import Rewriting


def _parse_style(value: str) -> str:
    from interview_cli.cv.layout import STYLES

    if value not in STYLES:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(STYLES)}")
    return value


def rewrite(
    ctx: typer.Context,
    reference: Annotated[
        str,
        typer.Argument(
            metavar="CV", help="A file, or the id or name of a CV you added.", autocompletion=complete_document("cv")
        ),
    ],
    style: Annotated[
        str, typer.Option(parser=_parse_style, metavar="STYLE", help="modern, minimal, executive or ats.")
    ] = "ats",
    job: Annotated[
        str | None,
        typer.Option(
            metavar="JOB",
            help="A job post: what it asks for comes first.",
            autocompletion=complete_document("job"),
        ),
    ] = None,
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
    choose: Annotated[bool, typer.Option("--choose", help="Ask about each reworded line, on a terminal.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a CV in another style and tighter words. It adds no fact: what is not in your CV is refused and shown.

    By rules, lines are reordered and tightened, and what only you can add is pointed out. With --llm, a model rewords
    lines, and each is checked against your CV before it is taken. PDF needs: pip install 'interview-cli[pdf]'

    \b
    Examples:
      interview cv rewrite main --style modern --out cv.docx
      interview cv rewrite cv.pdf --job acme --style ats --out cv.pdf --diff
    """
    from interview_cli.app.shelf import Documents
    from interview_cli.cv.rendering import FORMATS, render
    from interview_cli.cv.rewriting import BY_RULES, to_json

    form = None if out is None else out.suffix.lower().lstrip(".")
    if form is not None and form not in FORMATS:
        raise UsageError(f"--out ends with none of {', '.join(f'.{each}' for each in FORMATS)}.")
    if choose and not is_interactive():
        raise UsageError("--choose asks on a terminal.", "See the changes instead: --diff")
    application = application_of(ctx)
    application.override("llm", redact=redact)
    documents = Documents(application)
    cv = documents.cv(reference)
    post = None if job is None else documents.job(job)
    made, writer = _made(application, cv, post, style, llm)
    if choose:
        _choose(made)
    if out is not None and form is not None:
        _write(out, render(made.resume, _as_style(style), form))
    found = to_json(made, style, writer or BY_RULES, None if out is None else str(out))
    if as_json:
        print_json(found)
        return
    _print(found, diff=diff)


def _made(
    application: Application, cv: CvInHand, post: JobInHand | None, style: str, llm: str | None
) -> tuple[Rewriting, str | None]:
    """The rewrite, and the model that took part in it."""
    from interview_cli.cv.coverage import wanted
    from interview_cli.cv.rewriting import rewrite_by_rules

    made = rewrite_by_rules(cv.parsed["resume"], wanted(post.post) if post else ())
    if llm is None:
        return made, None
    import asyncio

    from interview_cli.app.parts import open_model
    from interview_cli.cv.model_rewriting import rewrite_by_model

    model = open_model(application, cv.text, llm)
    if model is None:
        return made, None
    if model.remote_host:
        typer.echo(f"The lines of the CV are sent to {model.remote_host} ({model.name}).", err=True)
    text = post.post["text"] if post else None
    try:
        asyncio.run(rewrite_by_model(made, model, style=style, job=text, overrides=application.paths.prompts))
    except ChatModelError as error:
        typer.echo(plain(f"{error.message} What follows is by rules from there on."), err=True)
    return made, model.name


def _choose(made: Rewriting) -> None:
    """Let the person take back reworded lines, one by one."""
    for change in [each for each in made.changes if each["before"] != each["after"]]:
        for line in _compared(change["before"] or "", change["after"] or ""):
            typer.echo(plain(f"  {line}"))
        if not typer.confirm(f"{plain(change['reason'])} Take it?", default=True):
            made.take_back(change)


def _as_style(style: str) -> Style:
    from interview_cli.cv.layout import STYLES

    return next(each for each in STYLES if each == style)


def _write(path: Path, data: bytes) -> None:
    from interview_cli.whole_files import part_of

    try:
        with part_of(path) as part:
            part.write_bytes(data)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


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
