"""Loudness and pitch of a voice, from the samples and where somebody spoke in them.

Pitch is found like Praat finds it (Boersma 1993, Accurate short-term analysis of the fundamental frequency): the
autocorrelation of a windowed frame divided by that of the window, and the highest of its peaks, each refined by a
parabola, as between two samples a short period looks weaker than twice that period. A frame is voiced when that peak
is high and its neighbours agree with it, and jumps of an octave are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from interview_cli.interview.spoken import Interval, Prosody

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from interview_cli.interview.ports import Samples

SAMPLE_RATE: Final = 16_000
_LOUDNESS_HOP: Final = SAMPLE_RATE // 100
_LOUDNESS_FLOOR_DB: Final = -100.0
_LOUDNESS_RANGE_DB: Final = 30.0
"""Conversational speech spans this much; what is further below its loud parts (the 95th percentile) is a closure."""
_LEAST_SPEECH_S: Final = 1.0
"""A loudness variation needs this much speech."""

_DECIMATION: Final = 2
_PITCH_RATE: Final = SAMPLE_RATE // _DECIMATION
_PITCH_HOP: Final = _PITCH_RATE // 100
_LOWEST_HZ: Final = 60.0
_HIGHEST_HZ: Final = 500.0
_FRAME: Final = round(3 * _PITCH_RATE / _LOWEST_HZ)
"""Three periods of the lowest pitch, as Boersma asks for."""
_TRANSFORM: Final = 1024
_HIGHEST_HARMONIC_HZ: Final = 1_500.0
"""What is higher is left out: it makes peaks too sharp for the sampling and says nothing more about the pitch."""
_VOICED_STRENGTH: Final = 0.6
"""A peak this high means voiced (Praat's default is 0.45: some frames are given up to be sure of the rest)."""
_OCTAVE_COST: Final = 0.02
"""How much stronger an octave lower must be to be preferred: a pure tone repeats at every multiple of its period."""
_LARGEST_STEP_SEMITONES: Final = 2.0
"""Voices move more slowly than this in 10 ms (Xu & Sun 2002: about 60 semitones a second at the very most)."""
_OUTLIER_SEMITONES: Final = 10.0
"""Speech stays within this of the speaker's median; beyond lie octave errors and creaks."""
_LEAST_VOICED_S: Final = 3.0
"""A pitch variation needs this much voice: some twenty syllables."""
_FRAMES_AT_ONCE: Final = 4096


def measure_prosody(samples: Samples, speech: Sequence[Interval]) -> Prosody:
    """How the voice moves in the stretches of `speech` (seconds from the start of `samples`, 16 kHz mono).

    Loudness is measured every 10 ms of speech; pitch where it is voiced. What too little speech or voice carries is
    None.
    """
    import numpy as np

    stretches = [_cut(samples, interval) for interval in speech]
    loudness = np.concatenate([np.zeros(0), *(_loudness_db(stretch) for stretch in stretches)])
    audible = loudness[loudness > np.percentile(loudness, 95) - _LOUDNESS_RANGE_DB] if len(loudness) else loudness
    enough = len(audible) * _LOUDNESS_HOP >= _LEAST_SPEECH_S * SAMPLE_RATE
    pitch_hz = _without_outliers(np.concatenate([np.zeros(0), *(_pitch_hz(stretch) for stretch in stretches)]))
    voiced = len(pitch_hz) * _PITCH_HOP >= _LEAST_VOICED_S * _PITCH_RATE
    return Prosody(
        loudness_db=_mean_power_db(loudness) if len(loudness) else None,
        loudness_variation_db=float(np.std(audible)) if enough else None,
        median_pitch_hz=float(np.median(pitch_hz)) if voiced else None,
        pitch_variation_semitones=float(np.std(12 * np.log2(pitch_hz))) if voiced else None,
    )


def _cut(samples: Samples, interval: Interval) -> Samples:
    first, last = (max(0, round(second * SAMPLE_RATE)) for second in (interval.start_s, interval.end_s))
    return samples[first:last]


def _loudness_db(samples: Samples) -> NDArray[np.float64]:
    """The level of each 10 ms in dB of full scale (a full sine is -3 dB)."""
    import numpy as np

    frames = samples[: len(samples) // _LOUDNESS_HOP * _LOUDNESS_HOP].reshape(-1, _LOUDNESS_HOP)
    power = np.square(frames, dtype=np.float64).mean(axis=1)
    return np.asarray(10 * np.log10(power + 10 ** (_LOUDNESS_FLOOR_DB / 10)))


def _mean_power_db(levels_db: NDArray[np.float64]) -> float:
    import numpy as np

    return float(10 * np.log10(np.mean(10 ** (levels_db / 10))))


def _pitch_hz(samples: Samples) -> NDArray[np.float64]:
    """The pitch of each voiced 10 ms of one stretch of speech, in Hz; what is not voiced is left out."""
    import numpy as np

    slow = _halved(samples)
    if len(slow) < _FRAME:
        return np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(slow, _FRAME)[::_PITCH_HOP]
    pieces = [_peaks(frames[begin : begin + _FRAMES_AT_ONCE]) for begin in range(0, len(frames), _FRAMES_AT_ONCE)]
    pitch_hz, strength = (np.concatenate(each) for each in zip(*pieces, strict=True))
    voiced = strength >= _VOICED_STRENGTH
    step = np.abs(np.diff(12 * np.log2(pitch_hz)))
    steady = np.concatenate([[False], (step < _LARGEST_STEP_SEMITONES) & voiced[1:] & voiced[:-1], [False]])
    return np.asarray(pitch_hz[voiced & steady[:-1] & steady[1:]])


def _halved(samples: Samples) -> NDArray[np.float32]:
    """The samples at 8 kHz: the mean of each two, enough for the pitch of a voice."""
    import numpy as np

    return np.asarray(samples[: len(samples) // _DECIMATION * _DECIMATION].reshape(-1, _DECIMATION).mean(axis=1))


def _peaks(frames: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The best pitch of each frame in Hz, and how strong it is (1 for a perfect repetition)."""
    import numpy as np

    window = np.hanning(_FRAME).astype(np.float32)
    of_window = np.fft.irfft(np.abs(np.fft.rfft(window, _TRANSFORM)) ** 2)[:_FRAME]
    centred = (frames - frames.mean(axis=1, keepdims=True)) * window
    power = np.abs(np.fft.rfft(centred, _TRANSFORM, axis=1)) ** 2
    power[:, round(_HIGHEST_HARMONIC_HZ / _PITCH_RATE * _TRANSFORM) :] = 0
    correlation = np.fft.irfft(power, axis=1)[:, :_FRAME]
    energy = correlation[:, :1] + 1e-12
    shortest, longest = int(_PITCH_RATE / _HIGHEST_HZ), int(_PITCH_RATE / _LOWEST_HZ)
    lags = np.arange(shortest - 1, longest + 2)
    normal = correlation[:, lags] / energy / (of_window[lags] / of_window[0])
    before, inner, after = normal[:, :-2], normal[:, 1:-1], normal[:, 2:]
    is_peak = (inner > before) & (inner >= after)
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = np.where(is_peak, 0.5 * (before - after) / (before - 2 * inner + after), 0.0)
    height = np.where(is_peak, inner - 0.25 * (before - after) * shift, 0.0)
    cost = _OCTAVE_COST * np.log2(lags[1:-1] / shortest)
    best = np.argmax(np.where(is_peak, height - cost, -np.inf), axis=1)
    rows = np.arange(len(frames))
    return _PITCH_RATE / (lags[1 + best] + shift[rows, best]), height[rows, best]


def _without_outliers(pitch_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    if not len(pitch_hz):
        return pitch_hz
    distance = np.abs(12 * np.log2(pitch_hz / np.median(pitch_hz)))
    return np.asarray(pitch_hz[distance < _OUTLIER_SEMITONES])
