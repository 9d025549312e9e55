"""Where speech begins and ends: by the probabilities of a voice detector, then exactly by the energy of the sound.

A voice detector knows speech from other sounds, but only in frames of 32 ms and with a delay. Its rough intervals are
moved to where the energy rises above the noise, and split at gaps it missed. No device and no clock is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from interview_cli.interview.spoken import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from interview_cli.interview.ports import Samples


FRAME_S: Final = 0.032
"""The length of the stretch of sound that each probability is about: 512 samples at 16 kHz, what Silero takes."""


@dataclass(frozen=True, slots=True)
class ActivityRules:
    """When speech begins and ends.

    Speech begins with a frame of at least `onset` and continues while frames reach `offset` (two thresholds, so that
    a probability wavering around one does not chop words; Silero's own defaults are 0.5 and 0.35). Gaps shorter than
    `min_silence_s` (stop consonants) do not end it. It counts once it has lasted `min_speech_s` (a click does not)
    with a mean probability of `sureness`: single words reach 0.7 to 0.95, notes taken for speech 0.3 to 0.65.
    """

    onset: float = 0.5
    offset: float = 0.35
    min_speech_s: float = 0.15
    sureness: float = 0.64
    min_silence_s: float = 0.1


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """Speech has begun, most likely, `start_s` after the first frame; that is certain by now."""

    start_s: float


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """A stretch of speech is over."""

    interval: Interval


@dataclass(frozen=True, slots=True)
class PauseLasts:
    """Since `since_s` nobody speaks, for `pause_s` by now: sent once a pause for each length that was asked for."""

    since_s: float
    pause_s: float


ActivityEvent = SpeechBegan | SpeechEnded | PauseLasts


class VoiceActivity:
    """Turns one probability of speech per frame into events, in the order of time.

    Speech that has begun but loses its `sureness` is dropped: no SpeechEnded follows its SpeechBegan.
    Pauses are reported after the first speech only (the time before it is no pause), each once it is as long as asked
    for, and not during a sound that may yet turn out to be speech.
    """

    def __init__(self, rules: ActivityRules | None = None, pauses_s: Iterable[float] = ()) -> None:
        self._rules = rules or ActivityRules()
        self._pauses_s = sorted(pauses_s)
        self._frames = 0
        self._start: int | None = None
        self._confirmed = False
        self._sum = 0.0
        self._quiet_from: int | None = None
        self._last_end: int | None = None
        self._pauses_told = 0

    @property
    def speaking(self) -> bool:
        """Whether someone speaks, as far as the frames so far can tell."""
        return self._confirmed

    @property
    def start_s(self) -> float | None:
        """When the current speech began, None in silence."""
        return self._start * FRAME_S if self._start is not None and self._confirmed else None

    @property
    def silent_for_s(self) -> float:
        """How long it has been silent at the end of the frames so far (a gap inside speech counts from its start)."""
        since = self._quiet_from if self._confirmed else self._last_end or 0
        return 0.0 if since is None else (self._frames - since) * FRAME_S

    def push(self, probability: float) -> list[ActivityEvent]:
        """Take the next frame; what it makes certain."""
        events: list[ActivityEvent] = []
        if self._start is None:
            if probability >= self._rules.onset:
                self._start, self._sum, self._quiet_from = self._frames, 0.0, None
        elif probability >= self._rules.offset:
            self._quiet_from = None
        elif self._quiet_from is None:
            self._quiet_from = self._frames
        self._frames += 1
        if self._quiet_from is None:
            self._sum += probability
        events += self._confirm()
        if self._quiet_from is not None and self._lasts(self._quiet_from, self._rules.min_silence_s):
            events += self._end(self._quiet_from)
        events += self._tell_pauses()
        return events

    def finish(self) -> list[ActivityEvent]:
        """The sound is over: what that makes certain. Speech still in progress ends here."""
        return self._end(self._frames if self._quiet_from is None else self._quiet_from)

    def _lasts(self, since: int, wanted_s: float) -> bool:
        return (self._frames - since) * FRAME_S >= wanted_s - 1e-9

    def _confirm(self) -> list[ActivityEvent]:
        if self._start is None or self._confirmed or self._quiet_from is not None:
            return []
        sureness = self._sum / (self._frames - self._start)
        if sureness < self._rules.sureness or not self._lasts(self._start, self._rules.min_speech_s):
            return []
        self._confirmed = True
        return [SpeechBegan(self._start * FRAME_S)]

    def _end(self, end: int) -> list[ActivityEvent]:
        start, confirmed = self._start, self._confirmed
        self._start, self._confirmed, self._quiet_from = None, False, None
        if start is None or not confirmed or self._sum < self._rules.sureness * (end - start):
            return []
        self._last_end, self._pauses_told = end, 0
        return [SpeechEnded(Interval(start * FRAME_S, end * FRAME_S))]

    def _tell_pauses(self) -> list[ActivityEvent]:
        since = self._last_end
        if since is None or self._start is not None:
            return []
        events: list[ActivityEvent] = []
        while self._pauses_told < len(self._pauses_s) and self._lasts(since, self._pauses_s[self._pauses_told]):
            events.append(PauseLasts(since * FRAME_S, self._pauses_s[self._pauses_told]))
            self._pauses_told += 1
        return events


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
