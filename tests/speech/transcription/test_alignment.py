"""Where words lie, and how they are said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.interview.spoken import Word
from interview_cli.speech.alignment import align, pronounced, spoken_words
from interview_cli.speech.silero import speech_intervals
from tests.speech.checkpoint import samples_of, speak
from tests.speech.transcription.material import RATE_HZ, Samples, silence


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("$30,000", "thirty thousand dollars"),
        ("12.5%", "twelve point five percent"),
        ("2,300", "two thousand three hundred"),
        ("2023", "twenty twenty three"),
        ("2007", "two thousand seven"),
        ("1999", "nineteen ninety nine"),
        ("1900", "nineteen hundred"),
        ("1000000", "one million"),
        ("0", "zero"),
        ("1234567890123", "one two three four five six seven eight nine zero one two three"),
        ("follow-up,", "follow up"),
        ("R&D", "R and D"),
        ("don’t", "don't"),
        ("…", ""),
    ],
)
def test_what_is_said_for_a_written_word(written: str, said: str) -> None:
    assert " ".join(spoken_words(written)) == said


@pytest.mark.parametrize(
    ("word", "sounds"),
    [("Cat", "K AE T"), ("AB", "EY B IY"), ("nation", "N AE SH AH N"), ("quick", "K W IH K"), ("ß", None)],
)
def test_sounds_are_looked_up_spelled_or_guessed(word: str, sounds: str | None) -> None:
    known = {"cat": "K AE T", "a": "EY", "b": "B IY"}
    assert pronounced(word, known.get) == sounds


@pytest.fixture(scope="module")
def two_phrases(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    folder: Path = tmp_path_factory.mktemp("speech")
    clips = [samples_of(speak(text, "slt", folder / "clip.wav")) for text in ("We saved $30.", "It took 12 weeks.")]
    return np.concatenate([silence(0.4), clips[0], silence(0.8), clips[1], silence(0.4)])


def test_words_are_drawn_to_where_they_are_said(two_phrases: Samples) -> None:
    first, second = speech_intervals(two_phrases)
    texts = "We saved $30. It took 12 weeks.".split()
    roughly_s = (0.3, 0.7, 0.9, *(second.start_s + late_s for late_s in (-0.2, 0.3, 0.6, 0.9)))
    told = [Word(text, at_s, at_s + 0.3) for text, at_s in zip(texts, roughly_s, strict=True)]
    found = align(told, two_phrases)
    assert found
    assert [word.text for word in found.words] == texts
    at_s = {word.text: word for word in found.words}
    assert at_s["We"].start_s == pytest.approx(first.start_s, abs=0.05)
    assert at_s["$30."].end_s == pytest.approx(first.end_s, abs=0.08)
    assert at_s["It"].start_s == pytest.approx(second.start_s, abs=0.05)
    assert at_s["weeks."].end_s == pytest.approx(second.end_s, abs=0.08)
    assert found.filled_pauses == []


def test_words_that_are_not_there_are_not_placed(two_phrases: Samples) -> None:
    told = [Word(text, 3.0, 3.1) for text in "We saved $30. It took 12 weeks.".split()]
    assert align(told, two_phrases) is None
    assert align([], two_phrases) is None
    assert align([Word("привет", 0.5, 1.0)], two_phrases) is None


WORDS = st.text(max_size=12).filter(str.strip)


@settings(max_examples=40)
@given(st.lists(WORDS, min_size=1, max_size=3))
def test_whatever_is_written_breaks_nothing(texts: list[str]) -> None:
    sound = np.random.default_rng(0).standard_normal(RATE_HZ // 2).astype(np.float32) * 0.1
    told = [Word(text, 0.1, 0.3) for text in texts]
    found = align(told, sound)
    assert found is None or [word.text for word in found.words] == texts
