"""Sound devices: listing them, choosing one, and what to do when there is none."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Literal

from interview_cli.errors import UnavailableError
from interview_cli.installing import pip_install

Direction = Literal["input", "output"]

_PORTAUDIO = threading.RLock()
"""Held while PortAudio starts, opens or closes something: those calls are not safe from two threads at once."""
_ANSWERS_WITHIN_S: Final = 5.0
_CLOSES_WITHIN_S: Final = 2.0
_streams_open = 0


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device. `number` is valid until devices are looked for again; `rate_hz` is the rate it prefers."""

    number: int
    name: str
    rate_hz: int


@contextmanager
def _portaudio() -> Iterator[None]:
    """Within the block no other thread uses PortAudio. Raises UnavailableError when another thread hangs in it."""
    if not _PORTAUDIO.acquire(timeout=_ANSWERS_WITHIN_S):
        raise UnavailableError("The sound system hangs.", "Restart the sound server (PipeWire or PulseAudio).")
    try:
        yield
    finally:
        _PORTAUDIO.release()


class _Quiet:
    """The number of blocks that keep the C libraries quiet, and what to restore after the last one."""

    lock = threading.RLock()
    depth = 0
    undo: Callable[[], None] | None = None


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Within the block, C libraries write to nowhere, while Python's own `sys.stderr` still reaches the terminal.

    PortAudio and ALSA complain to file descriptor 2, which tears a full-screen program apart. A program that draws on
    stderr enters this block before it starts to draw: `sys.stderr` and `sys.__stderr__` are other objects within it.
    Blocks nest and may overlap between threads.
    """
    with _Quiet.lock:
        _Quiet.depth += 1
        if _Quiet.depth == 1:
            _Quiet.undo = _redirect_stderr()
    try:
        yield
    finally:
        with _Quiet.lock:
            _Quiet.depth -= 1
            if _Quiet.depth == 0 and _Quiet.undo is not None:
                _Quiet.undo()
                _Quiet.undo = None


def _redirect_stderr() -> Callable[[], None] | None:
    """Point descriptor 2 to nowhere and Python's streams on it to a copy of it; how to undo that."""
    try:
        copy = os.dup(2)
    except OSError:  # there is no stderr
        return None
    streams = {name: getattr(sys, name) for name in ("stderr", "__stderr__") if _is_descriptor_2(getattr(sys, name))}
    for stream in streams.values():
        stream.flush()
    encoding = getattr(sys.__stderr__, "encoding", None)
    replacement = open(copy, "w", 1, encoding, errors="backslashreplace", closefd=False)  # noqa: SIM115
    for name in streams:
        setattr(sys, name, replacement)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)

    def undo() -> None:
        with suppress(OSError):  # the terminal is gone
            replacement.flush()
        os.dup2(copy, 2)
        for name, stream in streams.items():
            if getattr(sys, name) is replacement:
                setattr(sys, name, stream)
        os.close(copy)

    return undo


def _is_descriptor_2(stream: object) -> bool:
    try:
        return stream is not None and stream.fileno() == 2  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return False


def sound_library() -> Any:
    """The module `sounddevice`. Raises UnavailableError when PortAudio is missing or the sound system is broken."""
    with quiet_stderr(), _portaudio():
        try:
            import sounddevice
        except OSError:
            raise UnavailableError("The sound library PortAudio is missing.", _install_portaudio()) from None
        except ImportError:
            raise UnavailableError(
                "The package sounddevice is not installed.", f"Install it: {pip_install('sounddevice')}"
            ) from None
        return sounddevice


def _install_portaudio() -> str:
    if sys.platform == "darwin":
        return "Install it: brew install portaudio"
    return "Install it: sudo apt install libportaudio2 (Debian, Ubuntu); sudo dnf install portaudio (Fedora)"


def refresh_devices() -> None:
    """Look for devices again, so that one just plugged in is found. Does nothing while sound is open."""
    sounddevice = sound_library()
    with quiet_stderr(), _portaudio():
        if _streams_open == 0:
            sounddevice._terminate()  # noqa: SLF001 - PortAudio lists devices only once per start
            with suppress(sounddevice.PortAudioError):  # the next call that needs it says so
                sounddevice._initialize()  # noqa: SLF001


def devices(direction: Direction) -> list[Device]:
    """The devices to record from or play to. Raises UnavailableError when the sound system does not answer."""
    sounddevice = sound_library()
    with quiet_stderr(), _portaudio():
        try:
            found = sounddevice.query_devices()
        except sounddevice.PortAudioError as error:
            raise _no_answer(error) from error
    return [
        Device(each["index"], each["name"], round(each["default_samplerate"]))
        for each in found
        if each[f"max_{direction}_channels"] > 0
    ]


def choose_device(direction: Direction, wanted: str | None = None) -> Device:
    """The device `wanted`: a number, a part of its name in any case, or None for the system's default.

    Raises UnavailableError when there is none, or when several have that part in their name.
    """
    found = devices(direction)
    if not found:
        raise UnavailableError(*_nothing_there(direction))
    if wanted is None:
        return _default(direction, found)
    return _named(wanted.strip(), direction, found)


def _default(direction: Direction, found: Sequence[Device]) -> Device:
    number = sound_library().default.device[0 if direction == "input" else 1]
    return next((device for device in found if device.number == number), found[0])


def _named(wanted: str, direction: Direction, found: Sequence[Device]) -> Device:
    key = wanted.casefold()
    matches = (
        [device for device in found if str(device.number) == wanted]
        or [device for device in found if device.name.casefold() == key]
        or [device for device in found if key in device.name.casefold()]
    )
    if len(matches) == 1:
        return matches[0]
    choices = "; ".join(f"{device.number} {device.name}" for device in matches or found)
    kind = "microphone" if direction == "input" else "loudspeaker"
    if matches:
        raise UnavailableError(f"Several {kind}s are called {wanted!r}.", f"Give the number: {choices}.")
    raise UnavailableError(f"There is no {kind} {wanted!r}.", f"There are: {choices}.")


def _nothing_there(direction: Direction) -> tuple[str, str]:
    if direction == "output":
        return "There is no loudspeaker.", "Connect one, or start the sound server."
    return (
        "There is no microphone.",
        "Connect one (on Linux, see that PipeWire or PulseAudio runs) and try again, or answer by typing.",
    )


def rate_for(device: Device, direction: Direction, wanted_hz: int) -> int:
    """The rate to open a device at: `wanted_hz` when it can do that in mono, else the one it prefers. In Hz."""
    sounddevice = sound_library()
    check = sounddevice.check_input_settings if direction == "input" else sounddevice.check_output_settings
    with quiet_stderr(), _portaudio():
        try:
            check(device=device.number, channels=1, dtype="float32", samplerate=wanted_hz)
        except (sounddevice.PortAudioError, ValueError):
            return device.rate_hz
    return wanted_hz


class OpenStream:
    """A started PortAudio stream of one channel of float32 samples; C libraries are quiet for as long as it is open.

    `kind` is the name of a stream class of sounddevice and `options` are its arguments. Raises UnavailableError when
    the device cannot be opened.
    """

    def __init__(self, kind: Literal["InputStream", "OutputStream"], device: Device, **options: object) -> None:
        global _streams_open
        sounddevice = sound_library()
        with ExitStack() as opening:
            opening.enter_context(quiet_stderr())
            opening.enter_context(_portaudio())
            try:
                self._stream = getattr(sounddevice, kind)(
                    device=device.number, channels=1, dtype="float32", **options
                )
                self._stream.start()
            except (sounddevice.PortAudioError, ValueError) as error:
                raise UnavailableError(
                    f"{device.name!r} cannot be opened: {error}.",
                    "Close other programs that use it, or choose another device with --device.",
                ) from error
            _streams_open += 1
            self._while_open = ExitStack()
            self._while_open.enter_context(quiet_stderr())

    def close(self, *, at_once: bool = False) -> None:
        """End the stream: `at_once` throws away what it still holds. A stream that died can be closed like any.

        A sound server that hangs would block forever: after a timeout the stream is left to close on its own.
        """
        closing = threading.Thread(target=self._close, args=(at_once,), name="closing sound", daemon=True)
        closing.start()
        closing.join(_CLOSES_WITHIN_S)

    def _close(self, at_once: bool) -> None:
        global _streams_open
        sounddevice = sound_library()
        with self._while_open, _PORTAUDIO:
            with suppress(sounddevice.PortAudioError):  # its device is gone
                self._stream.abort() if at_once else self._stream.stop()
            with suppress(sounddevice.PortAudioError):
                self._stream.close()
            _streams_open -= 1


def _no_answer(error: Exception) -> UnavailableError:
    return UnavailableError(
        f"The sound system does not answer: {error}.", "Start the sound server (PipeWire or PulseAudio)."
    )
