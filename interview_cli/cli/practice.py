"""`interview practice`: one session, in the app, as plain lines, or from a script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import shelf
from interview_cli.cli.answering import Answers, Audio, Spoken, Transcribing
from interview_cli.cli.completing import (
    complete_bank,
    complete_model,
    complete_question,
    complete_unfinished,
    complete_voice,
)
from interview_cli.cli.options import (
    Redact,
    application_of,
    commands,
    level_option,
    type_option,
)
from interview_cli.cli.terminal import can_show_app, console, print_json, short_id
from interview_cli.errors import Interrupted, InterviewError, UsageError
from interview_cli.interview.model import Difficulty, InterviewType, PlanSlot, Session, SessionSettings
from interview_cli.interview.printable import printable

if TYPE_CHECKING:
    from rich.console import Console

    from interview_cli.app import Application
    from interview_cli.app.parts import SessionParts
    from interview_cli.interview.events import Event

app = commands()


@app.command()
def practice(
    ctx: typer.Context,
    kind: Annotated[
        InterviewType | None,
        type_option("behavioral, hr_screen (hr), technical_verbal (technical), project, system_design or mixed."),
    ] = None,
    difficulty: Annotated[
        Difficulty | None,
        level_option("warmup, standard or intense."),
    ] = None,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="The role you practise for, such as 'backend engineer'.")
    ] = None,
    questions: Annotated[
        int | None,
        typer.Option(
            "--questions", "-n", min=1, max=30, metavar="N", help="The number of main questions (5 by default)."
        ),
    ] = None,
    follow_ups: Annotated[
        int | None,
        typer.Option(
            "--follow-ups",
            min=0,
            max=5,
            metavar="N",
            help="The maximum number of follow-ups to a question (default 2).",
        ),
    ] = None,
    bank: Annotated[
        str | None,
        typer.Option(metavar="BANK", help="Ask only from this question bank.", autocompletion=complete_bank),
    ] = None,
    question: Annotated[
        str | None,
        typer.Option(
            "--question", metavar="QID", help="Ask this one question (its id).", autocompletion=complete_question
        ),
    ] = None,
    answers: Answers = None,
    continue_: Annotated[
        str | None,
        typer.Option(
            "--continue",
            metavar="ID",
            help="Resume an unfinished session: id or 'last'.",
            autocompletion=complete_unfinished,
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, metavar="SEED", help="Seed of the random choice of questions, to repeat it.")
    ] = None,
    cv: shelf.ForCv = None,
    job: shelf.ForJob = None,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_model,
            help="The interviewer and judge: ollama:MODEL, openai:MODEL, another server's preset, auto or offline.",
        ),
    ] = None,
    persona: Annotated[
        str | None,
        typer.Option(
            metavar="PERSONA", help="How a model interviews: friendly, neutral, skeptical, rapid or your own."
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Language of interview and feedback, such as 'de'; needs a model."),
    ] = None,
    samples: Annotated[
        int | None, typer.Option(min=1, max=9, metavar="N", help="Ask a model judge N times for each answer.")
    ] = None,
    redact: Redact = None,
    voice: Spoken = None,
    audio: Audio = None,
    stt: Transcribing = None,
    tts: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_voice,
            help="Text-to-speech: auto, pyttsx3, piper, openai or none.",
        ),
    ] = None,
    device: Annotated[
        str | None, typer.Option(metavar="NAME", help="The microphone: part of its name, or its number.")
    ] = None,
    mute: Annotated[bool, typer.Option("--mute", help="Don't speak the questions; kept for --continue.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the plan of the interview.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Plain lines instead of the full-screen app.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the finished session as JSON on stdout.")] = False,
) -> None:
    """Practise one interview and get feedback.

    On a terminal this opens the full-screen app. Off a terminal each line of stdin is one answer, and the end of
    the input ends the session. Whatever happens, what you said is saved: resume later with --continue last.

    \b
    Examples:
      interview practice --type behavioral
      interview practice --type technical --role "backend engineer" -n 3 --plain
      interview practice --type hr --answers my_answers.txt --json
      interview practice --cv cv.pdf --job job.html --dry-run
      interview practice --llm ollama:llama3.2 --cv cv.pdf --job job.md --persona skeptical
      interview practice --question ownership-inherited-mess
      interview practice --continue last
    """
    from interview_cli.cli.answering import who_answers
    from interview_cli.interview.answers import read_answers
    from interview_cli.interview.one_question import OneQuestion

    if answers and audio:
        raise UsageError("--answers and --audio both script the session; give one.")
    script = read_answers(answers) if answers else None
    if question is not None and any((kind, difficulty, questions, bank)):
        raise UsageError("--question asks one question; leave out --type, --difficulty, --questions and --bank.")
    chosen = (kind, difficulty, role, questions, follow_ups, bank, seed, persona, language, cv, job, question)
    if continue_ is not None and (dry_run or any(value is not None for value in chosen)):
        raise UsageError("--continue resumes a session as it was planned; the other options are already set.")
    application = application_of(ctx)
    application.override("llm", engine=llm, samples=samples, redact=redact)
    application.override("voice", enabled=voice, stt=stt, tts=tts, device=device)
    wanted = None if question is None else application.library.find(question)
    session = None if continue_ is None else application.session_to_continue(continue_)
    if session is None and not dry_run:
        application.require_session_left_today()
    settings = (
        session.settings
        if session
        else application.session_settings(
            kind=wanted.type if wanted else kind,
            difficulty=wanted.difficulty if wanted else difficulty,
            role=role,
            questions=1 if wanted else questions,
            follow_ups=follow_ups,
            bank=bank,
            seed=seed,
            persona=persona,
            language=language,
            cv=cv,
            job=job,
            muted=mute,
        )
    )
    if mute or (settings.muted and tts is None):
        application.override("voice", tts="none")
    if dry_run:
        _show_plan(application, settings, as_json=as_json)
        return
    if script is None and not audio and not plain and not as_json and can_show_app():
        from interview_cli.tui.launch import run_app

        run_app(application, settings=settings, resume=session, question=wanted)
        return
    if session is None:
        _offer_unfinished(application)
    elif script is None and not audio:
        _report_if_spoken(application, session)
    out = console(stderr=as_json)
    for problem in application.library.problems:
        out.print(printable(f"Left out: {problem}"), style="yellow", markup=False)
    parts = application.parts(settings)
    if wanted:
        parts = replace(parts, interviewer=OneQuestion(wanted, parts.interviewer))
    for trouble in parts.problems.taken():
        out.print(f"{trouble.message} {trouble.remedy}".strip(), markup=False, style="yellow")
    if parts.remote_host:  # before the plan, which takes CV and job description there
        out.print(f"What you say is sent to {parts.remote_host}.", markup=False, style="bold yellow")
    candidate, speaker = who_answers(application, parts, settings.language, script, audio, out)
    interview = application.interview(candidate, parts, speaker)
    events = interview.resume(session) if session else interview.start(settings)
    finished = _run(events, parts, out, typed=speaker is None and not audio)
    if as_json:
        from interview_cli.reports.contract import session_to_json

        print_json(session_to_json(finished))
    else:
        from interview_cli.cli.report import print_report
        from interview_cli.learning.attempts import weakest_answer

        print_report(finished, out)
        session_id, number = short_id(finished.id), weakest_answer(finished)
        again = f"Answer question {number} again: interview retry {session_id} {number}\n" if number else ""
        out.print(f"\n{again}Show it again: interview feedback {session_id}", style="dim")


def _show_plan(application: Application, settings: SessionSettings, *, as_json: bool) -> None:
    """What would be asked about, without starting a session."""
    from dataclasses import asdict

    parts = application.parts(settings)
    if parts.remote_host:
        typer.echo(f"Role, CV and job description are sent to {parts.remote_host}.", err=True)
    plan = asyncio.run(_planned(parts, settings))
    for problem in parts.problems.taken():
        typer.echo(f"{problem.message} {problem.remedy}".strip(), err=True)
    if as_json:
        print_json({"planned_by": parts.active_engine, "plan": [asdict(slot) for slot in plan]})
        return
    for number, slot in enumerate(plan, 1):
        about = printable(": ".join(part for part in (slot.topic, slot.focus) if part) or "open")
        typer.echo(f"{number:>2}. {slot.stage.value:<8} {slot.type.value:<17} {slot.difficulty.value:<9} {about}")


async def _planned(parts: SessionParts, settings: SessionSettings) -> Sequence[PlanSlot]:
    return await parts.interviewer.plan(settings)


def _offer_unfinished(application: Application) -> None:
    for summary in application.unfinished_sessions()[:1]:
        begun = f"{summary.started_at.astimezone():%d %B %H:%M}"
        typer.echo(
            f"You have an unfinished {summary.type.value} session from {begun}. "
            f"Resume it: interview practice --continue {short_id(summary.id)}",
            err=True,
        )


def _report_if_spoken(application: Application, session: Session) -> None:
    """Somebody interrupted while speaking should not have to type the answer instead."""
    from interview_cli.app.recordings import answers_aloud

    if not application.settings.voice.enabled and answers_aloud(application, session.id):
        typer.echo(
            "You spoke in this session, and what was recorded is kept. Resume aloud: "
            f"interview practice --continue {short_id(session.id)} --voice",
            err=True,
        )


def _run(interview: AsyncIterator[Event], parts: SessionParts, out: Console, *, typed: bool) -> Session:
    """Play the session to its end, showing every event."""
    from interview_cli.cli.plain_lines import PlainRenderer
    from interview_cli.interview.events import Finished, Planned
    from interview_cli.interview.ports import CandidatePaused

    renderer = PlainRenderer(out, parts.active_engine, typed=typed)
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
        return asyncio.run(play())
    except (CandidatePaused, KeyboardInterrupt):
        if session is None:
            raise Interrupted("Stopped before anything was asked.") from None
        raise Interrupted(
            "Stopped. Everything you said is saved.", f"Resume: interview practice --continue {short_id(session.id)}"
        ) from None
    except InterviewError:
        if session is not None:
            typer.echo(f"To resume later: interview practice --continue {short_id(session.id)}", err=True)
        raise
