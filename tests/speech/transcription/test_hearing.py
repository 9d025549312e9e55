"""A piece of speech: read, doubted, read again, put in its place."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.spoken import Interval, Word
from interview_cli.speech.hearing import Heard, hear, repaired, snapped
from interview_cli.speech.pieces import Piece
from interview_cli.speech.silero import speech_intervals
from tests.speech.checkpoint import samples_of, speak
from tests.speech.transcription.material import RATE_HZ, Samples, Says, silence

SENTENCE = "We had a hard deadline and I split the work into small steps."
TIMES = st.floats(-5, 40) | st.sampled_from([math.nan, math.inf, -math.inf])


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """The sentence, with a third of a second of silence before and after."""
    clip = samples_of(speak(SENTENCE, "slt", tmp_path_factory.mktemp("speech") / "clip.wav"))
    return np.concatenate([silence(0.3), clip, silence(0.3)])


@pytest.fixture(scope="module")
def with_um(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """A sentence with an "um" between two pauses in its middle."""
    folder = tmp_path_factory.mktemp("um")
    parts = [samples_of(speak(text, "slt", folder / "clip.wav")) for text in ("We had a", "um.", "hard deadline.")]
    return np.concatenate([silence(0.3), *(part for clip in parts for part in (clip, silence(0.2)))])


def spread(text: str, sound: Samples, probability: float | None = None) -> list[Word]:
    """The words of a text one after another over all of the speech in a sound."""
    speech = speech_intervals(sound)
    first_s, last_s = speech[0].start_s, speech[-1].end_s
    texts = text.split()
    step_s = (last_s - first_s) / len(texts)
    return [
        Word(each, first_s + at * step_s, first_s + (at + 1) * step_s, probability) for at, each in enumerate(texts)
    ]


class SaysTwice(Says):
    """An engine whose second reading is another."""

    def __init__(self, first: Sequence[Word], second: Sequence[Word], language: str = "en") -> None:
        super().__init__(*first, language=language)
        self._second = second
        self.asked_again = 0

    def words_again(self, samples: Samples) -> Sequence[Word]:
        self.asked_again += 1
        return self._second


def text_of(heard: Heard) -> str:
    return " ".join(word.text for word in heard.words)


def test_a_reading_that_leaves_no_doubt_is_the_only_one(sound: Samples) -> None:
    engine = SaysTwice(spread(SENTENCE, sound), [])
    heard = hear(Piece(0.0, sound), engine)
    assert (text_of(heard), heard.unclear, engine.asked_again) == (SENTENCE, (), 0)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_loop_is_read_again(sound: Samples, language: str) -> None:
    loop = [Word("sorry", 1.0, 1.02)] * 30
    engine = SaysTwice([*spread(SENTENCE, sound), *loop], spread(SENTENCE, sound), language)
    assert text_of(hear(Piece(0.0, sound), engine)) == SENTENCE
    assert engine.asked_again == 1


def test_a_reading_that_is_unsure_gives_way_to_one_that_is_not(sound: Samples) -> None:
    engine = SaysTwice(spread("They sat", sound, 0.2), spread(SENTENCE, sound, 0.9))
    assert text_of(hear(Piece(0.0, sound), engine)) == SENTENCE


def test_what_two_readings_are_unsure_of_is_unclear_speech_and_no_words(sound: Samples) -> None:
    unsure = spread("Thank you so much", sound, 0.2)
    heard = hear(Piece(10.0, sound), SaysTwice(unsure, unsure))
    assert heard.words == ()
    assert sum(each.duration_s for each in heard.unclear) > 0.8 * len(sound) / RATE_HZ - 0.6
    assert all(10 <= each.start_s < each.end_s <= 10 + len(sound) / RATE_HZ for each in heard.unclear)


def test_an_engine_that_reads_once_only_loses_what_it_invents(sound: Samples) -> None:
    heard = hear(Piece(0.0, sound), Says(*spread(SENTENCE, sound), *[Word("bye", 9.0, 9.3)] * 2))
    assert text_of(heard) == SENTENCE


def test_speech_that_was_skipped_is_read_by_itself(sound: Samples) -> None:
    lengths_s: list[float] = []

    class HearsTheFirstSecond(Says):
        def words(self, samples: Samples) -> Sequence[Word]:
            lengths_s.append(len(samples) / RATE_HZ)
            return spread("We had", samples[:RATE_HZ]) if len(lengths_s) == 1 else []

    heard = hear(Piece(0.0, sound), HearsTheFirstSecond(language="de"))
    assert len(lengths_s) == 2
    (unclear,) = heard.unclear
    assert unclear.duration_s == pytest.approx(lengths_s[1], abs=0.01)
    assert unclear.start_s >= heard.words[-1].end_s


def test_an_um_between_words_is_found_in_the_sound(with_um: Samples) -> None:
    said = speech_intervals(with_um)
    heard = hear(Piece(5.0, with_um), Says(*spread("We had a hard deadline.", with_um)))
    (um,) = heard.vocalisations
    assert any(each.start_s - 0.1 <= um.start_s - 5 and um.end_s - 5 <= each.end_s + 0.1 for each in said[1:2])
    assert next(word for word in heard.words if word.text == "hard").start_s >= um.end_s


def test_an_um_that_was_written_down_is_no_second_one(with_um: Samples) -> None:
    heard = hear(Piece(0.0, with_um), Says(*spread("We had a um hard deadline.", with_um)))
    assert heard.vocalisations == ()


@pytest.mark.parametrize(("gap_s", "found"), [(0.2, 0), (0.6, 1)], ids=["near a word", "far from it"])
def test_without_an_aligner_only_speech_far_from_words_is_a_likely_um(
    with_um: Samples, gap_s: float, found: int
) -> None:
    first, um, _ = speech_intervals(with_um)
    end, begin, over = (round(second * RATE_HZ) for second in (first.end_s, um.start_s, um.end_s))
    sound = np.concatenate([with_um[:end], silence(gap_s), with_um[begin:over], silence(0.6)])
    heard = hear(Piece(0.0, sound), Says(Word("Wir", first.start_s, first.end_s), language="de"))
    assert len(heard.vocalisations) == found
    assert all(each.start_s == pytest.approx(first.end_s + gap_s, abs=0.05) for each in heard.vocalisations)


@given(st.lists(st.tuples(st.text(max_size=3), TIMES, TIMES, st.none() | TIMES), max_size=30), st.floats(0.1, 30))
def test_garbled_times_are_repaired(found: list[tuple[str, float, float, float | None]], duration_s: float) -> None:
    words = [Word(text, np.float64(start), np.float64(end), probability) for text, start, end, probability in found]
    mended = repaired(words, duration_s)
    assert [word.text for word in mended] == [word.text.strip() for word in words if word.text.strip()]
    latest_s = 0.0
    for word in mended:
        assert type(word.start_s) is float
        assert type(word.end_s) is float
        assert latest_s - 1e-6 <= word.start_s <= word.end_s <= duration_s + 1e-6
        assert word.probability is None or 0 <= word.probability <= 1
        latest_s = word.end_s


@given(
    st.lists(st.tuples(st.floats(0.02, 2), st.floats(0, 1)), max_size=20), st.lists(st.floats(0.1, 3), max_size=12)
)
def test_drawing_words_to_speech_keeps_their_order(words: list[tuple[float, float]], edges: list[float]) -> None:
    at_s, told = 0.0, []
    for lasts_s, gap_s in words:
        told.append(Word("w", at_s, at_s + lasts_s))
        at_s += lasts_s + gap_s
    marks = np.cumsum(edges).tolist()
    speech = [Interval(begin, end) for begin, end in zip(marks[::2], marks[1::2], strict=False)]
    latest_s = 0.0
    for before, after in zip(told, snapped(told, speech), strict=True):
        assert latest_s - 1e-6 <= after.start_s <= after.end_s
        assert before.start_s <= after.start_s
        latest_s = after.start_s
