"""The queueing voice, with a fake loudspeaker and fake synthesis: only their order and ends are looked at."""

from __future__ import annotations

import asyncio
import threading
from queue import SimpleQueue

import numpy as np
import pytest
from numpy.typing import NDArray

from interview_cli.errors import UnavailableError
from interview_cli.speech.tts.synthesizer import Sound
from interview_cli.speech.tts.voice import SilentVoice, SpokenVoice
from tests.conftest import PATIENCE_S


class Loudspeaker:
    """Plays until it is let go on or stopped; a sound is known by its length."""

    def __init__(self, *, deaf_to_stops: int = 0) -> None:
        self.began: SimpleQueue[int] = SimpleQueue()
        self.heard: list[int] = []
        self.loudest = 0.0
        self._deaf_to_stops = deaf_to_stops
        self._changed = threading.Condition()
        self._may_end = 0
        self._stopped = False

    def play(self, samples: NDArray[np.float32], sample_rate: int) -> bool:
        with self._changed:
            self._stopped = False
            self.loudest = float(samples.max())
            self.began.put(len(samples))
            assert self._changed.wait_for(lambda: self._stopped or self._may_end, PATIENCE_S)
            if self._stopped:
                return False
            self._may_end -= 1
            self.heard.append(len(samples))
            return True

    def let_end(self) -> None:
        with self._changed:
            self._may_end += 1
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._stopped = self._deaf_to_stops == 0
            self._deaf_to_stops = max(0, self._deaf_to_stops - 1)
            self._changed.notify_all()


class Synthesis:
    """Makes a sound as long as its text, and tells when."""

    def __init__(self) -> None:
        self.made: SimpleQueue[str] = SimpleQueue()

    def sound(self, text: str) -> Sound:
        self.made.put(text)
        if "fail" in text:
            raise UnavailableError("The voice pyttsx3 failed.", "Reinstall it.")
        if "crash" in text:
            raise ZeroDivisionError("division by zero")
        return Sound(np.full(len(text), 0.5, np.float32), 16_000)


class Problems:
    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def __call__(self, message: str, remedy: str) -> None:
        self.told.append((message, remedy))


@pytest.fixture
def problems() -> Problems:
    return Problems()


@pytest.fixture
def loudspeaker() -> Loudspeaker:
    return Loudspeaker()


async def test_the_next_sentence_is_synthesized_while_one_plays(problems: Problems, loudspeaker: Loudspeaker) -> None:
    synthesis = Synthesis()
    voice = SpokenVoice(synthesis, loudspeaker, problems, volume=0.5)
    voice.say("One. Three.")
    voice.say("Three four.")
    assert loudspeaker.began.get(timeout=PATIENCE_S) == len("One.")
    assert [synthesis.made.get(timeout=PATIENCE_S) for _ in range(3)] == ["One.", "Three.", "Three four."]
    assert loudspeaker.heard == []
    for _ in range(3):
        loudspeaker.let_end()
    await voice.finished()
    assert loudspeaker.heard == [len("One."), len("Three."), len("Three four.")]
    assert loudspeaker.loudest == 0.25
    await voice.finished()
    assert problems.told == []


async def test_stop_silences_from_any_thread_and_forgets_the_rest(
    problems: Problems, loudspeaker: Loudspeaker
) -> None:
    voice = SpokenVoice(Synthesis(), loudspeaker, problems)
    voice.say("One. And two. And three.")
    loudspeaker.began.get(timeout=PATIENCE_S)
    waiting = asyncio.create_task(voice.finished())
    await asyncio.sleep(0)
    assert not waiting.done()
    stopper = threading.Thread(target=voice.stop)
    stopper.start()
    await waiting
    stopper.join()
    voice.say("Another one.")
    assert loudspeaker.began.get(timeout=PATIENCE_S) == len("Another one.")
    loudspeaker.let_end()
    await voice.finished()
    assert loudspeaker.heard == [len("Another one.")]


async def test_a_stop_just_before_the_sound_begins_is_not_lost(problems: Problems) -> None:
    loudspeaker = Loudspeaker(deaf_to_stops=3)
    voice = SpokenVoice(Synthesis(), loudspeaker, problems)
    voice.say("One.")
    loudspeaker.began.get(timeout=PATIENCE_S)
    voice.stop()
    voice.say("Next one.")
    assert loudspeaker.began.get(timeout=PATIENCE_S) == len("Next one.")
    loudspeaker.let_end()
    await voice.finished()
    assert loudspeaker.heard == [len("Next one.")]


async def test_waiting_can_be_cancelled(problems: Problems, loudspeaker: Loudspeaker) -> None:
    voice = SpokenVoice(Synthesis(), loudspeaker, problems)
    voice.say("One.")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(voice.finished(), 0)
    loudspeaker.let_end()
    await voice.finished()
    assert loudspeaker.heard == [len("One.")]


async def test_one_failure_is_reported_and_the_next_sentence_is_spoken(
    problems: Problems, loudspeaker: Loudspeaker
) -> None:
    voice = SpokenVoice(Synthesis(), loudspeaker, problems)
    loudspeaker.let_end()
    voice.say("This will fail. This works.")
    await voice.finished()
    assert loudspeaker.heard == [len("This works.")]
    assert problems.told == [("The voice pyttsx3 failed.", "The questions stay on screen. Reinstall it.")]


async def test_two_failures_in_a_row_end_the_voice(problems: Problems, loudspeaker: Loudspeaker) -> None:
    synthesis = Synthesis()
    voice = SpokenVoice(synthesis, loudspeaker, problems)
    voice.say("This will crash. This will fail. This works.")
    await voice.finished()
    voice.say("More.")
    await voice.finished()
    assert synthesis.made.qsize() == 2
    assert problems.told == [("The voice failed: division by zero", "The questions stay on screen.")]


async def test_without_a_loudspeaker_the_questions_are_read(problems: Problems) -> None:
    class NoLoudspeaker(Loudspeaker):
        def play(self, samples: NDArray[np.float32], sample_rate: int) -> bool:
            raise UnavailableError("There is no loudspeaker.", "Connect one.")

    voice = SpokenVoice(Synthesis(), NoLoudspeaker(), problems)
    voice.say("One. Two. Three.")
    await voice.finished()
    assert problems.told == [("There is no loudspeaker.", "The questions stay on screen. Connect one.")]


async def test_silence_is_a_voice_too() -> None:
    voice = SilentVoice("no espeak")
    voice.say("One.")
    voice.stop()
    await voice.finished()
    assert voice.reason == "no espeak"
