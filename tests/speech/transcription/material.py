"""A transcriber that hears loud samples as words, and sound to give it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interview_cli.interview.spoken import Word
from tests.conftest import PATIENCE_S
from tests.speech.checkpoint import ANSWERS, samples_of, sentences_of, speak

Samples = NDArray[np.float32]
RATE_HZ = 16_000


class OneWordPerSecond:
    """Fills the `Transcriber` port: a word for every second of a piece, numbered; can be made to fail and to wait."""

    name = "counting:1"
    language = "en"

    def __init__(self, fails: Callable[[int], bool] = lambda _: False, gate: threading.Event | None = None) -> None:
        self.pieces: list[Samples] = []
        self.threads: list[str] = []
        self._fails = fails
        self._gate = gate

    def words(self, samples: Samples) -> Sequence[Word]:
        self.pieces.append(samples)
        self.threads.append(threading.current_thread().name)
        if self._gate is not None:
            assert self._gate.wait(PATIENCE_S)
        if self._fails(len(self.pieces)):
            raise RuntimeError("the engine has crashed")
        return [Word(f"w{second}", second + 0.1, second + 0.9) for second in range(len(samples) // RATE_HZ)]


class Says:
    """Fills the `Transcriber` port with the words given, for every piece."""

    name = "says:1"

    def __init__(self, *words: Word, language: str = "en") -> None:
        self.language = language
        self._words = words

    def words(self, samples: Samples) -> Sequence[Word]:
        return self._words


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def spoken(folder: Path, sentences: int, pause_s: float = 0.6) -> Samples:
    """So many sentences by one voice, with pauses after them."""
    texts = [sentence for answer in ANSWERS for sentence in sentences_of(answer)]
    clips = [samples_of(speak(text, "slt", folder / "clip.wav")) for text in texts]
    chosen = (clips[number % len(clips)] for number in range(sentences))
    return np.concatenate([part for clip in chosen for part in (clip, silence(pause_s))])
