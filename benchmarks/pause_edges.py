"""How exactly pauses are found: silences of known length between phrases spoken by flite, clean and in noise.

Budget: the edges of pauses within 50 ms in the median and 100 ms at the 95th percentile, clean and with white noise
at 15 dB. Phrases are cut where they rise above and fall below a hundredth of their peak (40 dB): the truth is known
to a few milliseconds. A second series inserts the silence inside phrases, at loud places. Then ten minutes each of
silence, noise, hum and a chord, in which no speech may be found. Needs flite and the voice extra.

Run from the root of the project: python -m benchmarks.pause_edges
"""

from __future__ import annotations

import io
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import soundfile
import soxr

from interview_cli.interview.spoken import Interval
from interview_cli.speech.silero import speech_intervals

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

RATE = 16_000
VOICES = ("rms", "slt", "awb", "kal16")
SEEDS = range(4)
SHORTEST_S, LONGEST_S = 0.3, 3.0
NOISE_DB = 15.0
EDGE_OF_PEAK = 0.01
PHRASES = (
    "I led a team of four engineers",
    "our release was three weeks late",
    "so I cut two features from the plan",
    "and worked with the new developer every morning",
    "we shipped the product in ten days",
    "complaints fell by forty percent",
    "the customers were happy again",
    "my manager asked me to show the others",
    "now every team plans like that",
    "it taught me to speak up early",
)


@dataclass
class Score:
    """The errors of one series, in seconds, and what was missed or invented."""

    errors_s: list[float] = field(default_factory=list)
    pauses: int = 0
    missed: int = 0
    invented: int = 0


@cache
def spoken(voice: str, text: str) -> Samples:
    """A phrase as flite says it, from the first to the last sample above EDGE_OF_PEAK of its peak."""
    command = ["flite", "-voice", voice, "-t", text, "-o", "/dev/stdout"]
    done = subprocess.run(command, capture_output=True, check=True)
    samples, rate = soundfile.read(io.BytesIO(done.stdout), dtype="float32")
    resampled = np.asarray(soxr.resample(samples, rate, RATE), dtype=np.float32)
    loud = np.flatnonzero(np.abs(resampled) > EDGE_OF_PEAK * np.abs(resampled).max())
    return resampled[loud[0] : loud[-1] + 1]


def between_phrases(voice: str, random: np.random.Generator) -> list[Samples]:
    """Whole phrases in random order."""
    return [spoken(voice, PHRASES[index]) for index in random.permutation(len(PHRASES))]


def inside_phrases(voice: str, random: np.random.Generator) -> list[Samples]:
    """Phrases cut in two at a loud place."""
    parts: list[Samples] = []
    for phrase in between_phrases(voice, random):
        smooth = np.convolve(np.abs(phrase), np.full(320, 1 / 320), "same")
        loud = np.flatnonzero(smooth > 0.5 * smooth.max())
        inner = loud[(loud > 0.3 * len(phrase)) & (loud < 0.7 * len(phrase))]
        cut = int(random.choice(inner)) if len(inner) else len(phrase) // 2
        parts += [phrase[:cut], phrase[cut:]]
    return parts


def assembled(parts: Sequence[Samples], random: np.random.Generator) -> tuple[Samples, list[Interval]]:
    """The parts with silences of random length between and around them, and those between."""
    pieces: list[Samples] = []
    pauses: list[Interval] = []
    length = 0
    for number, part in enumerate(parts):
        silence = np.zeros(round(random.uniform(SHORTEST_S, LONGEST_S) * RATE), np.float32)
        if number:
            pauses.append(Interval(length / RATE, (length + len(silence)) / RATE))
        pieces += [silence, part]
        length += len(silence) + len(part)
    return np.concatenate([*pieces, np.zeros(RATE, np.float32)]), pauses


def with_noise(samples: Samples, random: np.random.Generator) -> Samples:
    """White noise NOISE_DB below the mean power of the speech."""
    power = np.mean(samples[np.abs(samples) > 0] ** 2)
    noise = random.standard_normal(len(samples)) * np.sqrt(power) * 10 ** (-NOISE_DB / 20)
    return np.asarray(samples + noise, dtype=np.float32)


def compare(score: Score, truth: Sequence[Interval], speech: Iterable[Interval]) -> None:
    """Add what was found between stretches of speech to the score."""
    found = [Interval(before.end_s, after.start_s) for before, after in pairwise(speech)]
    matched: set[int] = set()
    for pause in truth:
        shared = [min(pause.end_s, each.end_s) - max(pause.start_s, each.start_s) for each in found]
        best = int(np.argmax(shared)) if shared else -1
        score.pauses += 1
        if best < 0 or shared[best] <= 0:
            score.missed += 1
            continue
        matched.add(best)
        score.errors_s += [abs(found[best].start_s - pause.start_s), abs(found[best].end_s - pause.end_s)]
    score.invented += sum(each.duration_s >= 0.25 for index, each in enumerate(found) if index not in matched)


def measured(parts: Callable[[str, np.random.Generator], list[Samples]], *, noisy: bool) -> Score:
    """The score over all voices and seeds."""
    score = Score()
    for voice in VOICES:
        for seed in SEEDS:
            random = np.random.default_rng(seed)
            samples, pauses = assembled(parts(voice, random), random)
            compare(score, pauses, speech_intervals(with_noise(samples, random) if noisy else samples))
    return score


def sounds_without_speech() -> Iterator[tuple[str, Samples]]:
    """Ten minutes of each."""
    times_s = np.arange(600 * RATE) / RATE
    yield "silence", np.zeros(len(times_s), np.float32)
    yield "white noise", (0.1 * np.random.default_rng(0).standard_normal(len(times_s))).astype(np.float32)
    hum = 0.2 * np.sin(2 * np.pi * 50 * times_s) + 0.05 * np.sin(2 * np.pi * 150 * times_s)
    yield "hum", hum.astype(np.float32)
    chord = np.sum([0.1 * np.sin(2 * np.pi * pitch_hz * times_s) for pitch_hz in (220, 277, 330)], axis=0)
    yield "chord", chord.astype(np.float32)


def main() -> None:
    """Print a line per series, and one per sound without speech."""
    if not shutil.which("flite"):
        sys.exit("flite is not installed.")
    print(f"{'pauses':<34}{'n':>5}{'missed':>8}{'invented':>10}{'median':>9}{'p95':>8}{'largest':>9}")
    for where, parts in (("between phrases", between_phrases), ("inside phrases", inside_phrases)):
        for noisy in (False, True):
            score = measured(parts, noisy=noisy)
            edges = [1000 * each for each in score.errors_s]
            name = f"{where}, {f'noise at {NOISE_DB:.0f} dB' if noisy else 'clean'}"
            print(
                f"{name:<34}{score.pauses:>5}{score.missed:>8}{score.invented:>10}{statistics.median(edges):>6.0f} ms"
                f"{np.percentile(edges, 95):>5.0f} ms{max(edges):>6.0f} ms"
            )
    for name, samples in sounds_without_speech():
        found_s = sum(each.duration_s for each in speech_intervals(samples))
        print(f"ten minutes of {name}: {found_s:.1f} s taken for speech")


if __name__ == "__main__":
    main()
