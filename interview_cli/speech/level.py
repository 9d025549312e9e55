"""How loud it is: levels of blocks of sound, what is worth a warning, and a verdict on a microphone.

Levels are in dBFS, decibels relative to a sample value of 1: a full-scale sine has a peak of 0 and an RMS of -3.
The thresholds are choices: speech close to a microphone lies around -20 dBFS, a quiet room below -55, a muted or
unplugged input below -85; pause edges are known to hold down to 15 dB of speech over noise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from interview_cli.speech.sound import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

SILENCE_DB: Final = -120.0
"""The lowest level reported, that of digital silence."""
CLIPPED_FROM: Final = 0.99
"""Samples of this size count as clipped: converters stop a little below 1."""
CLIPPING_SHARE: Final = 0.001
"""From this share of clipped samples on, a recording sounds distorted."""
NOTHING_HEARD_AFTER_S: Final = 5.0
_VOICE_DB: Final = -55.0
_DEAD_DB: Final = -85.0
_CLIPPING_SHOWN_S: Final = 2.0
_FRAME: Final = SAMPLE_RATE_HZ // 20
_NO_VOICE_OVER_NOISE_DB: Final = 6.0
_NOISY_DB: Final = 15.0
_QUIET_DB: Final = -38.0

Verdict = Literal["ok", "nothing", "no_voice", "clipping", "quiet", "noisy"]


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a stretch of sound is: RMS and peak in dBFS, and the share of clipped samples (0 to 1)."""

    rms_db: float
    peak_db: float
    clipped_share: float


def level_of(samples: Samples) -> Level:
    """The level of a stretch of sound; of none at all, silence."""
    import numpy as np

    if not len(samples):
        return Level(SILENCE_DB, SILENCE_DB, 0.0)
    sizes = np.abs(samples)
    rms = math.sqrt(float(np.mean(np.square(samples, dtype=np.float64))))
    return Level(_decibels(rms), _decibels(float(sizes.max())), float(np.mean(sizes >= CLIPPED_FROM)))


def level_words(level_db: float, unit: str = "dB") -> str:
    """A level for people, as in `-20 dB`; `silence` where nothing but a muted or unplugged input is so low."""
    return "silence" if level_db < _DEAD_DB else f"{level_db:.0f} {unit}"


def _decibels(size: float) -> float:
    return max(SILENCE_DB, 20 * math.log10(size)) if size > 0 else SILENCE_DB


@dataclass(frozen=True, slots=True)
class Listened:
    """What has been heard of an answer so far; `after` gives what it is with the next block."""

    level: Level = Level(SILENCE_DB, SILENCE_DB, 0.0)
    """The level of the last block."""
    ever_heard: bool = False
    """Whether anything as loud as a voice has come."""
    silent_s: float = 0.0
    """For how long nothing has come: no voice, or, after one was heard, not even a room's noise."""
    since_clipping_s: float = math.inf

    def after(self, samples: Samples) -> Listened:
        """The state after one more block of sound."""
        if not len(samples):
            return self
        level = level_of(samples)
        duration_s = len(samples) / SAMPLE_RATE_HZ
        is_silent = level.rms_db < (_DEAD_DB if self.ever_heard else _VOICE_DB)
        return Listened(
            level=level,
            ever_heard=self.ever_heard or not is_silent,
            silent_s=self.silent_s + duration_s if is_silent else 0.0,
            since_clipping_s=0.0 if level.clipped_share >= CLIPPING_SHARE else self.since_clipping_s + duration_s,
        )

    @property
    def hears_nothing(self) -> bool:
        """Whether to warn that nothing is heard: no voice for the first seconds, or a dead line later on.

        A candidate who thinks in a quiet room after having spoken is not warned.
        """
        return self.silent_s >= NOTHING_HEARD_AFTER_S

    @property
    def is_clipping(self) -> bool:
        """Whether it has been too loud within the last seconds."""
        return self.since_clipping_s < _CLIPPING_SHOWN_S


@dataclass(frozen=True, slots=True)
class MicrophoneReport:
    """What a spoken test sentence says about a microphone. Levels in dBFS; `fix` is empty when all is well."""

    verdict: Verdict
    message: str
    fix: str
    noise_db: float
    speech_db: float
    peak_db: float
    clipped_share: float


def judge_microphone(samples: Samples) -> MicrophoneReport:
    """The verdict on a recording of a sentence with a little silence around it.

    Noise and speech level are the 10th and 95th percentile of the RMS of 50 ms frames.
    """
    import numpy as np

    whole = level_of(samples)
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    levels = [level_of(frame).rms_db for frame in frames] or [whole.rms_db]
    noise_db, speech_db = (float(value) for value in np.percentile(levels, [10, 95]))
    verdict = _verdict(whole, noise_db, speech_db)
    message, fix = _WORDS[verdict]
    noise = "no noise" if noise_db < _DEAD_DB else f"noise {noise_db:.0f} dBFS"
    measured = "silence" if verdict == "nothing" else f"voice {level_words(speech_db, 'dBFS')}, {noise}"
    return MicrophoneReport(
        verdict, f"{message} ({measured}).", fix, noise_db, speech_db, whole.peak_db, whole.clipped_share
    )


def _verdict(whole: Level, noise_db: float, speech_db: float) -> Verdict:
    if whole.rms_db < _DEAD_DB:
        return "nothing"
    if whole.clipped_share >= CLIPPING_SHARE:
        return "clipping"
    if speech_db < _VOICE_DB or speech_db - noise_db < _NO_VOICE_OVER_NOISE_DB:
        return "no_voice"
    if speech_db - noise_db < _NOISY_DB:
        return "noisy"
    return "quiet" if speech_db < _QUIET_DB else "ok"


_WORDS: Final[dict[Verdict, tuple[str, str]]] = {
    "ok": ("The level is good", ""),
    "nothing": (
        "No signal from the microphone",
        "Unmute it (on the headset and in the system's sound settings), or choose another with --device.",
    ),
    "no_voice": (
        "No voice was heard",
        "Speak while it records; if you did, raise the input volume or choose another microphone with --device.",
    ),
    "clipping": ("Your voice is too loud: it distorts", "Lower the input volume, or move away from the microphone."),
    "quiet": ("Your voice is very quiet", "Raise the input volume, or move closer to the microphone."),
    "noisy": (
        "There is a lot of background noise",
        "Move closer to the microphone, close the window, or use a headset: noise makes pauses less accurate.",
    ),
}
