"""Any server that speaks OpenAI's `/audio/speech`: OpenAI, Groq, or one on this machine."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from interview_cli.errors import UnavailableError
from interview_cli.settings import VoiceSettings
from interview_cli.speech.tts.synthesizer import OWN_PACE_WORDS_PER_MINUTE

if TYPE_CHECKING:
    from openai import OpenAI

TIMEOUT_S: Final = 20.0
"""How long one sentence may take, with one more try."""

MAX_TEXT_CHARACTERS: Final = 4096
"""The longest text OpenAI's server takes."""

MAX_SOUND_BYTES: Final = 50_000_000
"""A sentence longer than this is not speech."""

_DEFAULT_VOICE: Final = "alloy"
_SPEED_LIMITS: Final = (0.25, 4.0)
_LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_REMEDY: Final = "Check voice.tts_base_url, voice.tts_model, voice.tts_voice and the key, or use --tts pyttsx3."


class OpenAISynthesizer:
    """Asks the server for one WAV file per text."""

    name = "openai"

    def __init__(self, settings: VoiceSettings, key: str, *, timeout_s: float = TIMEOUT_S) -> None:
        host = urlsplit(settings.tts_base_url).hostname
        self.remote_host = None if host in _LOCAL_HOSTS else host
        self._base_url = settings.tts_base_url
        self._key = key
        self._timeout_s = timeout_s
        self._model = settings.tts_model
        self._voice = settings.tts_voice or _DEFAULT_VOICE
        slowest, fastest = _SPEED_LIMITS
        self._speed = min(max(settings.words_per_minute / OWN_PACE_WORDS_PER_MINUTE, slowest), fastest)
        self.variant = json.dumps([self._base_url, self._model, self._voice, self._speed])
        self._client: OpenAI | None = None

    def synthesize(self, text: str, file: Path) -> None:
        """Write the server's speech to `file`. Raises UnavailableError."""
        import openai

        if self._client is None:
            self._client = openai.OpenAI(
                api_key=self._key, base_url=self._base_url, timeout=self._timeout_s, max_retries=1
            )
        try:
            with self._client.audio.speech.with_streaming_response.create(
                model=self._model,
                voice=self._voice,
                input=text[:MAX_TEXT_CHARACTERS],
                response_format="wav",
                # Not every server knows `speed`, so it is named only when it matters.
                speed=openai.omit if self._speed == 1 else self._speed,
            ) as response:
                self._receive(response.iter_bytes(), file)
        except UnavailableError:
            raise
        except openai.APIStatusError as error:
            raise UnavailableError(
                f"The voice server at {self._base_url} refused (HTTP {error.status_code}).", _REMEDY
            ) from None
        except Exception as error:  # noqa: BLE001 - a body that breaks off raises what the client's HTTP library raises
            raise UnavailableError(f"The voice server at {self._base_url} cannot be used: {error}", _REMEDY) from None

    def _receive(self, chunks: Iterator[bytes], file: Path) -> None:
        """Write the chunks to `file`, as long as they come in time and look like a sentence."""
        deadline = time.monotonic() + self._timeout_s
        received_bytes = 0
        with file.open("wb") as out:
            for chunk in chunks:
                received_bytes += len(chunk)
                if received_bytes > MAX_SOUND_BYTES or time.monotonic() > deadline:
                    raise UnavailableError(f"The voice server at {self._base_url} sends without end.", _REMEDY)
                out.write(chunk)


def create(settings: VoiceSettings, key: str | None) -> OpenAISynthesizer:
    """The engine as configured. Raises UnavailableError when the server needs a key and there is none."""
    host = urlsplit(settings.tts_base_url).hostname
    if not host:
        raise UnavailableError(f"voice.tts_base_url is no address: {settings.tts_base_url}", _REMEDY)
    if key is None and host not in _LOCAL_HOSTS:
        raise UnavailableError(f"The voice at {host} needs a key.", "Save one, or use --tts pyttsx3.")
    return OpenAISynthesizer(settings, key or "none")
