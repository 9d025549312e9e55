"""`interview job`: the job posts you apply for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import shelf
from interview_cli.cli.completing import complete_model
from interview_cli.cli.options import HELP, AsJson, Redact, application_of, commands
from interview_cli.cli.terminal import plain, print_json

if TYPE_CHECKING:
    from interview_cli.contracts.job import JobPost


app = commands("Keep job posts, and see what they ask for.")


@app.command(context_settings=HELP)
def add(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Text, Markdown, HTML, PDF or DOCX; '-' is stdin.")],
    name: shelf.Name = None,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_model,
            help="A language model that looks for more than the rules found, such as ollama:llama3.2.",
        ),
    ] = None,
    redact: Redact = None,
    as_json: AsJson = False,
) -> None:
    """Read a job post and keep it on this machine.

    By rules. With --llm, a model adds what they missed; only what is in the post word for word is taken.

    \b
    Examples:
      interview job add job.html --name acme
      pbpaste | interview job add - --name acme
      interview job add job.pdf --llm ollama:llama3.2
    """
    application = application_of(ctx)
    application.override("llm", redact=redact)

    def refine(post: JobPost) -> JobPost:
        from interview_cli.app.job_refining import refined_post

        return refined_post(application, post, llm or "", lambda told: typer.echo(plain(told), err=True))

    shelf.add(ctx, "job", file, name, as_json=as_json, refine=refine if llm else None)


@app.command("list", context_settings=HELP)
def list_jobs(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the job posts you added.

    \b
    Example:
      interview job list
    """
    shelf.show_list(ctx, "job", as_json=as_json)


@app.command(context_settings=HELP)
def show(ctx: typer.Context, reference: shelf.JobArgument, as_json: AsJson = False) -> None:
    """Show what a job post asks for, each with the sentence that says so.

    \b
    Example:
      interview job show acme --json
    """
    from interview_cli.app.shelf import Documents

    post = Documents(application_of(ctx)).job(reference).post
    if as_json:
        print_json(post)
    else:
        _print_post(post)


@app.command(context_settings=HELP)
def remove(
    ctx: typer.Context,
    reference: shelf.JobArgument,
    sessions: shelf.WithSessions = False,
    yes: shelf.Yes = False,
    as_json: AsJson = False,
) -> None:
    """Remove a job post for good: its file, its text and what was read in it; then look for traces.

    \b
    Example:
      interview job remove acme
    """
    shelf.remove(ctx, "job", reference, with_sessions=sessions, yes=yes, as_json=as_json)


def _print_post(post: JobPost) -> None:
    typer.echo(plain(post["title"] or "I found no title."))
    typer.echo(plain(f"  Read by {'rules and ' + post['refined_by'] if 'refined_by' in post else 'rules'}"))
    for label, value in (("Seniority", post["seniority"]), ("Company", post["company"]), ("Place", post["place"])):
        if value:
            typer.echo(plain(f"  {label}: {value}"))
    if post["years"]:
        typer.echo(plain(f"  Years: {post['years']['minimum']} or more  “{post['years']['sentence']}”"))
    if post["salary"]:
        typer.echo(plain(f"  Salary: “{post['salary']['quote']}”"))
    for label, asked in (("Must have", post["must_have"]), ("Nice to have", post["nice_to_have"])):
        typer.echo(f"{label}:" if asked else f"{label}: I found none.")
        for each in asked:
            typer.echo(plain(f"  {each['skill']}  “{each['sentence']}”"))
    if post["responsibilities"]:
        typer.echo("Responsibilities:")
        for line in post["responsibilities"]:
            typer.echo(plain(f"  {line}"))
    for flag in post["red_flags"]:
        typer.echo(plain(f"Ask about: “{flag['quote']}”: {flag['why']}"))
