"""A consumer of sound that tests can wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from interview_cli.speech.microphone import Frame, MicrophoneLost, Sink
from interview_cli.speech.sound import SAMPLE_RATE_HZ
from tests.conftest import PATIENCE_S

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples


def sink_of(consumers: Sequence[Callable[[Samples], None]], on_lost: Callable[[MicrophoneLost], None]) -> Sink:
    """Sound to each of the consumers in turn, a loss to `on_lost`."""

    def take(frame: Frame) -> None:
        if isinstance(frame, MicrophoneLost):
            on_lost(frame)
            return
        for consumer in consumers:
            consumer(frame)

    return take


class Listener:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self._blocks: list[Samples] = []
        self._changed = threading.Condition()

    def __call__(self, block: Samples) -> None:
        with self._changed:
            self._blocks.append(block)
            self._changed.notify_all()

    @property
    def samples(self) -> Samples:
        """Everything heard so far."""
        with self._changed:
            return np.concatenate([np.zeros(0, np.float32), *self._blocks])

    def hear(self, seconds: float) -> None:
        """Wait until so much more sound has come."""
        enough = len(self.samples) + seconds * SAMPLE_RATE_HZ
        with self._changed:
            assert self._changed.wait_for(lambda: sum(map(len, self._blocks)) >= enough, PATIENCE_S), "silence"

    def hear_sound(self) -> None:
        """Wait until anything but silence has come."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(block.any() for block in self._blocks), PATIENCE_S), "silence"
