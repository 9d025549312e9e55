"""Who answers in a session outside the app: a person who types or speaks, a script, a pipe, or recordings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from interview_cli.app import Application
    from interview_cli.app.parts import SessionParts
    from interview_cli.interview.events import Problems
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
