"""Testing microphone, transcriber and loudspeaker before anything depends on them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.interview.ports import Samples, Transcriber, Voice
    from interview_cli.interview.spoken import Transcription
    from interview_cli.speech.devices import Device
    from interview_cli.speech.player import Player
    from interview_cli.speech.preflight import Preflight

RECORDED_S: Final = 5.0
"""Long enough for a sentence with some silence around it."""
SENTENCE: Final = "This is how your interviewer sounds."


class SoundCheck:
    """The sound of this machine. Every method but `stop` blocks, and raises UnavailableError when it cannot be done.

    `opening` is passed on to `open_transcriber`: its `progress` and `consent`.
    """

    def __init__(self, application: Application, **opening: Any) -> None:
        self._application = application
        self._opening = opening
        self._transcriber: Transcriber | None = None
        self._voice: Voice | None = None
        self._on_problem: Callable[[str, str], None] = lambda _message, _remedy: None
        self._player: Player | None = None
        self._enough = threading.Event()

    def devices(self) -> Sequence[Device]:
        """The available microphones."""
        from interview_cli.speech.devices import devices, refresh_devices

        refresh_devices()
        return devices("input")

    def preferred(self) -> str | None:
        """The microphone of the settings."""
        return self._application.settings.voice.device

    def chosen(self) -> Device:
        """The microphone of the settings, or the system's."""
        from interview_cli.speech.devices import choose_device, refresh_devices

        refresh_devices()
        return choose_device("input", self.preferred())

    def record(self, device: Device, on_level: Callable[[float], None], seconds: float = RECORDED_S) -> Preflight:
        """Record for some seconds; `on_level` gets the level of each block in dBFS, in another thread."""
        from interview_cli.speech.level import level_of
        from interview_cli.speech.preflight import try_microphone

        return try_microphone(device, seconds, lambda block: on_level(level_of(block).rms_db), self._enough)

    def play(self, samples: Samples) -> None:
        """Play what was recorded."""
        from interview_cli.speech.player import Player
        from interview_cli.speech.sound import SAMPLE_RATE_HZ

        self._player = Player()
        self._player.play(samples, SAMPLE_RATE_HZ)

    def hear(self, samples: Samples) -> Transcription:
        """What the configured transcriber transcribes. Raises InputError, too."""
        from interview_cli.app.speaking import open_transcriber_for, require_voice_packages
        from interview_cli.speech.transcription import transcribe

        if self._transcriber is None:
            require_voice_packages()
            language = self._application.settings.practice.language
            self._transcriber = open_transcriber_for(self._application, language, **self._opening)
        return transcribe(samples, self._transcriber)

    def transcribe(self, samples: Samples) -> str:
        """What the configured transcriber transcribes, and its name, as a sentence. Raises like `hear`."""
        heard = self.hear(samples)
        return f"{heard.engine} transcribed: {heard.text or 'no words'}"

    def voice_name(self) -> str | None:
        """The text-to-speech engine, None when the settings ask for none."""
        from interview_cli.app.speaking import configured_voice

        return configured_voice(self._application)

    def say(self, on_problem: Callable[[str, str], None]) -> None:
        """Let the interviewer speak a sentence, and wait until it has been heard.

        `on_problem` is called when nothing, or not all of it, was played. Raises InputError, too.
        """
        from interview_cli.app.speaking import open_interviewers_voice

        self._on_problem = on_problem
        voice = self._voice = self._voice or open_interviewers_voice(self._application, self._voice_failed)
        voice.say(SENTENCE)
        asyncio.run(voice.finished())

    def _voice_failed(self, message: str, remedy: str) -> None:
        """A voice that has failed stays silent: the next try opens another."""
        self._voice = None
        self._on_problem(message, remedy)

    def stop(self) -> None:
        """Be silent and record no more; from any thread. Nothing can be tried after that."""
        self._enough.set()
        if self._player is not None:
            self._player.stop()
        if self._voice is not None:
            self._voice.stop()
