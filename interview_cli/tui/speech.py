"""What the screens need for speaking and being heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from interview_cli.errors import InterviewError, UnavailableError
from interview_cli.tui.candidate import Report

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.speaking import Speech
    from interview_cli.speech.spoken_state import SpokenState

    Show = Callable[[SpokenState], None]
    """Takes each state of a spoken answer, in the session's event loop."""

OpenSpeech = Callable[["Application", str, Report], "Speech"]
"""Opens the parts of a session in a language; may load a model. Blocks. Raises UnavailableError and InputError."""


def open_configured_speech(application: Application, language: str, report: Report) -> Speech:
    """The parts as configured."""
    from interview_cli.app.speaking import open_speech

    return open_speech(application, language, report)


def why_no_speech(application: Application) -> InterviewError | None:
    """Why nobody could answer aloud here, None when they can. Blocks for as long as looking for microphones takes."""
    from interview_cli.speech.devices import choose_device, refresh_devices
    from interview_cli.speech.stt.registry import AUTO, is_installed

    settings = application.settings.voice
    try:
        refresh_devices()
        choose_device("input", settings.device)
    except InterviewError as error:
        return error
    if settings.stt != AUTO and not is_installed(settings.stt):
        return UnavailableError(f"The transcriber {settings.stt} is not installed.")
    return None
