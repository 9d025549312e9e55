"""Trying microphone, transcriber and loudspeaker before anything depends on them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.interview.ports import Samples, Transcriber, Voice
    from interview_cli.speech.devices import Device
    from interview_cli.speech.player import Player
    from interview_cli.speech.preflight import Preflight

RECORDED_S: Final = 5.0
"""Long enough for a sentence with some silence around it."""
SENTENCE: Final = "This is how your interviewer sounds."


class SoundCheck:
    """The sound of this machine. Methods block, except `stop`, and raise UnavailableError for what cannot be done."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._transcriber: Transcriber | None = None
        self._voice: Voice | None = None
        self._player: Player | None = None
        self._enough = threading.Event()

    def devices(self) -> Sequence[Device]:
        """The microphones there are now."""
        from interview_cli.speech.devices import devices, refresh_devices

        refresh_devices()
        return devices("input")

    def preferred(self) -> str | None:
        """The microphone of the settings."""
        return self._application.settings.voice.device

    def record(self, device: Device, on_level: Callable[[float], None]) -> Preflight:
        """Record for RECORDED_S seconds; `on_level` gets the level of each block in dBFS, in another thread."""
        from interview_cli.speech.level import level_of
        from interview_cli.speech.preflight import try_microphone

        return try_microphone(device, RECORDED_S, lambda block: on_level(level_of(block).rms_db), self._enough)

    def play(self, samples: Samples) -> None:
        """Play what was recorded."""
        from interview_cli.speech.player import Player
        from interview_cli.speech.sound import SAMPLE_RATE_HZ

        self._player = Player()
        self._player.play(samples, SAMPLE_RATE_HZ)

    def transcribe(self, samples: Samples) -> str:
        """What the configured transcriber hears, and its name. Raises InputError, too."""
        from interview_cli.app.speaking import open_transcriber_for
        from interview_cli.speech.transcription import transcribe

        if self._transcriber is None:
            language = self._application.settings.practice.language
            self._transcriber = open_transcriber_for(self._application, language)
        heard = transcribe(samples, self._transcriber)
        return f"{self._transcriber.name} heard: {heard.text or 'no words'}"

    def say(self, on_problem: Callable[[str, str], None]) -> None:
        """Let the interviewer speak a sentence, and wait until it has been heard. Raises InputError, too."""
        import asyncio

        from interview_cli.app.speaking import open_interviewers_voice

        if self._voice is None:
            self._voice = open_interviewers_voice(self._application, on_problem)
        self._voice.say(SENTENCE)
        asyncio.run(self._voice.finished())

    def stop(self) -> None:
        """Be silent and record no more; from any thread. Nothing can be tried after that."""
        self._enough.set()
        if self._player is not None:
            self._player.stop()
        if self._voice is not None:
            self._voice.stop()
