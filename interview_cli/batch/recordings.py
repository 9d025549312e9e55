"""Recordings in a batch: where their sound comes from, and how it is transcribed.

The transcriber is opened once in each worker, for its first recording; a run without recordings imports no speech.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock
from typing import Final

from interview_cli.batch.items import Item, open_location
from interview_cli.batch.plan import TranscriberChoice
from interview_cli.errors import InputError, UnavailableError
from interview_cli.installing import pip_install
from interview_cli.interview.ports import Transcriber
from interview_cli.interview.spoken import Transcription
from interview_cli.transcripts.heard import read_heard
from interview_cli.transcripts.model import Role, Transcript

MAX_FETCHED_BYTES: Final = 2_000_000_000
"""The largest recording that is fetched from a URL: three hours of uncompressed stereo at 48 kHz."""

MAX_RECORDING_S: Final = 6 * 3600.0
"""No interview lasts longer."""

_COPY_BYTES: Final = 1_000_000
_NO_TRANSCRIBER: Final = "recordings are not transcribed here; transcribe them first: interview transcribe"


@dataclass(frozen=True, slots=True)
class HeardRecording:
    """What was transcribed of a recording; `warning` says what was missing."""

    transcription: Transcription
    warning: str | None = None


class Ears:
    """Transcribes the recordings of a batch, one at a time; opens its transcriber for the first."""

    def __init__(self, choice: TranscriberChoice | None) -> None:
        self._choice = choice
        self._turn = Lock()
        self._transcriber: Transcriber | None = None
        self._problem: InputError | None = None

    def hear(self, item: Item, stop: Event | None = None) -> HeardRecording:
        """What is said in a recording. Raises InputError, with what to do, when it cannot be transcribed.

        Once `stop` is set it ends within ten seconds of sound, in an InputError.
        """

        def go_on(_: float) -> None:
            if stop and stop.is_set():
                raise InputError("It was stopped.")

        warnings: list[str] = []
        with self._turn:
            transcriber = self._opened(item)
            with _on_disk(item) as path:
                try:
                    heard = _transcribed(path, transcriber, go_on, warnings.append)
                    warning = " ".join(warnings).replace(str(path), item.source) or None
                    return HeardRecording(heard, warning)
                except (InputError, UnavailableError) as error:
                    raise _problem(item, error, path) from None

    def _opened(self, item: Item) -> Transcriber:
        """The transcriber; one that cannot be opened is not tried again."""
        if self._problem:
            raise InputError(f"{item.source}: {self._problem.message}")
        if self._transcriber is None:
            try:
                self._transcriber = open_chosen(self._choice)
            except (InputError, UnavailableError) as error:
                self._problem = InputError(f"{error.message} {error.remedy}".strip())
                raise InputError(f"{item.source}: {self._problem.message}") from None
        return self._transcriber


def open_chosen(choice: TranscriberChoice | None) -> Transcriber:
    """The transcriber of a choice. Raises UnavailableError and InputError."""
    if choice is None:
        raise InputError(_NO_TRANSCRIBER)
    from interview_cli.llm.keys import find_key
    from interview_cli.speech.stt import openai_engine
    from interview_cli.speech.stt.registry import open_transcriber

    needs_key = choice.settings.stt == openai_engine.NAME
    key = find_key(choice.settings.stt_base_url) if needs_key else None
    return open_transcriber(choice.settings, key=key, language=choice.language)


def _transcribed(
    path: Path, transcriber: Transcriber, at: Callable[[float], None], warn: Callable[[str], None]
) -> Transcription:
    """What is said in a file. Raises InputError and UnavailableError."""
    try:
        from interview_cli.speech.audio_files import audio_blocks
        from interview_cli.speech.transcription import transcribe_stream

        return transcribe_stream(audio_blocks(path, MAX_RECORDING_S, warn), transcriber, at)
    except ImportError as error:
        raise UnavailableError(
            f"Recordings need a package that is not installed: {error.name}.",
            f"Install it: {pip_install('interview-cli[voice]')}",
        ) from None


def _problem(item: Item, error: InputError | UnavailableError, path: Path) -> InputError:
    """What is wrong with an item, by the name that the user gave it."""
    told = f"{error.message} {error.remedy}".strip().replace(str(path), item.source)
    return InputError(told if item.source in told else f"{item.source}: {told}")


def transcript_of(heard: Transcription, key: str, source: str) -> Transcript:
    """What was heard as a transcript, answers written in sentences. Raises InputError when no word was heard.

    Questions are recognised by their words; where the engine writes no sentences, ends made from pauses would hide
    them.
    """
    from interview_cli.speech.transcription import written

    transcript = read_heard(heard, key, source)
    turns = (
        replace(turn, text=written(turn.words, heard.language))
        if turn.role is Role.CANDIDATE and turn.words and turn.text == " ".join(word.text for word in turn.words)
        else turn
        for turn in transcript.turns
    )
    return replace(transcript, turns=tuple(turns))


def length_s(item: Item) -> float | None:
    """How long a recording on this machine says it is; None where it does not say, or lies elsewhere."""
    if "://" in item.location:
        return None
    from interview_cli.speech.audio_files import stated_length_s

    return stated_length_s(Path(item.location))


@contextmanager
def _on_disk(item: Item) -> Iterator[Path]:
    """The recording as a file. One behind a URL is copied, and removed in the end. Raises InputError."""
    if "://" not in item.location:
        yield Path(item.location)
        return
    descriptor, name = tempfile.mkstemp(prefix="interview-recording-")
    path = Path(name)
    try:
        _fetch(item, descriptor)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _fetch(item: Item, descriptor: int) -> None:
    try:
        with os.fdopen(descriptor, "wb") as copy, open_location(item.location, item.source) as remote:
            while chunk := remote.read(_COPY_BYTES):
                if copy.tell() + len(chunk) > MAX_FETCHED_BYTES:
                    raise InputError(f"{item.source} is larger than {MAX_FETCHED_BYTES // 1_000_000_000} GB.")
                copy.write(chunk)
    except OSError as error:
        raise InputError(f"{item.source} cannot be copied to this machine: {error.strerror or error}.") from None
