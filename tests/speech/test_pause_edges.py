"""Where speech begins and ends, on spoken sentences with silences of known length between them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from interview_cli.interview.spoken import Interval
from interview_cli.speech.silero import SpeechFinder, merged, speech_intervals
from tests.speech.checkpoint import ANSWERS, VOICES, samples_of, sentences_of, speak

Samples = NDArray[np.float32]
RATE_HZ = 16_000
CLIP_EDGE_DB = -40
"""A clip begins and ends where it first and last comes this near to its loudest 5 ms."""


def trimmed(samples: Samples) -> Samples:
    hop = 80
    loudness = np.sqrt((samples[: len(samples) // hop * hop].reshape(-1, hop) ** 2).mean(axis=1))
    loud = np.flatnonzero(loudness > loudness.max() * 10 ** (CLIP_EDGE_DB / 20))
    return samples[loud[0] * hop : (loud[-1] + 1) * hop]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Samples]:
    """Sentences by four voices."""
    folder = tmp_path_factory.mktemp("clips")
    texts = [sentence for answer in ANSWERS for sentence in sentences_of(answer)]
    return [trimmed(samples_of(speak(text, voice, folder / "clip.wav"))) for voice in VOICES for text in texts[:5]]


def with_pauses(clips: list[Samples], snr_db: float | None) -> tuple[Samples, list[Interval]]:
    """The clips with silences of 0.25 to 2.5 s between them, all under white noise, and where the silences are."""
    draw = np.random.default_rng(5)
    parts: list[NDArray[np.float32]] = [np.zeros(RATE_HZ, np.float32)]
    pauses = []
    for clip in clips:
        begin = sum(map(len, parts)) + len(clip)
        silence = int(draw.uniform(0.25, 2.5) * RATE_HZ)
        pauses.append(Interval(begin / RATE_HZ, (begin + silence) / RATE_HZ))
        parts += [clip, np.zeros(silence, np.float32)]
    sound = np.concatenate(parts)
    if snr_db is not None:
        power = np.mean(np.concatenate(clips) ** 2) / 10 ** (snr_db / 10)
        sound = sound + draw.standard_normal(len(sound)).astype(np.float32) * np.sqrt(power)
    return sound.astype(np.float32), pauses[:-1]


@pytest.mark.parametrize("snr_db", [None, 15])
def test_edges_of_inserted_pauses(clips: list[Samples], snr_db: float | None) -> None:
    sound, pauses = with_pauses(clips, snr_db)
    speech = speech_intervals(sound)
    gaps = [Interval(before.end_s, after.start_s) for before, after in pairwise(speech)]
    errors_s = []
    for pause in pauses:
        found = max(gaps, key=lambda gap: min(gap.end_s, pause.end_s) - max(gap.start_s, pause.start_s))
        errors_s += [abs(found.start_s - pause.start_s), abs(found.end_s - pause.end_s)]
    assert np.median(errors_s) <= 0.05
    assert np.percentile(errors_s, 95) <= 0.1


def test_it_does_not_matter_in_what_portions_the_sound_comes(clips: list[Samples]) -> None:
    sound, _ = with_pauses(clips[:3], None)
    portions = np.split(sound, np.sort(np.random.default_rng(1).integers(0, len(sound), 200)))
    finder = SpeechFinder()
    found = merged([*(each for portion in portions for each in finder.feed(portion)), *finder.finish()])
    whole = speech_intervals(sound)
    assert len(found) == len(whole)
    for one, other in zip(found, whole, strict=True):
        assert one.start_s == pytest.approx(other.start_s, abs=0.02)
        assert one.end_s == pytest.approx(other.end_s, abs=0.02)


def test_speech_without_a_pause_is_found_as_one(clips: list[Samples], tmp_path: Path) -> None:
    sound = np.concatenate([clip[800:-800] for clip in clips[10:]])
    speech = speech_intervals(sound)
    assert sum(each.duration_s for each in speech) > 0.9 * len(sound) / RATE_HZ
    assert max(each.duration_s for each in speech) > 20


def melody(seed: int) -> Samples:
    """A quarter of a minute of decaying notes with harmonics."""
    draw = np.random.default_rng(seed)
    notes = []
    for _ in range(30):
        times_s = np.arange(RATE_HZ // 2) / RATE_HZ
        pitch_hz = 220 * 2 ** (draw.integers(0, 24) / 12)
        harmonics = [np.sin(2 * np.pi * pitch_hz * n * times_s) * 0.15 / n for n in range(1, 6)]
        notes.append(np.sum(harmonics, axis=0) * np.exp(-3 * times_s))
    return np.concatenate(notes).astype(np.float32)


def test_what_is_no_speech() -> None:
    draw = np.random.default_rng(0)
    times_s = np.arange(10 * RATE_HZ) / RATE_HZ
    hum = 0.2 * np.sin(2 * np.pi * 50 * times_s) + 0.05 * np.sin(2 * np.pi * 150 * times_s)
    chord = sum(0.1 * np.sin(2 * np.pi * pitch_hz * times_s) for pitch_hz in (220, 277, 330))
    for sound in (draw.standard_normal(len(times_s)) * 0.1, draw.standard_normal(len(times_s)) * 0.003, hum, chord):
        assert speech_intervals(np.asarray(sound, np.float32)) == ()
    assert [speech_intervals(melody(seed)) for seed in range(2)] == [()] * 2


def test_silence_and_nothing_hold_no_speech() -> None:
    assert speech_intervals(np.zeros(60 * RATE_HZ, np.float32)) == ()
    assert speech_intervals(np.zeros(0, np.float32)) == ()
    assert speech_intervals(np.zeros(100, np.float32)) == ()
