"""What sound adds: pace and pauses from voice activity, articulation, sounds that are no words, a flat voice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.delivery.measure import TextDeliveryMeter, measure_text, measure_transcription
from interview_cli.interview.model import Answer, AnswerSource
from interview_cli.interview.spoken import Interval, Pauses, Prosody, Transcription, Word

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
HEARD = Transcription(
    engine="test",
    text="Um, we shipped it, you know.",
    language="en",
    duration_s=9.0,
    # a model's word times are off, and close the pauses
    words=(
        Word("Um,", 0.0, 1.6),
        Word("we", 1.6, 2.0),
        Word("shipped", 2.0, 5.0),
        Word("it,", 5.0, 5.4),
        Word("you", 5.4, 6.0),
        Word("know.", 6.0, 7.0),
    ),
    speech=(Interval(1.25, 2.0), Interval(2.125, 3.0), Interval(5.0, 6.0), Interval(6.5, 7.25)),
    vocalisations=(Interval(6.75, 7.25),),
    prosody=Prosody(-23.0, 5.0, 118.0, 2.5),
)


def spoken(transcription: Transcription, text: str | None = None) -> Answer:
    said = transcription.text if text is None else text
    return Answer(said, AnswerSource.SPOKEN, MOMENT, MOMENT, transcription.words, "a.flac", transcription)


def test_pace_and_pauses_come_from_voice_activity_and_not_from_a_models_words() -> None:
    delivery = measure_transcription(HEARD)
    assert delivery.response_latency_s == 1.25
    assert delivery.speaking_seconds == 6.0
    assert delivery.words_per_minute == 60.0
    assert delivery.pauses == Pauses(2, 1, 2.0, 2.5, (Interval(3.0, 5.0), Interval(6.0, 6.5)))
    assert delivery.not_measured == ()


def test_articulation_is_syllables_over_the_time_of_words() -> None:
    # um-we-shipped-it-you-know in 6.0 s less 2.5 s of pauses less 0.5 s of a sound that is no word
    assert measure_transcription(HEARD).articulation_syllables_per_second == pytest.approx(6 / 3.0)


def test_fillers_carry_the_times_of_their_words() -> None:
    um, you_know = measure_transcription(HEARD).fillers
    assert (um.text, um.start_s, um.end_s) == ("Um", 0.0, 1.6)
    assert (you_know.text, you_know.start_s, you_know.end_s) == ("you know", 5.4, 7.0)


def test_where_no_speech_was_detected_no_filler_has_a_time() -> None:
    um, you_know = measure_transcription(replace(HEARD, speech=())).fillers
    assert (um.start_s, um.end_s, you_know.start_s, you_know.end_s) == (None, None, None, None)


def test_a_corrected_answer_is_measured_as_it_was_said() -> None:
    corrected = spoken(HEARD, "We shipped it.")
    assert TextDeliveryMeter().measure([corrected]) == measure_transcription(HEARD)
    assert corrected.spoken_text == HEARD.text


@pytest.mark.parametrize(("variation", "monotone"), [(None, None), (0.0, True), (1.99, True), (2.0, False)])
def test_a_voice_is_flat_below_two_semitones(variation: float | None, monotone: bool | None) -> None:
    prosody = Prosody(-23.0, 5.0, 118.0, variation)
    delivery = measure_transcription(replace(HEARD, prosody=prosody))
    assert delivery.monotone is monotone
    assert ("monotone" in delivery.not_measured) == (monotone is None)


def test_what_an_engine_did_not_measure_is_named() -> None:
    delivery = measure_transcription(replace(HEARD, prosody=None))
    assert set(delivery.not_measured) == {"loudness_variation_db", "pitch_variation_semitones", "monotone"}


def test_nothing_heard_measures_nothing() -> None:
    silence = replace(HEARD, text="", words=(), speech=(), vocalisations=(), prosody=None)
    delivery = measure_transcription(silence)
    assert (delivery.word_count, delivery.vocalisations) == (0, ())
    assert (delivery.speaking_seconds, delivery.pauses, delivery.response_latency_s) == (None, None, None)
    assert "vocalisations" not in delivery.not_measured


def test_only_a_sound_that_is_no_word_has_no_articulation() -> None:
    hum = replace(HEARD, text="", words=(), speech=(Interval(1, 2),), vocalisations=(Interval(1, 2),))
    delivery = measure_transcription(hum)
    assert delivery.articulation_syllables_per_second is None
    assert (delivery.speaking_seconds, delivery.words_per_minute) == (1.0, 0.0)


def test_several_answers_weigh_as_much_as_they_lasted() -> None:
    short = replace(
        HEARD, text="Yes", words=(Word("Yes", 0, 1),), speech=(Interval(0.25, 1.25),), vocalisations=(),
        prosody=Prosody(-20.0, 1.0, 120.0, 0.5),
    )  # fmt: skip
    both = TextDeliveryMeter().measure(
        [spoken(HEARD), spoken(short), Answer("Typed.", AnswerSource.TYPED, MOMENT, MOMENT)]
    )
    assert both.articulation_syllables_per_second == pytest.approx(7 / 4)
    assert both.pitch_variation_semitones == pytest.approx((3 * 2.5 + 0.5) / 4)
    assert both.loudness_variation_db == pytest.approx((3 * 5.0 + 1.0) / 4)
    assert both.response_latency_s == pytest.approx(0.75)
    assert both.words_per_minute == pytest.approx(60 * 7 / 7)
    assert both.monotone is False
    assert both.pauses == Pauses(2, 1, 2.0, 2.5)


SECONDS = st.floats(0, 600, allow_nan=False).map(lambda value: round(value, 3))
INTERVALS = st.lists(st.tuples(SECONDS, SECONDS).map(lambda pair: Interval(min(pair), max(pair))), max_size=12).map(
    tuple
)
WORDS = st.lists(st.sampled_from("um uh well we you know shipped it. 217".split()), max_size=20)


@st.composite
def transcriptions(draw: st.DrawFn) -> Transcription:
    texts = draw(WORDS)
    words = tuple(Word(text, draw(SECONDS), draw(SECONDS)) for text in texts)
    return replace(
        HEARD, text=" ".join(texts), words=words, speech=draw(INTERVALS), vocalisations=draw(INTERVALS),
        prosody=draw(st.none() | st.just(HEARD.prosody)),
    )  # fmt: skip


@given(transcriptions())
def test_pauses_are_the_silences_between_speech(heard: Transcription) -> None:
    delivery = measure_transcription(heard)
    if delivery.pauses is None:
        assert delivery.speaking_seconds is None
        return
    pauses = delivery.pauses
    assert pauses.count == len(pauses.spans) >= pauses.long_count
    assert pauses.total_s == pytest.approx(sum(span.duration_s for span in pauses.spans))
    assert pauses.total_s <= (delivery.speaking_seconds or 0) + 1e-6
    for span in pauses.spans:
        assert span.duration_s >= 0.25 - 1e-6
        assert all(each.end_s <= span.start_s or each.start_s >= span.end_s for each in heard.speech)
    assert all(before.end_s <= after.start_s for before, after in pairwise(pauses.spans))


@given(transcriptions(), st.randoms())
def test_the_order_of_voice_activity_does_not_matter(heard: Transcription, random: object) -> None:
    shuffled = list(heard.speech)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert measure_transcription(replace(heard, speech=tuple(shuffled))) == measure_transcription(heard)


@given(transcriptions())
def test_what_is_none_is_named_and_nothing_is_negative(heard: Transcription) -> None:
    delivery = measure_transcription(heard)
    for name in ("speaking_seconds", "articulation_syllables_per_second", "monotone", "pauses", "fillers_per_minute"):
        value = getattr(delivery, name)
        assert (value is None) == (name in delivery.not_measured)
        assert value is None or isinstance(value, Pauses) or value >= 0


@given(transcriptions())
def test_what_was_said_does_not_depend_on_when(heard: Transcription) -> None:
    by_text, by_sound = measure_text(heard.text), measure_transcription(heard)
    assert by_sound.word_count == by_text.word_count
    assert [(each.start, each.end) for each in by_sound.fillers] == [
        (each.start, each.end) for each in by_text.fillers
    ]
