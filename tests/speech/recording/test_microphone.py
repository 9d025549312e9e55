"""The microphone, on a virtual one: what is heard is what was played, whatever happens to the device."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from interview_cli.speech.devices import Device, choose_device
from interview_cli.speech.microphone import Microphone
from interview_cli.speech.recording import Recorder, read_recording
from interview_cli.speech.sound import SAMPLE_RATE_HZ
from tests.speech.virtual_microphone import PATIENCE_S, VirtualMicrophone

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples


class Listener:
    """A consumer that keeps what it hears and can be waited for."""

    def __init__(self) -> None:
        self._blocks: list[Samples] = []
        self._changed = threading.Condition()

    def __call__(self, block: Samples) -> None:
        with self._changed:
            self._blocks.append(block)
            self._changed.notify_all()

    @property
    def samples(self) -> Samples:
        with self._changed:
            return np.concatenate([np.zeros(0, np.float32), *self._blocks])

    def wait_for(self, seconds: float) -> None:
        """Until so much more sound has come."""
        with self._changed:
            wanted = len(self._blocks)
            enough = sum(map(len, self._blocks)) + seconds * SAMPLE_RATE_HZ
            assert self._changed.wait_for(lambda: sum(map(len, self._blocks)) >= enough, PATIENCE_S), wanted


def speech_like(seconds: float, seed: int = 1, rate: int = 48_000) -> Samples:
    """Noise below 2 kHz in syllables of a fifth of a second: no two moments of it are alike."""
    noise = np.random.default_rng(seed).standard_normal(round(seconds * rate))
    spectrum = np.fft.rfft(noise)
    spectrum[np.fft.rfftfreq(len(noise), 1 / rate) > 2000] = 0
    loudness = np.abs(np.sin(np.pi * 5 * np.arange(len(noise)) / rate)) + 0.05
    sound = np.fft.irfft(spectrum, len(noise)) * loudness
    return np.asarray(0.5 * sound / np.abs(sound).max(), np.float32)


def write_wav(path: Path, samples: Samples, silence_s: float = 0.5, rate: int = 48_000) -> Path:
    soundfile.write(path, np.concatenate([samples, np.zeros(round(silence_s * rate), np.float32)]), rate)
    return path


def similarity(recorded: Samples, played: Samples, rate: int = 48_000) -> list[float]:
    """The correlation of each half second of what was played with what was recorded, all at one shift in time."""
    import soxr

    heard = soxr.resample(recorded, SAMPLE_RATE_HZ, rate, quality="VHQ")
    size = 1 << (len(heard) + len(played)).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    shift = int(np.argmax(np.fft.irfft(product, size)[: len(heard)]))
    aligned = heard[shift : shift + len(played)]
    pieces = range(0, len(played) - rate // 2 + 1, rate // 2)
    return [float(np.corrcoef(aligned[at : at + rate // 2], played[at : at + rate // 2])[0, 1]) for at in pieces]


@pytest.fixture
def device(virtual_microphone: VirtualMicrophone) -> Device:
    """The default microphone, which is virtual."""
    return choose_device("input")


@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_what_is_recorded_is_what_was_played(
    virtual_microphone: VirtualMicrophone, device: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rate: int
) -> None:
    monkeypatch.setattr("interview_cli.speech.microphone.rate_for", lambda *_: rate)
    played = speech_like(4)
    problems: list[object] = []
    recorder = Recorder(tmp_path / "recordings", "asked-1", problems.append)
    microphone = Microphone(device, [recorder.add], problems.append)
    microphone.start()
    virtual_microphone.speak(write_wav(tmp_path / "played.wav", played))
    microphone.stop()
    recording = recorder.finish()
    assert recording.name == "asked-1.1.flac"
    recorded = read_recording(tmp_path / "recordings" / recording.name)
    assert len(recorded) == recording.duration_s * SAMPLE_RATE_HZ
    assert min(similarity(recorded, played)) >= 0.99
    assert microphone.overflows == 0
    assert problems == []
