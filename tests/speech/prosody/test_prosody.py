"""Pitch and loudness of sounds whose pitch and loudness are known, of synthesised voices, and of what has none."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interview_cli.interview.spoken import Interval, Prosody
from interview_cli.speech.prosody import SAMPLE_RATE, measure_prosody

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interview_cli.interview.ports import Samples

SECONDS = 5.0
TIME = np.arange(int(SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
SENTENCES = (
    "When our biggest customer wanted to leave in March, I asked for one hour with them. I listened, wrote down nine "
    "points and fixed seven of them within a month."
)


def whole(samples: Samples) -> Prosody:
    return measure_prosody(samples, [Interval(0, len(samples) / SAMPLE_RATE)])


def sine(phase: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.sin(2 * np.pi * phase))


def sawtooth(phase: NDArray[np.float64]) -> NDArray[np.float64]:
    return phase % 1 - 0.5


def without_fundamental(phase: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(sum(sine(harmonic * phase) for harmonic in (2, 3, 4, 5)))


def tone(shape: Callable[[NDArray[np.float64]], NDArray[np.float64]], hz: NDArray[np.float64] | float) -> Samples:
    phase = np.cumsum(np.broadcast_to(hz, TIME.shape)) / SAMPLE_RATE
    return (0.2 * shape(phase)).astype(np.float32)


def spoken(*command: str) -> Samples:
    """What a synthesiser that writes a WAV file to stdout says."""
    done = subprocess.run(command, capture_output=True, check=True)
    samples, rate = soundfile.read(io.BytesIO(done.stdout), dtype="float32")
    return np.asarray(soxr.resample(samples, rate, SAMPLE_RATE), dtype=np.float32)


@pytest.mark.parametrize("shape", [sine, sawtooth, without_fundamental])
@pytest.mark.parametrize("hz", [70, 120, 210, 440])
def test_the_pitch_of_a_steady_tone(shape: Callable[[NDArray[np.float64]], NDArray[np.float64]], hz: float) -> None:
    prosody = whole(tone(shape, hz))
    assert prosody.median_pitch_hz == pytest.approx(hz, rel=0.005)
    assert prosody.pitch_variation_semitones == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("octaves", [0.25, 0.5, 1.0])
def test_the_variation_of_an_even_glide_is_that_of_a_uniform_distribution(octaves: float) -> None:
    prosody = whole(tone(sawtooth, 100 * 2 ** (octaves * TIME / SECONDS)))
    assert prosody.pitch_variation_semitones == pytest.approx(12 * octaves / np.sqrt(12), rel=0.05)


@given(
    centre_hz=st.floats(100, 300), swing_semitones=st.floats(0.5, 4), noise=st.sampled_from([0.0, 0.02]),
    gain=st.floats(0.02, 1.0),
)  # fmt: skip
@example(centre_hz=291.25, swing_semitones=3.46875, noise=0.0, gain=1.0)  # its period lies between two samples
@settings(max_examples=15)
def test_the_variation_of_a_swinging_tone(
    centre_hz: float, swing_semitones: float, noise: float, gain: float
) -> None:
    swinging = tone(sawtooth, centre_hz * 2 ** (swing_semitones / 12 * np.sin(2 * np.pi * 1.5 * TIME)))
    hiss = noise * np.random.default_rng(1).standard_normal(len(TIME))
    prosody = whole((gain * (swinging + hiss)).astype(np.float32))
    assert prosody.pitch_variation_semitones == pytest.approx(swing_semitones / np.sqrt(2), rel=0.02, abs=0.05)


@pytest.mark.parametrize("smoothing", [1, 8, 40])
def test_noise_has_no_pitch(smoothing: int) -> None:
    noise = np.random.default_rng(2).standard_normal(20 * SAMPLE_RATE)
    prosody = whole(np.convolve(noise, np.full(smoothing, 0.1 / smoothing), "same").astype(np.float32))
    assert (prosody.median_pitch_hz, prosody.pitch_variation_semitones) == (None, None)
    assert prosody.loudness_db is not None


def test_loudness_is_that_of_the_samples() -> None:
    prosody = whole(tone(sine, 200))
    assert prosody.loudness_db == pytest.approx(20 * np.log10(0.2) - 3.01, abs=0.05)
    assert prosody.loudness_variation_db == pytest.approx(0, abs=0.2)


def test_loudness_that_swings_between_two_levels_varies_by_half_their_distance() -> None:
    loud, soft = tone(sine, 200), 0.25 * tone(sine, 200)
    prosody = whole(np.where(TIME % 1 < 0.5, loud, soft).astype(np.float32))
    assert prosody.loudness_variation_db == pytest.approx(20 * np.log10(4) / 2, abs=0.1)


def test_only_speech_is_measured() -> None:
    high, low = tone(sawtooth, 300), tone(sawtooth, 100)
    both = np.concatenate([low, high, low, np.zeros(SAMPLE_RATE, np.float32)])
    prosody = measure_prosody(both, [Interval(0.5, 4.5), Interval(10.5, 14.5)])
    assert prosody.median_pitch_hz == pytest.approx(100, rel=0.01)
    assert prosody.pitch_variation_semitones == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize(
    "speech", [[], [Interval(0, 0)], [Interval(2.0, 1.0)], [Interval(90.0, 99.0)], [Interval(1, 1.01)]]
)
def test_no_speech_measures_nothing(speech: list[Interval]) -> None:
    prosody = measure_prosody(tone(sawtooth, 120), speech)
    assert (prosody.loudness_variation_db, prosody.median_pitch_hz, prosody.pitch_variation_semitones) == (None,) * 3


def test_too_little_voice_tells_no_pitch() -> None:
    prosody = measure_prosody(tone(sawtooth, 120), [Interval(0, 2.0)])
    assert prosody.loudness_variation_db is not None
    assert prosody.pitch_variation_semitones is None


def test_digital_silence_is_survived() -> None:
    prosody = whole(np.zeros(10 * SAMPLE_RATE, np.float32))
    assert prosody.loudness_db == pytest.approx(-100)
    assert prosody.loudness_variation_db == pytest.approx(0)
    assert (prosody.median_pitch_hz, prosody.pitch_variation_semitones) == (None, None)


@pytest.mark.needs("espeak-ng")
def test_a_flat_voice_is_distinguished_from_a_lively_one() -> None:
    def speak(pitch_range: str) -> Prosody:
        marked = f"<prosody range='{pitch_range}'>{SENTENCES}</prosody>"
        return whole(spoken("espeak-ng", "-v", "en-us+f3", "-m", "--stdout", marked))

    flat, lively = speak("0%"), speak("150%")
    assert flat.pitch_variation_semitones is not None
    assert lively.pitch_variation_semitones is not None
    assert flat.pitch_variation_semitones < 0.5
    assert lively.pitch_variation_semitones > 2.0


@pytest.mark.needs("flite")
@pytest.mark.parametrize(("voice", "least_hz", "most_hz"), [("rms", 85, 120), ("slt", 150, 185)])
def test_noise_changes_little_about_a_voice(voice: str, least_hz: float, most_hz: float) -> None:
    clean = spoken("flite", "-voice", voice, "-t", SENTENCES, "-o", "/dev/stdout")
    hiss = np.random.default_rng(3).standard_normal(len(clean)) * np.sqrt(np.mean(clean**2)) * 10 ** (-15 / 20)
    alone, noisy = whole(clean), whole((clean + hiss).astype(np.float32))
    assert alone.median_pitch_hz is not None
    assert least_hz < alone.median_pitch_hz < most_hz
    assert noisy.median_pitch_hz == pytest.approx(alone.median_pitch_hz, rel=0.02)
    assert noisy.pitch_variation_semitones == pytest.approx(alone.pitch_variation_semitones, abs=0.15)
