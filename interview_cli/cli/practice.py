"""`interview practice`: one session, in the app, as plain lines, or from a script."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.options import parse_difficulty, parse_type
from interview_cli.cli.terminal import can_show_app, console, print_json, short_id
from interview_cli.errors import Interrupted, InterviewError, UnavailableError, UsageError
from interview_cli.interview.model import Difficulty, InterviewType, Session
from interview_cli.interview.printable import printable

if TYPE_CHECKING:
    from rich.console import Console

    from interview_cli.app import Application
    from interview_cli.interview.events import Event
    from interview_cli.interview.ports import Candidate

app = typer.Typer(
    rich_markup_mode=None, add_completion=False, context_settings={"help_option_names": ["-h", "--help"]}
)


@app.command()
def practice(
    kind: Annotated[
        InterviewType | None,
        typer.Option(
            "--type",
            "-t",
            parser=parse_type,
            metavar="TYPE",
            help="behavioral, hr_screen (hr), technical_verbal (technical), project, system_design or mixed.",
        ),
    ] = None,
    difficulty: Annotated[
        Difficulty | None,
        typer.Option(
            "--difficulty", "-d", parser=parse_difficulty, metavar="LEVEL", help="warmup, standard or intense."
        ),
    ] = None,
    role: Annotated[str | None, typer.Option(help="The role you practise for, as in 'backend engineer'.")] = None,
    questions: Annotated[
        int | None, typer.Option("--questions", "-n", min=1, max=30, help="How many main questions (5 by default).")
    ] = None,
    follow_ups: Annotated[
        int | None,
        typer.Option("--follow-ups", min=0, max=5, help="The most follow-ups to a question (default 2)."),
    ] = None,
    bank: Annotated[str | None, typer.Option(help="Ask only from this question bank.")] = None,
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Answers from a file: JSON Lines, YAML or paragraphs."),
    ] = None,
    continue_: Annotated[
        str | None,
        typer.Option("--continue", metavar="ID", help="Go on with an unfinished session: id or 'last'."),
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Choose the same questions again.")] = None,
    voice: Annotated[
        bool, typer.Option("--voice/--text", help="Answer aloud (not in this version), or type (what happens now).")
    ] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Plain lines instead of the full-screen app.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the finished session as JSON on stdout.")] = False,
) -> None:
    """Practise one interview and get feedback.

    On a terminal this opens the full-screen app. Off a terminal each line of stdin is one answer, and the end of
    the input ends the session. Whatever happens, what you said is saved: go on later with --continue last.

    \b
    Examples:
      interview practice --type behavioral
      interview practice --type technical --role "backend engineer" -n 3 --plain
      interview practice --type hr --answers my_answers.txt --json
      interview practice --continue last
    """
    if voice:
        raise UnavailableError("Answering aloud is not part of this version.", "Type your answers: --text.")
    from interview_cli.app import Application
    from interview_cli.interview.answers import read_answers

    script = read_answers(answers) if answers else None
    chosen = (kind, difficulty, role, questions, follow_ups, bank, seed)
    if continue_ is not None and any(value is not None for value in chosen):
        raise UsageError("--continue goes on with a session as it was planned; the other choices are already made.")
    application = Application()
    session = None if continue_ is None else application.session_to_continue(continue_)
    if session is None:
        application.require_session_left_today()
    settings = (
        None
        if session
        else application.session_settings(
            kind=kind,
            difficulty=difficulty,
            role=role,
            questions=questions,
            follow_ups=follow_ups,
            bank=bank,
            seed=seed,
        )
    )
    if script is None and not plain and not as_json and can_show_app():
        from interview_cli.tui.launch import run_app

        run_app(application, settings=settings, resume=session)
        return
    if session is None:
        _offer_unfinished(application)
    out = console(stderr=as_json)
    for problem in application.library.problems:
        out.print(printable(f"Left out: {problem}"), style="yellow", markup=False)
    candidate = _candidate(application, script, out)
    interview = application.interview(candidate)
    run = interview.resume(session) if session else interview.start(settings) if settings else None
    assert run is not None
    finished = _run(run, out)
    if as_json:
        from interview_cli.reports.contract import session_to_json

        print_json(session_to_json(finished))
    else:
        from interview_cli.cli.report import print_report

        print_report(finished, out)
        out.print(f"\nSee it again: interview feedback {short_id(finished.id)}", style="dim")


def _candidate(application: Application, script: list[str] | None, out: Console) -> Candidate:
    from interview_cli.cli.plain import KeyboardCandidate, LinesCandidate
    from interview_cli.interview.answers import ScriptedCandidate

    if script is not None:
        return ScriptedCandidate(script, application.clock)
    if sys.stdin.isatty():
        return KeyboardCandidate(application.clock, application.store.save_draft, out)
    return LinesCandidate(application.clock)


def _offer_unfinished(application: Application) -> None:
    for summary in application.unfinished_sessions()[:1]:
        begun = f"{summary.started_at.astimezone():%d %B %H:%M}"
        typer.echo(
            f"You have an unfinished {summary.type.value} session from {begun}. "
            f"Go on with it: interview practice --continue {short_id(summary.id)}",
            err=True,
        )


def _run(interview: AsyncIterator[Event], out: Console) -> Session:
    """Play the session to its end, showing every event."""
    from interview_cli.cli.plain import PlainRenderer, interruptible
    from interview_cli.interview.events import Finished, Planned
    from interview_cli.interview.ports import CandidatePaused

    renderer = PlainRenderer(out)
    session: Session | None = None

    async def play() -> Session:
        nonlocal session
        async for event in interview:
            if isinstance(event, Planned | Finished):
                session = event.session
            renderer.render(event)
        assert session is not None
        return session

    try:
        with interruptible():
            return asyncio.run(play())
    except (CandidatePaused, KeyboardInterrupt):
        if session is None:
            raise Interrupted("Stopped before anything was asked.") from None
        raise Interrupted(
            "Stopped. Everything you said is saved.", f"Go on: interview practice --continue {short_id(session.id)}"
        ) from None
    except InterviewError:
        if session is not None:
            typer.echo(f"To go on later: interview practice --continue {short_id(session.id)}", err=True)
        raise
