"""Any server with OpenAI's `/audio/transcriptions` (OpenAI, Groq, a local one). What is said leaves this machine."""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from interview_cli.errors import UnavailableError
from interview_cli.installing import pip_install
from interview_cli.interview.spoken import Word
from interview_cli.speech.pieces import RATE_HZ, PieceCutter, PieceRules
from interview_cli.speech.stt.spelling import spelled_as

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

NAME: Final = "openai"
PACKAGE: Final = "openai"
INSTALL: Final = pip_install("openai")

MAX_FILE_BYTES: Final = 25_000_000
"""The largest file that OpenAI and Groq take."""

_HEADER_BYTES: Final = 44
_TIMEOUT_S: Final = 120.0
_RETRIES: Final = 3
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


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
    ) -> None:
        """`key` may be None for servers that ask for none. Nothing is sent yet."""
        from openai import OpenAI

        self._client = OpenAI(base_url=base_url, api_key=key or "none", timeout=timeout_s, max_retries=_RETRIES)
        self._model = model
        self._has_key = bool(key)
        self._host = urlsplit(base_url).hostname or base_url
        self._language = language
        self._longest_s = (max_file_bytes - _HEADER_BYTES) / 2 / RATE_HZ
        self.name = f"{NAME}:{model}"

    @property
    def language(self) -> str | None:
        return self._language

    @property
    def remote_host(self) -> str | None:
        """The host that what is said is sent to, None when it is this machine."""
        return None if self._host in _HERE else self._host

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
        reply = self._ask(("answer.wav", as_wav(samples), "audio/wav"))
        if not isinstance(getattr(reply, "text", None), str):
            raise self._unintelligible()
        words = _timed_words(reply)
        return spelled_as(reply.text, words) or spread_evenly(reply.text.split(), 0.0, len(samples) / RATE_HZ)

    def _ask(self, file: tuple[str, bytes, str]) -> Any:
        import openai

        options: dict[str, Any] = {"language": self._language} if self._language else {}
        try:
            return self._client.audio.transcriptions.create(
                file=file,
                model=self._model,
                response_format="verbose_json",
                timestamp_granularities=["word"],
                temperature=0.0,
                **options,
            )
        except openai.AuthenticationError:
            what = "refuses the key" if self._has_key else "asks for a key"
            raise UnavailableError(
                f"The transcription server {self._host} {what}.", "Store one: interview config key set openai."
            ) from None
        except openai.APIStatusError as error:
            raise UnavailableError(
                f"The transcription server {self._host} answered {error.status_code}: {error.message[:200]}",
                "Look at voice.stt_model and voice.stt_base_url.",
            ) from None
        except ValueError:
            raise self._unintelligible() from None
        except openai.OpenAIError as error:
            raise UnavailableError(
                f"The transcription server {self._host} cannot be used: {error}",
                "Check the network and voice.stt_base_url, or choose an engine on this machine.",
            ) from None

    def _unintelligible(self) -> UnavailableError:
        return UnavailableError(
            f"The server {self._host} answered with something else than a transcription.",
            "Look at voice.stt_base_url: it must end where /audio/transcriptions begins, usually in /v1.",
        )


def _timed_words(reply: Any) -> list[Word]:
    """The words of a `verbose_json` reply: its `words`, or its `segments` spread. What is malformed is left out."""
    words = [
        Word(str(each.word).strip(), float(each.start), float(each.end))
        for each in getattr(reply, "words", None) or ()
        if _is_timed(each) and isinstance(getattr(each, "word", None), str)
    ]
    if words:
        return words
    return [
        word
        for each in getattr(reply, "segments", None) or ()
        if _is_timed(each) and isinstance(getattr(each, "text", None), str)
        for word in spread_evenly(each.text.split(), float(each.start), float(each.end))
    ]


def _is_timed(part: Any) -> bool:
    return all(isinstance(getattr(part, name, None), int | float) for name in ("start", "end"))


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
