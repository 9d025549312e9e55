"""Any server with OpenAI's `/audio/transcriptions` (OpenAI, Groq, a local one). What is said leaves this machine."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import UnavailableError
from interview_cli.installing import pip_install
from interview_cli.interview.spoken import Word
from interview_cli.speech.pieces import RATE_HZ, PieceCutter, PieceRules
from interview_cli.speech.stt.spelling import spelled_as
from interview_cli.web.client import RefusedError, Upload, WebServer

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

NAME: Final = "openai"
PACKAGE: Final = "aiohttp"
INSTALL: Final = pip_install(PACKAGE)

MAX_FILE_BYTES: Final = 25_000_000
"""The largest file that OpenAI and Groq take."""

MAX_REPLY_BYTES: Final = 20_000_000
"""The longest reply that is read (chosen): some hundred thousand words with their times."""

_HEADER_BYTES: Final = 44
_TIMEOUT_S: Final = 120.0
_RETRIES: Final = 3
_MAX_TIME_S: Final = 1e6
"""No word is said later (chosen); what is no number is no time either."""
_REMEDY: Final = "Check the network and voice.stt_base_url, or choose an engine on this machine."


class OpenAiTranscriber:
    """A transcription server. Retries what may pass (429, 5xx, lost connections) with growing, jittered delays."""

    def __init__(
        self,
        model: str,
        base_url: str,
        key: str | None,
        language: str | None = None,
        *,
        max_file_bytes: int = MAX_FILE_BYTES,
        timeout_s: float = _TIMEOUT_S,
        retries: int = _RETRIES,
    ) -> None:
        """`key` may be None for servers that ask for none. Nothing is sent yet.

        Raises UnavailableError when `base_url` is not the address of a server.
        """
        self._server = WebServer("transcription server", base_url, key, _REMEDY, timeout_s=timeout_s, retries=retries)
        self._model = model
        self._has_key = bool(key)
        self._language = language
        self._longest_s = (max_file_bytes - _HEADER_BYTES) / 2 / RATE_HZ
        self.name = f"{NAME}:{model}"

    @property
    def language(self) -> str | None:
        return self._language

    @property
    def remote_host(self) -> str | None:
        """The host that what is said is sent to, None when it is this machine."""
        return self._server.remote_host

    def words(self, samples: Samples) -> Sequence[Word]:
        """The words of a stretch of speech; one too large for a single file is split at pauses.

        Raises UnavailableError when the server cannot be reached, refuses, or answers with something else.
        """
        if len(samples) / RATE_HZ <= self._longest_s:
            return self._words_of_file(samples)
        enough_s = self._longest_s / 2
        cutter = PieceCutter(PieceRules(enough_s, long_pause_s=self._longest_s, longest_s=0.99 * self._longest_s))
        pieces = [*cutter.feed(samples), *cutter.finish()]
        return [
            replace(word, start_s=piece.start_s + word.start_s, end_s=piece.start_s + word.end_s)
            for piece in pieces
            for word in self._words_of_file(piece.samples)
        ]

    def _words_of_file(self, samples: Samples) -> list[Word]:
        fields = {
            "model": self._model,
            "response_format": "verbose_json",
            "timestamp_granularities[]": "word",
            "temperature": "0",
        }
        if self._language:
            fields["language"] = self._language
        answer = self._ask(Upload("answer.wav", as_wav(samples), "audio/wav", fields))
        try:
            reply = json.loads(answer)
        except (ValueError, RecursionError):
            reply = None
        if not isinstance(reply, Mapping) or not isinstance(text := reply.get("text"), str):
            raise UnavailableError(
                f"{self._server.name} answered with something other than a transcription.",
                "Check voice.stt_base_url: it must end where /audio/transcriptions begins, usually in /v1.",
            )
        return spelled_as(text, _timed_words(reply)) or spread_evenly(text.split(), 0.0, len(samples) / RATE_HZ)

    def _ask(self, upload: Upload) -> bytes:
        try:
            return self._server.post("audio/transcriptions", upload, most_bytes=MAX_REPLY_BYTES)
        except RefusedError as refusal:
            if refusal.status == 401:
                what = "refuses the key" if self._has_key else "asks for a key"
                raise UnavailableError(
                    f"{self._server.name} {what}.", "Store one: interview config key set openai."
                ) from None
            raise UnavailableError(
                f"{self._server.name} answered {refusal.status}: {refusal.words}",
                "Check voice.stt_model and voice.stt_base_url.",
            ) from None


def _timed_words(reply: Mapping[str, Any]) -> list[Word]:
    """The words of a `verbose_json` reply: its `words`, or its `segments` spread. What is malformed is left out."""
    words = [
        Word(each["word"].strip(), float(each["start"]), float(each["end"]))
        for each in _timed(reply, "words", "word")
    ]
    return words or [
        word
        for each in _timed(reply, "segments", "text")
        for word in spread_evenly(each["text"].split(), float(each["start"]), float(each["end"]))
    ]


def _timed(reply: Mapping[str, Any], parts: str, text: str) -> list[Mapping[str, Any]]:
    """Those of a reply's parts that are a text with times."""
    found = reply.get(parts)
    return [
        each
        for each in (found if isinstance(found, list) else ())
        if isinstance(each, Mapping)
        and isinstance(each.get(text), str)
        and all(_is_time(each.get(name)) for name in ("start", "end"))
    ]


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) <= _MAX_TIME_S


def spread_evenly(texts: Sequence[str], start_s: float, end_s: float) -> list[Word]:
    """Words without times of their own, each given time by its number of characters."""
    total = sum(map(len, texts))
    words = []
    before = 0
    for text in texts:
        after = before + len(text)
        span_s = (end_s - start_s) / total
        words.append(Word(text, start_s + before * span_s, start_s + after * span_s))
        before = after
    return words


def as_wav(samples: Samples) -> bytes:
    """Sound as a 16-bit WAV file."""
    import numpy as np

    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    return buffer.getvalue()
