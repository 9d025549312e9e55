"""Levels, warnings and the verdict on a microphone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.speech.level import (
    NOTHING_HEARD_AFTER_S,
    SILENCE_DB,
    Listened,
    judge_microphone,
    level_of,
    level_words,
)
from interview_cli.speech.sound import SAMPLE_RATE_HZ
from tests.speech.signals import speech_like

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

SOUND = st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=200).map(
    lambda values: np.array(values, np.float32)
)


def tone(seconds: float, size: float = 1.0) -> Samples:
    """A sine of 501 Hz."""
    return np.asarray(
        size * np.sin(2 * np.pi * 501 * np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ), np.float32
    )


def hiss(seconds: float, level_db: float) -> Samples:
    """White noise of an RMS level."""
    noise = np.random.default_rng(3).standard_normal(round(seconds * SAMPLE_RATE_HZ))
    return np.asarray(noise * 10 ** (level_db / 20), np.float32)


def sentence(level_db: float) -> Samples:
    """Two seconds of what looks like speech at an RMS level, with a second of silence around."""
    speech = speech_like(2)[::3]
    speech = speech / math.sqrt(float(np.mean(speech**2))) * 10 ** (level_db / 20)
    silence = np.zeros(SAMPLE_RATE_HZ // 2)
    return np.asarray(np.clip(np.concatenate([silence, speech, silence]), -1, 1), np.float32)


def test_a_full_scale_sine() -> None:
    level = level_of(tone(1))
    assert level.rms_db == pytest.approx(-3.01, abs=0.01)
    assert level.peak_db == pytest.approx(0, abs=0.01)
    assert level.clipped_share == pytest.approx(2 * math.acos(0.99) / math.pi, abs=0.01)


@pytest.mark.parametrize("length", [0, 100])
def test_silence(length: int) -> None:
    level = level_of(np.zeros(length, np.float32))
    assert (level.rms_db, level.peak_db, level.clipped_share) == (SILENCE_DB, SILENCE_DB, 0)


@pytest.mark.parametrize(
    ("level_db", "words"), [(-20.4, "-20 dB"), (-80.0, "-80 dB"), (-90.0, "silence"), (SILENCE_DB, "silence")]
)
def test_a_level_in_words(level_db: float, words: str) -> None:
    assert level_words(level_db) == words


@given(SOUND)
def test_the_peak_is_at_least_the_rms_and_both_are_finite(samples: Samples) -> None:
    level = level_of(samples)
    assert SILENCE_DB <= level.rms_db <= level.peak_db + 1e-6
    assert level.peak_db <= 0
    assert 0 <= level.clipped_share <= 1


@given(SOUND, st.floats(0.1, 0.9))
def test_softer_sound_has_a_lower_level(samples: Samples, factor: float) -> None:
    loud, soft = level_of(samples), level_of(samples * np.float32(factor))
    assert soft.rms_db <= loud.rms_db
    if soft.rms_db > SILENCE_DB:
        assert loud.rms_db - soft.rms_db == pytest.approx(-20 * math.log10(factor), abs=0.01)


@given(st.lists(st.sampled_from([0.0, 1e-5, 1e-3, 0.1, 1.0]), max_size=60))
def test_what_was_heard_follows_from_the_blocks(sizes: list[float]) -> None:
    listened = Listened()
    silent_s, ever_heard = 0.0, False
    for size in sizes:
        block = np.full(SAMPLE_RATE_HZ // 4, size, np.float32)
        listened = listened.after(block)
        is_silent = size <= 1e-5 if ever_heard else size <= 1e-3
        silent_s = silent_s + 0.25 if is_silent else 0.0
        ever_heard = ever_heard or not is_silent
        assert listened.silent_s == pytest.approx(silent_s)
        assert listened.ever_heard == ever_heard
        assert listened.hears_nothing == (silent_s >= NOTHING_HEARD_AFTER_S)
        assert listened.after(np.zeros(0, np.float32)) is listened


def test_a_candidate_who_thinks_is_not_warned_but_a_dead_line_is_reported() -> None:
    spoken = Listened().after(tone(1, 0.1))
    assert not spoken.after(hiss(60, -65)).hears_nothing
    assert spoken.after(np.zeros(6 * SAMPLE_RATE_HZ, np.float32)).hears_nothing
    assert Listened().after(hiss(6, -65)).hears_nothing, "no voice has come at all"


def test_clipping_is_shown_for_a_while() -> None:
    clipped = Listened().after(tone(0.1))
    assert clipped.is_clipping
    assert clipped.after(tone(1, 0.5)).is_clipping
    assert not clipped.after(tone(1, 0.5)).after(tone(1, 0.5)).is_clipping
    assert not Listened().is_clipping


@pytest.mark.parametrize(
    ("samples", "verdict"),
    [
        (sentence(-20), "ok"),
        (sentence(-20) + hiss(3, -60), "ok"),
        (np.zeros(48_000, np.float32), "nothing"),
        (np.zeros(0, np.float32), "nothing"),
        (hiss(3, -70), "no_voice"),
        (hiss(3, -30), "no_voice"),
        (np.clip(5 * sentence(-12), -1, 1), "clipping"),
        (sentence(-48), "quiet"),
        (sentence(-25) + hiss(3, -35), "noisy"),
    ],
)
def test_verdicts(samples: Samples, verdict: str) -> None:
    report = judge_microphone(samples)
    assert report.verdict == verdict
    assert bool(report.fix) == (verdict != "ok")
    assert report.message.endswith(").")
    assert SILENCE_DB <= report.noise_db <= report.speech_db


@given(st.lists(st.floats(-1, 1, width=32), max_size=3000).map(lambda values: np.array(values, np.float32)))
def test_any_sound_gets_a_verdict(samples: Samples) -> None:
    assert judge_microphone(samples).message
