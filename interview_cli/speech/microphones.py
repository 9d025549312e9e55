"""Opens the microphone that an answer is spoken into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from interview_cli.speech.devices import choose_device, refresh_devices
from interview_cli.speech.microphone import Consumer, Microphone, MicrophoneLost


class OpenMicrophone(Protocol):
    """A microphone that listens, as `Microphone` does once it is started."""

    def stop(self) -> None:
        """Hand on the rest and end. Blocks. Raises what a consumer has raised."""
        ...

    def gate(self, *, closed: bool) -> None:
        """Hand nothing on while `closed`."""
        ...


class Microphones(Protocol):
    """Where microphones come from."""

    def open(
        self,
        device: str | None,
        consumers: Sequence[Consumer],
        on_lost: Callable[[MicrophoneLost], None],
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
        consumers: Sequence[Consumer],
        on_lost: Callable[[MicrophoneLost], None],
        *,
        look_again: bool,
    ) -> Microphone:
        """See `Microphones.open`."""
        if look_again:
            refresh_devices()
        microphone = Microphone(choose_device("input", device), consumers, on_lost)
        microphone.gate(closed=True)
        microphone.start()
        return microphone
