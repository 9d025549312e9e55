"""Any server that speaks OpenAI's `/audio/speech`: OpenAI, Groq, or one on this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from interview_cli.errors import UnavailableError
from interview_cli.speech.tts.synthesizer import OWN_PACE_WORDS_PER_MINUTE, SynthesizerOptions
from interview_cli.web.client import WebServer

TIMEOUT_S: Final = 20.0
"""How long one sentence may take, with one more try."""

MAX_TEXT_CHARACTERS: Final = 4096
"""The longest text OpenAI's server takes."""

MAX_SOUND_BYTES: Final = 50_000_000
"""A sentence longer than this is not speech."""

_DEFAULT_VOICE: Final = "alloy"
_SPEED_LIMITS: Final = (0.25, 4.0)
_RETRIES: Final = 1
_REMEDY: Final = "Check voice.tts_base_url, voice.tts_model, voice.tts_voice and the key, or use --tts pyttsx3."


class OpenAISynthesizer:
    """Asks the server for one WAV file per text."""

    name = "openai"

    def __init__(self, options: SynthesizerOptions, key: str | None, *, timeout_s: float = TIMEOUT_S) -> None:
        """Raises UnavailableError when `base_url` is not the address of a server."""
        address = options.base_url
        self._server = WebServer("voice server", address, key, _REMEDY, timeout_s=timeout_s, retries=_RETRIES)
        self.remote_host = self._server.remote_host
        self._model = options.model
        self._voice = options.voice or _DEFAULT_VOICE
        slowest, fastest = _SPEED_LIMITS
        self._speed = min(max(options.words_per_minute / OWN_PACE_WORDS_PER_MINUTE, slowest), fastest)
        self.variant = json.dumps([address, self._model, self._voice, self._speed])

    def synthesize(self, text: str, file: Path) -> None:
        """Write the server's speech to `file`. Raises UnavailableError."""
        request: dict[str, Any] = {
            "model": self._model,
            "voice": self._voice,
            "input": text[:MAX_TEXT_CHARACTERS],
            "response_format": "wav",
        }
        if self._speed != 1:  # not every server knows it, so it is named only when it matters
            request["speed"] = self._speed
        file.write_bytes(self._server.post("audio/speech", request, most_bytes=MAX_SOUND_BYTES))


def create(options: SynthesizerOptions, key: str | None) -> OpenAISynthesizer:
    """The engine as configured. Raises UnavailableError when the server needs a key and there is none."""
    synthesizer = OpenAISynthesizer(options, key)
    if key is None and synthesizer.remote_host is not None:
        raise UnavailableError(
            f"The voice at {synthesizer.remote_host} needs a key.", "Store one, or use --tts pyttsx3."
        )
    return synthesizer
