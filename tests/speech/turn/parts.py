"""Stand-ins at the ports of a spoken answer, and speech for it."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soxr

from interview_cli.errors import StorageError, UnavailableError
from interview_cli.interview.inbox import Inbox
from interview_cli.interview.model import AskedQuestion, Difficulty, InterviewType, Question
from interview_cli.interview.ports import Clock
from interview_cli.interview.spoken import Word
from interview_cli.speech.candidate import SpeakingCandidate
from interview_cli.speech.microphone import MicrophoneLost, Sink
from interview_cli.speech.tts.pyttsx3_engine import Pyttsx3Synthesizer
from interview_cli.speech.tts.synthesizer import read_sound
from interview_cli.speech.turn import SpokenState, Stage
from tests.conftest import PATIENCE_S
from tests.system_packages import need

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Voice
    from interview_cli.speech.microphone import Microphones as MicrophonesPort

RATE_HZ = 16_000
QUESTION = Question("q", "Tell me about a failure.", InterviewType.BEHAVIORAL, Difficulty.STANDARD, "bank")
ASKED = AskedQuestion("asked-1", 0, 0, QUESTION.text, QUESTION)


@lru_cache
def speech() -> Samples:
    """About three and a half seconds of a synthetic voice."""
    need("libespeak-ng1")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "speech.wav"
        Pyttsx3Synthesizer(None, 150).synthesize("Last year I moved eighty shops to a new till system.", file)
        sound = read_sound(file)
    return np.asarray(soxr.resample(sound.samples, sound.sample_rate, RATE_HZ), np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


class InterviewersVoice:
    """Speaks until it is stopped."""

    def __init__(self) -> None:
        self._silent = asyncio.Event()
        self.said: list[str] = []

    def say(self, sentence: str) -> None:
        self.said.append(sentence)
        self._silent.clear()

    async def finished(self) -> None:
        await self._silent.wait()

    def stop(self) -> None:
        self._silent.set()


class Microphone:
    """Hands on what a test speaks into it."""

    def __init__(self, device: str | None, sink: Sink):
        self.device = device
        self.gated = True
        self.stopped = False
        self._sink = sink

    def lose(self) -> None:
        """Unplugged."""
        self._sink(MicrophoneLost("The microphone is gone."))

    async def hear(self, samples: Samples) -> None:
        """In blocks of 50 ms, from another thread, as fast as they are taken."""

        def hand_on() -> None:
            for begin in range(0, len(samples), RATE_HZ // 20):
                if not self.gated:
                    self._sink(samples[begin : begin + RATE_HZ // 20])

        await asyncio.to_thread(hand_on)

    def stop(self) -> None:
        self.stopped = True

    def gate(self, *, closed: bool) -> None:
        self.gated = closed


class Microphones:
    """As many as are opened, unless `missing`."""

    def __init__(self) -> None:
        self.opened: list[Microphone] = []
        self.missing = False

    def open(
        self,
        device: str | None,
        sink: Sink,
        *,
        look_again: bool,
    ) -> Microphone:
        assert look_again or not any(not each.stopped for each in self.opened)
        if self.missing:
            raise UnavailableError("There is no microphone.", "Connect one.")
        self.opened.append(Microphone(device, sink))
        return self.opened[-1]


class Engine:
    """Hears the same six words in everything; fails, or waits for `go`, when told to."""

    name = "fake:six-words"
    language = "en"

    def __init__(self) -> None:
        self.failures = 0
        self.deaf = False
        self.go = threading.Event()
        self.go.set()

    def words(self, samples: Samples) -> Sequence[Word]:
        assert self.go.wait(PATIENCE_S)
        if self.failures:
            self.failures -= 1
            raise UnavailableError("The model cannot be loaded.", "Choose another --stt.")
        texts = [] if self.deaf else ["I", "um", "moved", "eighty", "shops", "there."]
        step_s = len(samples) / RATE_HZ / 8
        return [Word(text, (at + 1) * step_s, (at + 2) * step_s, 0.9) for at, text in enumerate(texts)]


HEARD = "I um moved eighty shops there."


class FrontEnd:
    """A spoken candidate with its stand-ins, and what it shows."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        auto_end_s: float | None = None,
        voice: Voice | None = None,
        microphones: MicrophonesPort | None = None,
    ) -> None:
        self.voice = voice or InterviewersVoice()
        self.engine = Engine()
        self.microphones = Microphones()
        self.folder = folder
        self.states: list[SpokenState] = []
        self.drafts: list[tuple[str, str]] = []
        self.draft_error: StorageError | None = None
        self.answered: set[str] = set()
        self._shown = asyncio.Event()
        self.inbox = Inbox()
        self.candidate = SpeakingCandidate(
            inbox=self.inbox,
            voice=self.voice,
            transcriber=self.engine,
            folder=folder,
            clock=clock,
            save_draft=self._save_draft,
            show=self._show,
            auto_end_s=auto_end_s,
            microphones=microphones or self.microphones,
            is_answer=self.answered.__contains__,
        )
        self.send = self.inbox.put

    @property
    def microphone(self) -> Microphone:
        return self.microphones.opened[-1]

    @property
    def files(self) -> list[str]:
        return sorted(file.name for file in self.folder.iterdir()) if self.folder.is_dir() else []

    async def until(self, *stages: Stage, where: Callable[[SpokenState], bool] = lambda _: True) -> SpokenState:
        """Wait until the state shown last is of one of these stages."""
        async with asyncio.timeout(PATIENCE_S):
            while not (self.states and self.states[-1].stage in stages and where(self.states[-1])):
                self._shown.clear()
                await self._shown.wait()
        return self.states[-1]

    async def listening(self) -> None:
        """The interviewer has spoken, the microphone is open."""
        await self.until(Stage.INTERVIEWER, where=lambda _: bool(self.microphones.opened))
        self.voice.stop()
        await self.until(Stage.LISTENING)

    def _show(self, state: SpokenState) -> None:
        self.states.append(state)
        self._shown.set()

    def _save_draft(self, asked_id: str, text: str) -> None:
        if self.draft_error:
            raise self.draft_error
        self.drafts.append((asked_id, text))
