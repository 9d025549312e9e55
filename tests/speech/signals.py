"""Test signals that stand for speech, and how alike two recordings of one are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
import soxr

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

RATE_HZ = 48_000


def speech_like(seconds: float, seed: int = 1) -> Samples:
    """Noise below 2 kHz in syllables of a fifth of a second, at 48 kHz: no two moments of it are alike."""
    noise = np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ))
    spectrum = np.fft.rfft(noise)
    spectrum[np.fft.rfftfreq(len(noise), 1 / RATE_HZ) > 2000] = 0
    loudness = np.abs(np.sin(np.pi * 5 * np.arange(len(noise)) / RATE_HZ)) + 0.05
    sound = np.fft.irfft(spectrum, len(noise)) * loudness
    return np.asarray(0.5 * sound / np.abs(sound).max(), np.float32)


def write_wav(path: Path, samples: Samples, silence_s: float = 0.5) -> Path:
    """The samples as a WAV file that ends with silence."""
    soundfile.write(path, np.concatenate([samples, np.zeros(round(silence_s * RATE_HZ), np.float32)]), RATE_HZ)
    return path


def similarity(recorded: Samples, played: Samples) -> list[float]:
    """The correlation of each half second of `played` (48 kHz) with what was recorded (16 kHz), all at one shift.

    A single lost sample takes everything behind it out of step: at 2 kHz a shift of one is 45 degrees.
    """
    heard = soxr.resample(recorded, RATE_HZ // 3, RATE_HZ, quality="VHQ")
    first_played, first_heard = played[: 5 * RATE_HZ], heard[: 60 * RATE_HZ]
    size = 1 << (len(first_heard) + len(first_played)).bit_length()
    product = np.fft.rfft(first_heard, size) * np.conj(np.fft.rfft(first_played, size))
    shift = int(np.argmax(np.fft.irfft(product, size)[: len(first_heard)]))
    aligned = heard[shift : shift + len(played)]
    piece = RATE_HZ // 2
    starts = range(0, len(aligned) - piece + 1, piece)
    return [float(np.corrcoef(aligned[at : at + piece], played[at : at + piece])[0, 1]) for at in starts]
