"""What the screens need for speaking and being heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from interview_cli.tui.candidate import Report

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.speaking import Speech
    from interview_cli.speech.turn import SpokenState

    Show = Callable[[SpokenState], None]
    """Takes each state of a spoken answer, in the session's event loop."""

OpenSpeech = Callable[["Application", str, Report], "Speech"]
"""Opens the parts of a session in a language; may load a model. Blocks. Raises UnavailableError and InputError."""


def open_configured_speech(application: Application, language: str, report: Report) -> Speech:
    """The parts as configured."""
    from interview_cli.app.speaking import open_speech

    return open_speech(application, language, report)


def try_speech(application: Application) -> str:
    """Find out whether somebody could answer aloud here; what they should know of who hears them, if anything.

    Blocks for as long as looking for microphones and models takes. Raises InterviewError, that says why nobody could.
    """
    from interview_cli.app.speaking import require_voice_packages
    from interview_cli.speech.devices import choose_device, refresh_devices
    from interview_cli.speech.stt.registry import until_downloaded

    require_voice_packages()
    settings = application.settings
    refresh_devices()
    choose_device("input", settings.voice.device)
    return until_downloaded(settings.voice, language=settings.practice.language) or ""
