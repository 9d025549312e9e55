"""`interview feedback`: one session's report."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.completing import complete_model, complete_session
from interview_cli.cli.options import application_of
from interview_cli.cli.output import write_document
from interview_cli.cli.terminal import console, plain, print_json
from interview_cli.errors import InputError, UsageError
from interview_cli.interview.model import SessionStatus

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.interview.model import Session
    from interview_cli.learning.stories import Match

app = typer.Typer(
    rich_markup_mode=None, add_completion=False, context_settings={"help_option_names": ["-h", "--help"]}
)


@app.command()
def feedback(
    ctx: typer.Context,
    session_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A session's id, its first characters, or 'last'.", autocompletion=complete_session
        ),
    ] = "last",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a web page ('-' for stdout).")] = None,
    rate: Annotated[
        int | None, typer.Option(min=1, max=5, metavar="1-5", help="Say how helpful this feedback was, 1 to 5.")
    ] = None,
    tick: Annotated[
        list[str] | None,
        typer.Option(metavar="N.M", help="Say that you did say key point M of question N; N alone: all of them."),
    ] = None,
    untick: Annotated[
        list[str] | None, typer.Option(metavar="N.M", help="Say that you did not say key point M of question N.")
    ] = None,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Score the answers again; the earlier scores are kept.")
    ] = False,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_model,
            help="The judge for --rescore: ollama:MODEL, openai:MODEL …, or offline.",
        ),
    ] = None,
    redact: Annotated[
        bool | None,
        typer.Option(
            "--redact/--no-redact", help="Mask e-mail, phone and the CV's names, links and addresses before sending."
        ),
    ] = None,
    play: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Play the recording of answer N; Ctrl-C stops it.")
    ] = None,
    from_s: Annotated[
        float | None, typer.Option("--from", min=0, metavar="SECONDS", help="Play from this second.")
    ] = None,
    quote: Annotated[str | None, typer.Option(metavar="WORDS", help="Play from where these words were said.")] = None,
) -> None:
    """Show the report on one session: scores, the words they rest on, and what to fix first.

    \b
    Examples:
      interview feedback last
      interview feedback 3f2a --markdown > report.md
      interview feedback last --rate 4
      interview feedback last --tick 2.1 --tick 2.3 --untick 3.2
      interview feedback last --rescore --llm ollama:llama3.2
      interview feedback last --play 2 --quote "I led a team"
    """
    if play is None and (from_s is not None or quote is not None):
        raise UsageError("--from and --quote say where --play N begins.")
    if from_s is not None and quote is not None:
        raise UsageError("Choose one of --from and --quote.")
    if play is not None and any((as_json, markdown, html, rescore, rate, tick, untick)):
        raise UsageError("--play cannot be combined with other options.")
    if sum([as_json, markdown, html is not None]) > 1:
        raise UsageError("Choose one of --json, --markdown and --html.")

    if (llm is not None or redact is not None) and not rescore:
        raise UsageError("--llm and --redact need --rescore.")
    application = application_of(ctx)
    application.override("llm", engine=llm, redact=redact)
    session = application.find_session(session_id)
    if play is not None:
        from interview_cli.cli.playing import play_answer

        play_answer(session, play, application.paths.recordings, from_s or 0.0, quote)
        return
    changed = []
    if tick or untick:
        from interview_cli.cli.ticking import change_ticks

        changed = change_ticks(session, tick or [], untick or [], application.store)
    if rate is not None:
        application.store.rate(session.id, rate)
        typer.echo(f"Thank you: rated {rate} of 5.", err=True)
    if rate is not None or changed:
        session = application.find_session(session.id)
    if rescore:
        session = _rescored(session, application)
    if as_json or markdown or html is not None:
        _write(session, application, as_json=as_json, html=html)
    elif rescore or (rate is None and not changed):
        from interview_cli.cli.report import print_report

        out = console()
        if session.status is not SessionStatus.COMPLETED:
            out.print(f"This session is {session.status.value.replace('_', ' ')}.", style="yellow")
        print_report(session, out)
        _name_better_stories(session, application)
    elif changed:
        from interview_cli.cli.report import print_checklist

        for exchange in changed:
            print_checklist(exchange, session.id, console())


def _better_stories(session: Session, application: Application) -> dict[str, Match]:
    from interview_cli.app.learning import Learning

    return Learning(application).better_stories(session)


def _name_better_stories(session: Session, application: Application) -> None:
    """Where a story of the candidate's own would have fitted a question better, say which and why."""
    from interview_cli.reports.markdown import better_story_line

    better = _better_stories(session, application)
    for number, exchange in enumerate(session.exchanges, 1):
        if found := better.get(exchange.asked.id):
            typer.echo(f"Question {number}: {plain(better_story_line(found))}")


def _rescored(session: Session, application: Application) -> Session:
    """The session judged again."""
    if session.status is not SessionStatus.COMPLETED:
        raise InputError(
            f"Session {session.id[:8]} is {session.status.value}: only completed sessions are scored.",
            f"Resume it: interview practice --continue {session.id[:8]}",
        )
    parts = application.parts(session.settings, fresh=True)
    if parts.remote_host:
        typer.echo(f"Your answers are sent to {parts.remote_host}.", err=True)
    session = asyncio.run(application.rescore(session, parts.judge))
    for problem in parts.problems.taken():
        typer.echo(f"{problem.message} {problem.remedy}".strip(), err=True)
    return session


def _write(session: Session, application: Application, *, as_json: bool, html: Path | None) -> None:
    """The session as JSON, as a web page in the file `html`, or else as Markdown."""
    better = _better_stories(session, application)
    if as_json:
        from interview_cli.reports.contract import session_to_json

        print_json(session_to_json(session, better))
    elif html is not None:
        from interview_cli.reports.html import session_to_html
        from interview_cli.reports.player import sounds_for

        page = None if str(html) == "-" else html
        sounds = sounds_for(session, application.paths.recordings, page)
        write_document(html, session_to_html(session, sounds, better))
    else:
        from interview_cli.reports.markdown import session_to_markdown

        typer.echo(session_to_markdown(session, better), nl=False)
