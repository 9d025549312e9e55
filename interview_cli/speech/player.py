"""Plays sound that can be stopped at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import InputError, UnavailableError
from interview_cli.speech.devices import OpenStream, choose_device, rate_for

if TYPE_CHECKING:
    from pathlib import Path

    from interview_cli.interview.ports import Samples

_LATENCY_S: Final = 0.2
"""How much sound the device holds ahead: enough for a busy interpreter. Ending the stream throws it away, so as much
silence is played after the last sample."""
_DEAD_AFTER_S: Final = 2.0
"""A device that takes no sound for this long is gone."""


class Player:
    """Plays one sound at a time, blocking the calling thread; `stop` may be called from any other.

    `device` is a part of the loudspeaker's name or its number; None means the system's default. Raises
    UnavailableError, at the first sound, when there is no such device.
    """

    def __init__(self, device: str | None = None) -> None:
        self._device = device
        self._one_at_a_time = threading.Lock()
        self._playing = _Playing()

    def play(self, samples: Samples, sample_rate: int, offset_s: float = 0.0) -> bool:
        """Play mono samples from `offset_s` on, and return when they have sounded: False when stopped before.

        Raises UnavailableError when there is no loudspeaker or it goes away.
        """
        import numpy as np

        with self._one_at_a_time:
            playing = self._playing = _Playing()
            device = choose_device("output", self._device)
            rate = rate_for(device, "output", sample_rate)
            sound = np.asarray(samples[max(0, round(offset_s * sample_rate)) :], dtype=np.float32)
            if rate != sample_rate:
                import soxr

                sound = soxr.resample(sound, sample_rate, rate, quality="HQ")
            playing.sound = np.concatenate([sound, np.zeros(round(_LATENCY_S * rate), np.float32)])
            stream = OpenStream(
                "OutputStream",
                device,
                samplerate=rate,
                latency=_LATENCY_S,
                callback=playing.fill,
                finished_callback=playing.ended.set,
            )
            try:
                playing.wait(device.name)
            finally:
                stream.close(at_once=True)
            return not playing.is_stopped

    def play_file(self, path: Path, offset_s: float = 0.0) -> bool:
        """Play a sound file (WAV, FLAC, OGG, MP3) from `offset_s` on; as `play`.

        Raises InputError when the file cannot be read.
        """
        import soundfile

        try:
            with soundfile.SoundFile(path) as file:
                rate = file.samplerate
                file.seek(min(max(0, round(offset_s * rate)), file.frames))
                samples = file.read(dtype="float32", always_2d=True).mean(axis=1)
        except (OSError, soundfile.SoundFileError) as error:
            raise InputError(f"{path} cannot be played: {error}") from error
        return self.play(samples, rate)

    def stop(self) -> None:
        """Fall silent at once (within 50 ms). Does nothing when nothing plays."""
        self._playing.is_stopped = True
        self._playing.ended.set()


class _Playing:
    """One sound on its way out."""

    def __init__(self) -> None:
        self.sound: Samples | None = None
        self.ended = threading.Event()
        self.is_stopped = False
        self._position = 0

    def fill(self, out: Any, frames: int, time: object, status: object) -> None:  # noqa: ARG002
        """PortAudio's thread: hand out the next samples; after the last ones the stream ends."""
        from sounddevice import CallbackStop

        assert self.sound is not None
        piece = self.sound[self._position : self._position + frames]
        self._position += len(piece)
        out[: len(piece), 0] = piece
        out[len(piece) :, 0] = 0.0
        if len(piece) < frames:
            raise CallbackStop

    def wait(self, device_name: str) -> None:
        """Wait until it has sounded or is stopped. Raises UnavailableError when the device takes no more of it."""
        assert self.sound is not None
        before = -1
        while not self.ended.wait(_DEAD_AFTER_S) and self._position != before:
            before = self._position
        if not self.is_stopped and self._position < len(self.sound):
            raise UnavailableError(
                f"{device_name!r} has stopped playing.", "Check that it is connected and the sound server is running."
            )
