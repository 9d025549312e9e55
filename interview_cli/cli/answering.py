"""Who answers in a session outside the app, and what the commands that ask questions again have in common."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.completing import complete_model, complete_transcriber
from interview_cli.errors import Interrupted, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from interview_cli.app import Application
    from interview_cli.app.learning import Place
    from interview_cli.app.parts import SessionParts
    from interview_cli.interview.events import Problems
    from interview_cli.interview.model import SessionSettings
    from interview_cli.interview.ports import Candidate, Voice


def who_answers(
    application: Application,
    parts: SessionParts,
    language: str,
    script: list[str] | None,
    audio: list[Path] | None,
    out: Console,
    save_draft: Callable[[str, str], None] | None = None,
    *,
    again: bool = False,
) -> tuple[Candidate, Voice | None]:
    """The candidate, and the voice that asks when the interview is spoken.

    `script` are answers read from a file, `audio` recorded ones; without them answers are spoken as configured, typed
    on a terminal, or read from a pipe. `out` shows which transcriber is used. `save_draft` keeps what was typed or
    said so far, in the store unless given; `again` when there is no session whose start explains how to answer.
    Raises UnavailableError and InputError.
    """
    from interview_cli.cli.plain_lines import COMMANDS, COMMANDS_AGAIN, KeyboardCandidate, LinesCandidate
    from interview_cli.interview.answers import ScriptedCandidate

    save_draft = save_draft or application.store.save_draft
    if script is not None:
        return ScriptedCandidate(script, application.clock), None
    if audio:
        return _recorded(application, audio, language, parts.problems, out), None
    if application.settings.voice.enabled:
        return _speaking(application, language, parts.problems, out, save_draft)
    commands = COMMANDS_AGAIN if again else COMMANDS
    if not sys.stdin.isatty():
        return LinesCandidate(application.clock, commands), None
    keyboard = KeyboardCandidate(application.clock, save_draft, out, commands)
    if again:
        keyboard.explain()
    return keyboard, None


def _recorded(
    application: Application, files: list[Path], language: str, problems: Problems, out: Console
) -> Candidate:
    from interview_cli.app.speaking import recorded_candidate
    from interview_cli.cli.downloads import opening_model

    with opening_model() as opening:
        candidate, transcriber = recorded_candidate(application, files, language, problems.add, **opening)
    out.print(f"Transcriber: {transcriber.name}.", markup=False, style="dim")
    return candidate


def _speaking(
    application: Application, language: str, problems: Problems, out: Console, save_draft: Callable[[str, str], None]
) -> tuple[Candidate, Voice]:
    from interview_cli.app.speaking import open_speech
    from interview_cli.cli.downloads import opening_model
    from interview_cli.cli.spoken_lines import HELP, PlainSpeaker
    from interview_cli.interview.inbox import Inbox

    with opening_model() as opening:
        speech = open_speech(application, language, problems.report, **opening)
    inbox = Inbox()
    speaker = PlainSpeaker(out, inbox, speech.voice)
    candidate = speech.candidate(inbox, save_draft, speaker.show)
    heard = f"Transcriber: {speech.transcriber_name}."
    out.print(" ".join([heard, *speech.remarks]), markup=False, style="dim")
    if speech.remote_host:
        out.print(f"What you say is sent to {speech.remote_host}.", markup=False, style="bold yellow")
    out.print(HELP, markup=False, style="dim")
    speaker.start()
    return candidate, speech.voice


Answers = Annotated[
    Path | None,
    typer.Option("--answers", metavar="FILE", help="Answers from a file: JSON Lines, YAML or paragraphs."),
]
Audio = Annotated[
    list[Path] | None,
    typer.Option("--audio", metavar="FILE", help="Recorded answers, one file each, in order; repeatable."),
]
Spoken = Annotated[bool | None, typer.Option("--voice/--text", help="Answer aloud, or type (the default).")]
Engine = Annotated[
    str | None,
    typer.Option(
        "--llm", metavar="ENGINE", help="The judge: a model, or offline for the rules.", autocompletion=complete_model
    ),
]
Transcribing = Annotated[
    str | None,
    typer.Option(
        "--stt",
        metavar="ENGINE",
        help="The transcriber: auto, faster-whisper, whisper, openai or sphinx.",
        autocompletion=complete_transcriber,
    ),
]
Muted = Annotated[bool, typer.Option("--mute", help="Don't speak the questions.")]


class Answering:
    """Who answers, judged as the session of each question was."""

    def __init__(
        self,
        application: Application,
        settings: SessionSettings,
        answers: Path | None,
        audio: list[Path] | None,
        out: Console,
        save_draft: Callable[[str, str], None] | None = None,
        label: Callable[[int, int], str] = "Question {} of {}".format,
    ) -> None:
        """`out` shows what is asked, `save_draft` keeps what is not finished, in the store unless given.

        `label` says what is above a question.

        Raises UsageError, InputError and UnavailableError.
        """
        from interview_cli.interview.answers import read_answers

        if answers and audio:
            raise UsageError("--answers and --audio both script the answers; give one.")
        script = read_answers(answers) if answers else None
        self._application = application
        self._settings = settings
        self._out = out
        self._label = label
        self._parts = self._opened(settings)
        found = who_answers(application, self._parts, settings.language, script, audio, out, save_draft, again=True)
        self.candidate: Candidate = found[0]
        self.voice: Voice | None = found[1]

    def play(self, places: Iterable[Place], done: Callable[[Place], None], total: int) -> int:
        """Ask each question again; `done` is called after each judged answer. How many were answered.

        Ends early when the candidate finishes. Raises Interrupted when they leave.
        """
        from interview_cli.interview.ports import CandidatePaused

        try:
            return asyncio.run(self._play(places, done, total))
        except (CandidatePaused, KeyboardInterrupt):
            raise Interrupted("Stopped. Everything you said is saved.") from None

    async def _play(self, places: Iterable[Place], done: Callable[[Place], None], total: int) -> int:
        from interview_cli.app.again import Again
        from interview_cli.cli.plain_lines import PlainRenderer

        answered = 0

        def count(place: Place) -> None:
            nonlocal answered
            answered += 1
            done(place)

        again = Again(self._application, self.candidate, self._settings, self._parts, self.voice, count)
        renderer = PlainRenderer(self._out, label=self._label)
        async for event in again.events(places, total):
            renderer.render(event)
        return answered

    def _opened(self, settings: SessionSettings) -> SessionParts:
        parts = self._application.parts(settings)
        for trouble in parts.problems.taken():
            self._out.print(f"{trouble.message} {trouble.remedy}".strip(), markup=False, style="yellow")
        if parts.remote_host:
            self._out.print(f"What you say is sent to {parts.remote_host}.", markup=False, style="bold yellow")
        return parts
