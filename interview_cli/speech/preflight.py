"""Tests a microphone: records a few seconds, reports what is wrong and how to fix it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from interview_cli.speech.devices import Device
from interview_cli.speech.level import MicrophoneReport, judge_microphone
from interview_cli.speech.microphone import Frame, Microphone, MicrophoneLost
from interview_cli.speech.sound import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

_SLOW_START_S: Final = 5.0
"""How much longer than its length a test recording may take, for a device that is slow to begin."""


@dataclass(frozen=True, slots=True)
class Preflight:
    """A test recording and the verdict on it; `samples` can be played back and transcribed."""

    device: Device
    samples: Samples
    report: MicrophoneReport


def try_microphone(
    device: Device,
    seconds: float,
    on_block: Callable[[Samples], None] | None = None,
    cancel: threading.Event | None = None,
) -> Preflight:
    """Record for `seconds` from a device and judge what was heard. Blocks: run it in a thread.

    `on_block` gets the sound as it comes, for a level meter; setting `cancel` ends the recording early. Raises
    UnavailableError when the device cannot be opened, MicrophoneLost when it goes away.
    """
    import numpy as np

    done = cancel or threading.Event()
    blocks: list[Samples] = []
    losses: list[MicrophoneLost] = []
    wanted = round(seconds * SAMPLE_RATE_HZ)

    def keep(frame: Frame) -> None:
        if isinstance(frame, MicrophoneLost):
            losses.append(frame)
            done.set()
            return
        blocks.append(frame)
        if sum(map(len, blocks)) >= wanted:
            done.set()
        if on_block:
            on_block(frame)

    microphone = Microphone(device, keep)
    microphone.start()
    try:
        done.wait(seconds + _SLOW_START_S)
    finally:
        microphone.stop()
    if losses:
        raise losses[0]
    samples = np.concatenate([np.zeros(0, np.float32), *blocks])[:wanted]
    return Preflight(device, samples, judge_microphone(samples))
