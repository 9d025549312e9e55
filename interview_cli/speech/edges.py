"""Where exactly speech begins and ends, from the energy of the sound.

A voice detector knows speech from other sounds, but only in frames of 32 ms and with a delay. Its rough intervals are
drawn to the places where the energy rises above the noise, and split at gaps it missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interview_cli.interview.spoken import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from interview_cli.interview.ports import Samples

HOP_S: Final = 0.010
HOP_SAMPLES: Final = 160
_WINDOW_SAMPLES: Final = 320
_BANDS: Final = ((2, 18), (18, 60), (60, 160))
"""Bins of 50 Hz: 100-900 Hz (vowels; without hum), 900-3000 Hz, 3000-8000 Hz (fricatives)."""

_SILENCE_DB: Final = -100.0
"""Digital silence; also keeps logarithms finite."""
_DYNAMIC_RANGE_DB: Final = 38.0
"""What lies further below the loudest sounds is not speech but its echo: conversational speech spans 30 dB."""
_LEAST_MARGIN_DB: Final = 2.0
_MARGIN_SPREADS: Final = 3.0
"""How far above the median of the noise speech begins: a multiple of the noise's own spread, and a minimum in dB.

Chosen on speech of flite's voices with inserted silences, white noise at 15 dB: higher values cut weak endings off.
"""
_MOST_MARGIN_DB: Final = 8.0
"""The largest margin (noise that comes and goes has no spread to go by); also that above the tenth percentile of the
stretch, where no noise can be heard by itself."""
_QUIET_FRAMES: Final = 20
_GAP_S: Final = 0.15
"""Shorter gaps are closures of p, t, k inside speech."""
_BURST_S: Final = 0.03
REACH_S: Final = 0.25
"""How far an edge may lie outside the rough interval: Silero's delay at an onset is two or three frames."""


def band_energies(samples: Samples) -> NDArray[np.float32]:
    """The energy in three bands, in dB, of 20 ms around the middle of each whole 10 ms; (frames, 3).

    `samples` begin 5 ms before the first frame and end 5 ms after the last.
    """
    import numpy as np

    if len(samples) < _WINDOW_SAMPLES:
        return np.zeros((0, len(_BANDS)), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW_SAMPLES)[::HOP_SAMPLES]
    power = np.abs(np.fft.rfft(windows * np.hanning(_WINDOW_SAMPLES).astype(np.float32), axis=1)) ** 2
    energies = np.stack([power[:, low:high].sum(axis=1) for low, high in _BANDS], axis=1) / _WINDOW_SAMPLES
    return (10 * np.log10(energies + 10 ** (_SILENCE_DB / 10))).astype(np.float32)


def refine(
    rough: Interval, energies: NDArray[np.float32], quiet: NDArray[np.bool_], start_s: float
) -> list[Interval]:
    """The stretches of speech in a rough interval, edges to about 10 ms where the energy rises and falls.

    `energies` are those of the interval and its surroundings, the first frame beginning at `start_s`; `quiet` says
    for each frame whether the detector heard no speech there. An interval without a rise in energy is given back as
    it is.
    """
    import numpy as np

    first = max(0, round((rough.start_s - REACH_S - start_s) / HOP_S))
    last = min(len(energies), round((rough.end_s + REACH_S - start_s) / HOP_S))
    if first >= last:
        return [rough]
    energies = _smooth(energies)
    inside = energies[first:last]
    noise = energies[quiet]
    if len(noise) >= _QUIET_FRAMES:
        floor = np.median(noise, axis=0)
        spread = np.median(np.abs(noise - floor), axis=0) * 1.4826
        margin = np.clip(_MARGIN_SPREADS * spread, _LEAST_MARGIN_DB, _MOST_MARGIN_DB)
    else:
        floor = np.percentile(inside, 10, axis=0)
        margin = np.full(len(_BANDS), _MOST_MARGIN_DB)
    threshold = np.maximum(floor + margin, np.percentile(inside, 95) - _DYNAMIC_RANGE_DB)
    active = (inside > threshold).any(axis=1)
    offset_s = start_s + first * HOP_S
    found = [
        Interval(round(offset_s + begin * HOP_S, 3), round(offset_s + end * HOP_S, 3))
        for begin, end in _joined(_runs(active))
        if (end - begin) * HOP_S >= _BURST_S
    ]
    return [each for each in found if each.end_s > rough.start_s and each.start_s < rough.end_s] or [rough]


def _smooth(energies: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean power of each frame and its two neighbours, in dB."""
    import numpy as np

    power = np.pad(10 ** (energies / 10), ((1, 1), (0, 0)), mode="edge")
    smoothed: NDArray[np.float32] = 10 * np.log10((power[:-2] + power[1:-1] + power[2:]) / 3)
    return smoothed


def _runs(active: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where `active` holds, as [begin, end)."""
    import numpy as np

    changes = np.flatnonzero(np.diff(np.concatenate([[0], active.astype(np.int8), [0]])))
    return [(int(begin), int(end)) for begin, end in zip(changes[::2], changes[1::2], strict=True)]


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs with the short gaps between them closed."""
    joined: list[tuple[int, int]] = []
    for begin, end in runs:
        if joined and (begin - joined[-1][1]) * HOP_S < _GAP_S:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined
