"""A microphone: its sound as frames, in order and complete, while it is opened, changed for another, or lost."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Protocol, Union

from interview_cli.errors import InterviewError, UnavailableError
from interview_cli.interview.events import Problem
from interview_cli.interview.inbox import Inbox, Lost, in_thread
from interview_cli.speech.devices import Device, OpenStream, choose_device, rate_for, refresh_devices
from interview_cli.speech.sound import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples


_BUFFER_S: Final = 0.2
"""How much the device keeps while the interpreter is busy; blocks come four times as often."""
_LOOK_EVERY_S: Final = 0.2
_LOST_AFTER_LOOKS: Final = 3
_STARTS_WITHIN_LOOKS: Final = 15
"""A stream without a block for this many checks is dead; a wireless microphone may take longer to begin. Checks are
counted, not time: an interpreter that was busy elsewhere has not checked either."""


class MicrophoneLost(UnavailableError):
    """The microphone was lost while recording. All sound before that has been handed on."""

    default_remedy = "Reconnect it, choose another with --device, or continue by typing."


Frame = Union["Samples", MicrophoneLost]
"""A block of 16 kHz mono sound of any length, or, once and as the last one, that the device is gone."""

Sink = Callable[[Frame], None]
"""Takes frames one after the other, in the microphone's own thread."""


class Microphone:
    """Sound from a device, handed to `sink` from `start` to `stop`.

    Nothing is handed on while its `gate` is closed: sound of that time is thrown away where it arises.
    MicrophoneLost comes within a second after the device stops delivering; `stop` is to be called then too. A sink
    that raises still gets what follows, and `stop` raises its first error.
    """

    def __init__(self, device: Device, sink: Sink) -> None:
        self._device = device
        self._sink = sink
        self._blocks: queue.SimpleQueue[Samples | None] = queue.SimpleQueue()
        self._stream: OpenStream | None = None
        self._pump = threading.Thread(target=self._hand_on, name="microphone", daemon=True)
        self._block_came = threading.Event()
        self._blocks_taken = 0
        self._is_dead = False
        self._is_stopping = False
        self._is_gated = False
        self._failure: Exception | None = None
        self._rate_hz = SAMPLE_RATE_HZ
        self.overflows = 0
        """How often the system dropped sound because this program was too slow."""

    def start(self) -> None:
        """Begin to listen. Raises UnavailableError when the device cannot be opened."""
        self._rate_hz = rate_for(self._device, "input", SAMPLE_RATE_HZ)
        self._stream = OpenStream(
            "InputStream",
            self._device,
            samplerate=self._rate_hz,
            latency=_BUFFER_S,
            callback=self._take,
            finished_callback=self._end,
        )
        self._pump.start()

    def stop(self) -> None:
        """Hand on what was said until now, and end. Takes about 50 ms. Raises the error of a sink that failed."""
        if self._stream is None:
            return
        if not self._is_dead:
            self._block_came.clear()
            self._block_came.wait(2 * _BUFFER_S)
        self._is_stopping = True
        self._stream.close(at_once=True)
        self._stream = None
        self._blocks.put(None)
        if threading.current_thread() is not self._pump:
            self._pump.join()
        if self._failure is not None:
            raise self._failure

    def gate(self, *, closed: bool) -> None:
        """Hand nothing on while `closed`: the interviewer speaks, or the answer is paused."""
        self._is_gated = closed

    def _take(self, block: Any, frames: int, time: object, status: Any) -> None:  # noqa: ARG002
        """PortAudio's thread: keep a block of sound."""
        if status.input_overflow:
            self.overflows += 1
        if not self._is_gated:
            self._blocks.put(block[:, 0].copy())
        self._blocks_taken += 1
        self._block_came.set()

    def _end(self) -> None:
        """The stream has ended, because it was closed or because its device is gone."""
        self._is_dead = True
        self._block_came.set()

    def _hand_on(self) -> None:
        """The microphone's thread: frames to the sink, and a regular check that any still arrive."""
        at_16_khz = self._resampler()
        seen = looks = 0
        is_lost = False
        while not is_lost:
            try:
                block = self._blocks.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                looks = looks + 1 if seen == self._blocks_taken else 0
                seen = self._blocks_taken
                is_overdue = looks >= (_LOST_AFTER_LOOKS if seen else _STARTS_WITHIN_LOOKS)
                is_lost = (self._is_dead or is_overdue) and not self._is_stopping
                continue
            if block is None:
                break
            self._deliver(at_16_khz(block, False))
        self._deliver(at_16_khz(None, True))
        if is_lost:
            self._is_dead = True
            self._deliver(MicrophoneLost(f"The microphone {self._device.name!r} is gone."))

    def _resampler(self) -> Callable[[Samples | None, bool], Samples]:
        """What brings blocks to 16 kHz; takes whether this is the last, which may be None."""
        import numpy as np

        nothing = np.zeros(0, np.float32)
        if self._rate_hz == SAMPLE_RATE_HZ:
            return lambda block, _is_last: nothing if block is None else block
        import soxr

        stream = soxr.ResampleStream(self._rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32", quality="HQ")
        return lambda block, is_last: stream.resample_chunk(nothing if block is None else block, last=is_last)

    def _deliver(self, frame: Frame) -> None:
        if not isinstance(frame, MicrophoneLost) and not len(frame):
            return
        try:
            self._sink(frame)
        except Exception as error:  # noqa: BLE001 - raised by `stop`: what follows is handed on all the same
            self._failure = self._failure or error


class OpenMicrophone(Protocol):
    """A microphone that listens, as `Microphone` does once it is started."""

    def stop(self) -> None:
        """Hand on the rest and end. Blocks. Raises what the sink has raised."""
        ...

    def gate(self, *, closed: bool) -> None:
        """Hand nothing on while `closed`."""
        ...


class Microphones(Protocol):
    """Where microphones come from."""

    def open(
        self,
        device: str | None,
        sink: Sink,
        *,
        look_again: bool,
    ) -> OpenMicrophone:
        """The microphone `device` (None: the system's default), listening with its gate closed. Blocks.

        `look_again` finds devices that were plugged in since the program began. Raises UnavailableError.
        """
        ...


class SystemMicrophones:
    """The microphones of this machine."""

    def open(
        self,
        device: str | None,
        sink: Sink,
        *,
        look_again: bool,
    ) -> Microphone:
        """See `Microphones.open`."""
        if look_again:
            refresh_devices()
        microphone = Microphone(choose_device("input", device), sink)
        microphone.gate(closed=True)
        microphone.start()
        return microphone


class ChosenMicrophone:
    """The one microphone that is open, if any, for as long as an answer lasts; the choice outlasts the answer.

    `inbox` gets Lost when one goes away. Opening and closing do not block the event loop.
    """

    def __init__(self, microphones: Microphones, device: str | None, inbox: Inbox) -> None:
        self._microphones = microphones
        self._inbox = inbox
        self._opened: OpenMicrophone | None = None
        self._openings = 0
        self.device = device
        """A part of its name, its number, or None for the system's default; what `open` looks for."""

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    def is_meant(self, lost: Lost) -> bool:
        """Whether it is the last one opened that was lost."""
        return lost.opening == self._openings

    async def open(self, take: Callable[[Samples], None], *, look_again: bool = False) -> Problem | None:
        """Open the chosen one with its gate closed; what was in the way, if anything. See `Microphones.open`.

        `take` gets the sound, in the microphone's thread.
        """
        self._openings += 1
        opening = self._openings

        def sink(frame: Frame) -> None:
            if isinstance(frame, MicrophoneLost):
                self._inbox.put(Lost(opening, frame))
            else:
                take(frame)

        try:
            self._opened = await in_thread(lambda: self._microphones.open(self.device, sink, look_again=look_again))
        except InterviewError as error:
            return Problem(error.message, error.remedy)
        return None

    def gate(self, *, closed: bool) -> None:
        """Hand nothing on while `closed`."""
        if self._opened:
            self._opened.gate(closed=closed)

    async def close(self) -> Problem | None:
        """Close what is open; what failed meanwhile, if anything."""
        opened, self._opened = self._opened, None
        if opened is None:
            return None
        try:
            await in_thread(opened.stop)
        except Exception as error:  # noqa: BLE001 - a sink's error of any kind; the recording is still saved
            return Problem(f"Something failed while you were recorded: {error}")
        return None
