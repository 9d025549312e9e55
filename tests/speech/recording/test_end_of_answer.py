"""The end of an answer to the last sample, on a microphone that is a script: its timing must be exact."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from interview_cli.speech import microphone
from interview_cli.speech.devices import Device
from interview_cli.speech.microphone import Microphone
from tests.speech.recording.listener import Listener, sink_of


class Status:
    input_overflow = False


class ScriptedStream:
    """A device that delivers a block when it is told to."""

    def __init__(self, kind: str, device: Device, **options: Any) -> None:
        self._callback: Callable[..., None] = options["callback"]
        self._finished: Callable[[], None] = options["finished_callback"]
        self.is_open = True
        streams.append(self)

    def deliver(self, frames: int, overflow: bool = False) -> None:
        assert self.is_open
        status = Status()
        status.input_overflow = overflow
        self._callback(np.full((frames, 1), 0.5, np.float32), frames, None, status)

    def close(self, *, at_once: bool = False) -> None:
        self.is_open = False
        self._finished()


streams: list[ScriptedStream] = []


class SpokenWhileWaiting(threading.Event):
    """Speaks on for one block when somebody waits for it."""

    def wait(self, timeout: float | None = None) -> bool:
        streams[-1].deliver(800)
        return super().wait(timeout)


def not_lost(loss: object) -> None:
    raise AssertionError(loss)


def start(monkeypatch: pytest.MonkeyPatch, heard: Listener, rate_hz: int) -> Microphone:
    monkeypatch.setattr(microphone, "OpenStream", ScriptedStream)
    monkeypatch.setattr(microphone, "rate_for", lambda *_: rate_hz)
    started = Microphone(Device(0, "script", rate_hz), sink_of([heard], not_lost))
    started.start()
    return started


def test_what_is_said_up_to_the_end_key_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Listener()
    listening = start(monkeypatch, heard, 16_000)
    listening._block_came = SpokenWhileWaiting()
    streams[-1].deliver(800)
    listening.stop()
    assert len(heard.samples) == 1600


@pytest.mark.parametrize("rate_hz", [44_100, 48_000, 8_000])
def test_the_resampler_keeps_nothing_back(monkeypatch: pytest.MonkeyPatch, rate_hz: int) -> None:
    heard = Listener()
    listening = start(monkeypatch, heard, rate_hz)
    listening._block_came = SpokenWhileWaiting()
    for _ in range(20):
        streams[-1].deliver(rate_hz // 20)
    listening.stop()
    expected = 16_000 + 800 * 16_000 / rate_hz
    assert abs(len(heard.samples) - expected) <= 1


def test_overflows_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    listening = start(monkeypatch, Listener(), 16_000)
    listening._block_came = SpokenWhileWaiting()
    for overflow in (True, False, True):
        streams[-1].deliver(800, overflow)
    listening.stop()
    assert listening.overflows == 2
