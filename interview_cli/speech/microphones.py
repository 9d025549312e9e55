"""The microphone that an answer is spoken into: opened, changed for another, lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from interview_cli.errors import InterviewError
from interview_cli.interview.events import Problem
from interview_cli.interview.inbox import Inbox, Lost, in_thread
from interview_cli.speech.devices import choose_device, refresh_devices
from interview_cli.speech.microphone import Frame, Microphone, MicrophoneLost, Sink

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples


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
