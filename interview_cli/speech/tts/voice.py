"""The interviewer's voice: sentences queue up, the next is synthesized while one plays, and silence comes at once."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final, Protocol

from interview_cli.errors import InterviewError, UnavailableError
from interview_cli.speech.tts.synthesizer import OnProblem, Sound
from interview_cli.text.sentences import sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GIVE_UP_AFTER: Final = 2
"""After this many failed sentences in a row the voice is given up for this session."""

_STOP_AGAIN_S: Final = 0.005
_CAPTIONS: Final = "The questions stay on screen."


class SoundPlayer(Protocol):
    """The loudspeaker."""

    def play(self, samples: NDArray[np.float32], sample_rate: int) -> bool:
        """Play mono samples; returns when they have been heard, or False when stopped. Raises UnavailableError."""
        ...

    def stop(self) -> None:
        """Fall silent at once; does nothing while nothing plays. From any thread."""
        ...


class SoundSource(Protocol):
    """Where the sound of a sentence comes from."""

    def sound(self, text: str) -> Sound:
        """The text as speech. Raises UnavailableError."""
        ...


class SilentVoice:
    """No voice: the questions are only shown. `reason` says why, when a voice was asked for."""

    def __init__(self, reason: str | None = None) -> None:
        self.reason = reason

    def say(self, sentence: str) -> None:
        """Nothing is heard."""

    async def finished(self) -> None:
        """Returns at once."""

    def stop(self) -> None:
        """There is nothing to stop."""


class SpokenVoice:
    """Fills the `Voice` port by a synthesizer and a loudspeaker, each with a thread of its own.

    `volume` goes from 0 to 1. A problem is reported once; after it the voice may be silent; the interview continues.
    """

    def __init__(
        self,
        source: SoundSource,
        player: SoundPlayer,
        on_problem: OnProblem,
        *,
        volume: float = 1.0,
        remote_host: str | None = None,
    ) -> None:
        self._source = source
        self._player = player
        self._on_problem = on_problem
        self._volume = volume
        self.remote_host = remote_host
        """The host that the questions are sent to, None when nothing leaves this machine."""
        self._changed = threading.Condition()
        self._round = 0
        self._playing_round: int | None = None
        self._unspoken = 0
        self._waiting: list[Future[None]] = []
        self._sentences: SimpleQueue[tuple[int, str]] = SimpleQueue()
        self._sounds: SimpleQueue[tuple[int, Sound | None]] = SimpleQueue()
        self._started = False
        self._failures_in_a_row = 0
        self._told = False
        self._given_up = False

    def say(self, sentence: str) -> None:
        """Speak a sentence, or several, after those already queued. Returns at once."""
        with self._changed:
            if self._given_up:
                return
            if not self._started:
                self._started = True
                for work in (self._synthesize_all, self._play_all):
                    threading.Thread(target=work, name=f"voice {work.__name__}", daemon=True).start()
            for each in sentences(sentence):
                self._unspoken += 1
                self._sentences.put((self._round, each))

    async def finished(self) -> None:
        """Wait until everything queued has been spoken or stopped."""
        with self._changed:
            if not self._unspoken:
                return
            done: Future[None] = Future()
            self._waiting.append(done)
        await asyncio.wrap_future(done)

    def stop(self) -> None:
        """Fall silent at once and forget what is queued. From any thread."""
        with self._changed:
            self._round += 1
            self._unspoken = 0
            self._tell_waiting()
            playing = self._playing_round is not None
        self._player.stop()
        if playing:
            threading.Thread(target=self._insist, name="voice stops", daemon=True).start()

    def _insist(self) -> None:
        """A player just about to begin misses a stop: repeat it until playback has ended."""
        with self._changed:
            while self._playing_round not in {None, self._round}:
                self._changed.wait(_STOP_AGAIN_S)
                if self._playing_round not in {None, self._round}:
                    self._player.stop()

    def _synthesize_all(self) -> None:
        while True:
            number, sentence = self._sentences.get()
            self._sounds.put((number, self._synthesize(sentence) if number == self._round else None))

    def _play_all(self) -> None:
        while True:
            number, sound = self._sounds.get()
            with self._changed:
                wanted = sound is not None and number == self._round and not self._given_up
                self._playing_round = number if wanted else None
            if wanted and sound is not None:
                self._play(sound)
            with self._changed:
                self._playing_round = None
                self._changed.notify_all()
                if number == self._round:
                    self._unspoken -= 1
                    if not self._unspoken:
                        self._tell_waiting()

    def _synthesize(self, sentence: str) -> Sound | None:
        if self._given_up:
            return None
        try:
            sound = self._source.sound(sentence)
        except Exception as error:  # noqa: BLE001 - a plug-in may raise anything; whoever waits for it must not hang
            self._failures_in_a_row += 1
            self._given_up = self._failures_in_a_row >= GIVE_UP_AFTER
            self._report(error)
            return None
        self._failures_in_a_row = 0
        return sound

    def _play(self, sound: Sound) -> None:
        try:
            self._player.play(sound.samples * self._volume, sound.sample_rate)
        except Exception as error:  # noqa: BLE001 - PortAudio's own errors differ by system; no loudspeaker is no end
            self._given_up = True
            self._report(error)

    def _report(self, error: Exception) -> None:
        if self._told:
            return
        self._told = True
        if isinstance(error, InterviewError):
            remedy = error.remedy if error.remedy != UnavailableError.default_remedy else ""
            self._on_problem(error.message, f"{_CAPTIONS} {remedy}".strip())
        else:
            self._on_problem(f"The voice failed: {error}", _CAPTIONS)

    def _tell_waiting(self) -> None:
        for each in self._waiting:
            with suppress(InvalidStateError):
                each.set_result(None)
        self._waiting.clear()
