"""The voice that every system has: eSpeak NG on Linux, the system's own on macOS and Windows, through pyttsx3."""

from __future__ import annotations

import ctypes
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from interview_cli.errors import UnavailableError
from interview_cli.speech.tts import pyttsx3_process
from interview_cli.speech.tts.process import EngineProcess
from interview_cli.speech.tts.synthesizer import SynthesizerOptions

TIMEOUT_S: Final = 15.0
"""A sentence takes less than 0.2 s; a process that is not done by now hangs."""

INSTALL: Final = (
    "Install it (Debian, Ubuntu: sudo apt install libespeak-ng1), or continue without a voice: --tts none."
)
"""How to get what `missing` names."""

_WAV_HEADER_BYTES: Final = 44
_LINUX_LIBRARIES: Final = ("libespeak-ng.so.1", "libespeak.so.1")


class Pyttsx3Synthesizer:
    """Speaks each text in a process of its own, which is started ahead: what takes time is the start."""

    name = "pyttsx3"
    remote_host = None

    def __init__(self, voice: str | None, words_per_minute: int, *, timeout_s: float = TIMEOUT_S) -> None:
        self._arguments = [str(words_per_minute), *([voice] if voice else [])]
        self._timeout_s = timeout_s
        self._next: EngineProcess | None = None
        self.variant = json.dumps(self._arguments)

    def start_ahead(self) -> None:
        """Start the process of the next text, so that it is ready when the text comes."""
        with suppress(UnavailableError):  # reported when there is a text to speak
            self._next = self._start()

    def synthesize(self, text: str, file: Path) -> None:
        """Write the text as speech to `file`. Raises UnavailableError."""
        self._speak(text, file)
        if file.exists() and file.stat().st_size <= _WAV_HEADER_BYTES:
            # eSpeak's own thread does that on a busy machine, about once in 500 texts.
            self._speak(text, file)
        self.start_ahead()

    def _speak(self, text: str, file: Path) -> None:
        started, self._next = self._next, None
        process = started if started and started.is_waiting else self._start()
        process.run(json.dumps([str(file.absolute()), text]), self._timeout_s)

    def _start(self) -> EngineProcess:
        # -P keeps the folder of the script, whose neighbours are named like libraries, off the import path.
        return EngineProcess(self.name, [sys.executable, "-P", pyttsx3_process.__file__, *self._arguments])


def missing() -> str | None:
    """Why this engine cannot speak here, None when it can."""
    if sys.platform in {"darwin", "win32"}:
        return None
    for library in _LINUX_LIBRARIES:
        with suppress(OSError):
            ctypes.CDLL(library)
            return None
    return "eSpeak NG is not installed"


def create(options: SynthesizerOptions, key: str | None) -> Pyttsx3Synthesizer:  # noqa: ARG001
    """The engine as configured. Raises UnavailableError when it is not on this machine."""
    if reason := missing():
        raise UnavailableError(f"There is no voice: {reason}.", INSTALL)
    synthesizer = Pyttsx3Synthesizer(options.voice, options.words_per_minute)
    synthesizer.start_ahead()
    return synthesizer
