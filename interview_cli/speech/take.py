"""One answer being recorded: to disk, into words, and as a turn with its levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Final

from interview_cli.delivery.fillers import find_fillers
from interview_cli.delivery.timing import timing_of_words
from interview_cli.errors import InterviewError, UnavailableError
from interview_cli.interview.events import Problem
from interview_cli.interview.inbox import Changed, Inbox
from interview_cli.interview.spoken import Prosody, Transcription, Word
from interview_cli.speech.level import Listened
from interview_cli.speech.live_transcription import LiveTranscription
from interview_cli.speech.recording import Recorder, read_recording, recording_duration_s
from interview_cli.speech.sound import SAMPLE_RATE_HZ
from interview_cli.speech.transcription import transcribe
from interview_cli.speech.turn import SpokenState, Stage, Turn, TurnRules
from interview_cli.text.words import split_words

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber

_SPEECH_WITHIN_S: Final = 0.1
"""A gap this short is part of speaking."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known of the words so far."""

    text: str = ""
    words_per_minute: float | None = None
    filler_count: int = 0


class Take:
    """Takes the sound of one answer from a microphone's thread; commands come from another.

    Time is the sound's own: it stands still while no sound comes through. `inbox` gets Changed after every
    block of sound and for more words, and what does not work as Problem.
    """

    def __init__(
        self,
        folder: Path,
        asked_id: str,
        transcriber: Transcriber,
        rules: TurnRules,
        inbox: Inbox,
    ) -> None:
        self._asked_id = asked_id
        self._transcriber = transcriber
        self._inbox = inbox
        self._lock = Lock()
        self._turn = Turn(rules)
        self._listened = Listened()
        self._heard_s = 0.0
        self._words = _Words()
        self._recorder = Recorder(folder, asked_id, inbox.put)
        self._recorded = Event()
        self._live: LiveTranscription | None = None
        try:
            self._live = LiveTranscription(transcriber, self._partial)
        except InterviewError as error:
            inbox.put(Problem(error.message, error.remedy))

    @property
    def stage(self) -> Stage:
        return self._turn.stage

    def voice_finished(self) -> None:
        """The interviewer has spoken."""
        with self._lock:
            self._turn = self._turn.voice_finished(self._heard_s)

    def pause(self) -> None:
        """The candidate pauses the answer."""
        with self._lock:
            self._turn = self._turn.pause(self._heard_s)

    def resume(self) -> None:
        """The pause is over."""
        with self._lock:
            self._turn = self._turn.resume(self._heard_s)

    def end(self) -> None:
        """The answer is over."""
        with self._lock:
            self._turn = self._turn.end(self._heard_s)

    def state(self, stage: Stage) -> SpokenState:
        """What there is to show."""
        with self._lock:
            turn, listened, words = self._turn, self._listened, self._words
        return SpokenState(
            asked_id=self._asked_id,
            stage=stage,
            text=words.text,
            elapsed_s=turn.elapsed_s,
            countdown_s=turn.countdown_s,
            response_latency_s=turn.response_latency_s,
            level_db=listened.level.rms_db,
            is_clipping=turn.microphone_open and listened.is_clipping,
            hears_nothing=turn.microphone_open and (turn.hears_nothing or listened.hears_nothing),
            words_per_minute=words.words_per_minute,
            filler_count=words.filler_count,
        )

    def finish_recording(self) -> str | None:
        """Save what was recorded; the name of its file in the recordings folder, None when nothing was recorded.

        Blocks. No more sound may come. When the disk takes nothing, calling again tries again.
        """
        try:
            return self._recorder.finish().name
        finally:
            self._recorded.set()

    def transcription(self) -> Transcription:
        """What was said. Blocks; may be called again after a failure. Raises UnavailableError."""
        if self._live is not None:
            heard = self._live.finish()
        else:
            self._recorded.wait()
            heard = transcribe(self._recorder.samples(), self._transcriber)
        self._words = _measured(heard.text, heard.words)
        return heard

    def prosody(self, transcription: Transcription) -> Prosody | None:
        """How the voice moved, None when the recording cannot be read back. Blocks."""
        self._recorded.wait()
        try:
            samples = self._recorder.samples()
        except UnavailableError:
            return None
        return _prosody(samples, transcription)

    def cancel(self) -> None:
        """Transcribe no more."""
        if self._live is not None:
            self._live.cancel()

    def discard(self) -> None:
        """Delete what was recorded. Blocks."""
        self.cancel()
        self._recorder.discard()

    def add(self, samples: Samples) -> None:
        """Take the next sound of the answer: to the recorder first, so that nothing can keep it from the disk."""
        self._recorder.add(samples)
        if self._live is not None:
            try:
                self._live.feed(samples)
            except Exception as error:  # noqa: BLE001 - the detector's library may raise anything; the sound is on disk
                self._live.cancel()
                self._live = None
                self._inbox.put(
                    Problem(f"Live transcription has failed: {error}", "The answer is transcribed at its end.")
                )
        with self._lock:
            self._heard_s += len(samples) / SAMPLE_RATE_HZ
            self._listened = self._listened.after(samples)
            self._turn = self._turn.heard(self._heard_s, speech=self._is_speech())
        self._inbox.put(Changed())

    def _is_speech(self) -> bool:
        live = self._live
        return live is not None and live.has_heard_speech and live.silent_for_s < _SPEECH_WITHIN_S

    def _partial(self, text: str) -> None:
        """The transcriber's thread: there are more words."""
        live = self._live
        self._words = _measured(text, live.words if live else ())
        self._inbox.put(Changed())


class RecoveredTake:
    """A recording that a killed process has left, to be submitted like a `Take`."""

    def __init__(self, file: Path, transcriber: Transcriber) -> None:
        self._file = file
        self._transcriber = transcriber

    def duration_s(self) -> float | None:
        """How much was saved, None when the recording cannot be read. Blocks."""
        try:
            return recording_duration_s(self._file)
        except OSError:
            return None

    def finish_recording(self) -> str:
        """The name of the recording in its folder."""
        return self._file.name

    def transcription(self) -> Transcription:
        """What was said. Blocks; may be called again after a failure. Raises UnavailableError."""
        try:
            return transcribe(read_recording(self._file), self._transcriber)
        except OSError as error:
            raise UnavailableError(f"The recording cannot be read: {error}.", "Answer again, or type.") from None

    def prosody(self, transcription: Transcription) -> Prosody | None:
        """How the voice moved, None when the recording cannot be read. Blocks."""
        try:
            return _prosody(read_recording(self._file), transcription)
        except OSError:
            return None

    def cancel(self) -> None:
        """Nothing runs in the background."""

    def discard(self) -> None:
        """Delete the recording."""
        self._file.unlink(missing_ok=True)


def _prosody(samples: Samples, transcription: Transcription) -> Prosody:
    from interview_cli.speech.prosody import measure_prosody

    return measure_prosody(samples, transcription.speech)


def _measured(text: str, words: Sequence[Word]) -> _Words:
    tokens, timing = split_words(text), timing_of_words(words)
    pace = 60 * len(tokens.words) / timing.speaking_s if timing and timing.speaking_s else None
    return _Words(text, pace, len(find_fillers(tokens)))
