"""Stand-ins for speaking and being heard in front of the app."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from interview_cli.app import Application
from interview_cli.app.sound_check import RECORDED_S, SENTENCE, SoundCheck
from interview_cli.app.speaking import Speech
from interview_cli.errors import StorageError
from interview_cli.interview.commands import Leave, Submit
from interview_cli.interview.inbox import Inbox, Message
from interview_cli.interview.model import Answer, AnswerSource, AskedQuestion
from interview_cli.interview.ports import CandidatePaused, Clock
from interview_cli.speech.candidate import SpeakingCandidate
from interview_cli.speech.devices import Device
from interview_cli.speech.level import judge_microphone
from interview_cli.speech.preflight import Preflight
from interview_cli.speech.turn import SpokenState, Stage
from interview_cli.tui.widgets.speaking_pane import SpeakingPane
from tests.conftest import PATIENCE_S
from tests.speech.turn.parts import RATE_HZ, Engine, Microphones

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples
    from interview_cli.tui.candidate import OpenSpeech
    from tests.tui.conftest import Person

DEVICES = (Device(3, "Headset", 48_000), Device(5, "Webcam microphone", 16_000))
NAMES = ("pyttsx3", "fake:six-words")


def vowels(seconds: float = 3.5) -> Samples:
    """Harmonics of a gliding pitch under gliding formants, in three syllables a second: speech to a detector."""
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    pitch_hz = 120 + 15 * np.sin(2 * np.pi * 0.7 * at)
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    formants = ((500 + 200 * np.sin(2 * np.pi * 2 * at), 1.0), (1500 + 500 * np.sin(2 * np.pi * 1.3 * at), 0.6))
    sound = np.zeros_like(at)
    for number in range(1, 30):
        loudness = sum(gain / (1 + ((number * pitch_hz - centre_hz) / 80) ** 2) for centre_hz, gain in formants)
        sound += (loudness + 0.02 / number) * np.sin(number * phase)
    sound *= np.sqrt(np.abs(np.sin(np.pi * 3 * at)))
    return np.asarray(0.3 * sound / np.abs(sound).max(), np.float32)


class InterviewersVoice:
    """Speaks until it is stopped, from any thread."""

    def __init__(self) -> None:
        self.stops = 0
        self._speaks = False
        self._waiting: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def say(self, sentence: str) -> None:
        self._speaks = True

    async def finished(self) -> None:
        silent = asyncio.Event()
        self._waiting = (asyncio.get_running_loop(), silent)
        if self._speaks:
            await silent.wait()

    def stop(self) -> None:
        self.stops += 1
        self._speaks = False
        if self._waiting is not None:
            loop, silent = self._waiting
            with suppress(RuntimeError):  # the session is over
                loop.call_soon_threadsafe(silent.set)


class ScriptedCandidate:
    """Shows the states it is given, and takes down the commands that come."""

    def __init__(self, inbox: Inbox, show: Callable[[SpokenState], None], first: SpokenState, clock: Clock) -> None:
        self.commands: list[Message] = []
        self._show = show
        self._first = first
        self._clock = clock
        self._inbox = inbox
        self._asked_id = ""

    def show(self, state: SpokenState) -> None:
        """The answer stands like this."""
        self._show(replace(state, asked_id=self._asked_id))

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        self._asked_id = asked.id
        self.show(self._first)
        while True:
            message = await self._inbox.get()
            self.commands.append(message)
            match message:
                case Submit(text):
                    return Answer(text, AnswerSource.SPOKEN, self._clock.now(), self._clock.now())
                case Leave():
                    raise CandidatePaused

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:
        return False


class Studio:
    """Opens speech with stand-ins: a real `SpeakingCandidate`, or with `first` a scripted one."""

    def __init__(self, clock: Clock, folder: Path, first: SpokenState | None = None) -> None:
        self.voice = InterviewersVoice()
        self.engine = Engine()
        self.microphones = Microphones()
        self.devices: Sequence[Device] = DEVICES
        self.remote_host: str | None = None
        self.remarks: tuple[str, ...] = ()
        self.configured_voices: list[str] = []
        """The configured voice each time speech was opened."""
        self.auto_end_s: float | None = None
        self.scripted: ScriptedCandidate | None = None
        self._clock = clock
        self._folder = folder
        self._first = first

    @property
    def open(self) -> OpenSpeech:
        """For `InterviewApp(open_speech=...)`."""
        return self._open

    def _open(self, application: Application, language: str, report: object) -> Speech:
        self.configured_voices.append(application.settings.voice.tts)
        return Speech(
            voice=self.voice,
            voice_name=NAMES[0],
            transcriber_name=NAMES[1],
            remote_host=self.remote_host,
            remarks=self.remarks,
            candidate=self._candidate,
            devices=lambda: self.devices,
        )

    def _candidate(
        self, inbox: Inbox, save_draft: Callable[[str, str], None], show: Callable[[SpokenState], None]
    ) -> SpeakingCandidate:
        if self._first is not None:
            self.scripted = ScriptedCandidate(inbox, show, self._first, self._clock)
            return self.scripted  # type: ignore[return-value]
        return SpeakingCandidate(
            inbox=inbox,
            voice=self.voice,
            transcriber=self.engine,
            folder=self._folder,
            clock=self._clock,
            save_draft=save_draft,
            show=show,
            auto_end_s=self.auto_end_s,
            microphones=self.microphones,
        )


class Desk(SoundCheck):
    """A desk with microphones, somebody who speaks into them, and a loudspeaker."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.there: Sequence[Device] = DEVICES
        self.heard: Samples = np.concatenate([np.zeros(16_000, np.float32), vowels()])
        self.sounds: list[str] = []
        self.go = threading.Event()

    def devices(self) -> Sequence[Device]:
        return self.there

    def record(self, device: Device, on_level: Callable[[float], None], seconds: float = RECORDED_S) -> Preflight:
        on_level(-22.0)
        assert self.go.wait(PATIENCE_S)
        return Preflight(device, self.heard, judge_microphone(self.heard))

    def play(self, samples: Samples) -> None:
        assert samples is self.heard
        self.sounds.append("recording")

    def transcribe(self, samples: Samples) -> str:
        return "fake transcribed: I moved 80 shops."

    def say(self, on_problem: Callable[[str, str], None]) -> None:
        self.sounds.append(SENTENCE)


def state(stage: Stage, **more: object) -> SpokenState:
    """A state of an answer that has been going on for a while."""
    return replace(SpokenState("", stage), **more)  # type: ignore[arg-type]


def stage_shown(person: Person) -> Stage | None:
    """The stage of the spoken answer on the screen, or behind a dialog."""
    panes = [pane for screen in person.app.screen_stack for pane in screen.query(SpeakingPane)]
    return panes[0]._stage if panes else None
