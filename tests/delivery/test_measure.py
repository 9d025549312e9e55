"""What is counted, what needs word times, and what is said to be unknown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from interview_cli.delivery.measure import TextDeliveryMeter, measure_text
from interview_cli.interview.model import Answer, AnswerSource
from interview_cli.interview.spoken import Delivery, Interval, Pauses, Word

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
TIMED_NAMES = {"fillers_per_minute", "speaking_seconds", "words_per_minute", "pauses", "response_latency_s"}
VOICE_NAMES = {
    *("articulation_syllables_per_second", "loudness_variation_db", "pitch_variation_semitones", "monotone"),
    "vocalisations",
}
SOUND_NAMES = TIMED_NAMES | VOICE_NAMES


def spoken(*words: tuple[str, float, float]) -> list[Word]:
    return [Word(*word) for word in words]


def answer(text: str, words: list[Word] | None = None) -> Answer:
    source = AnswerSource.SPOKEN if words else AnswerSource.TYPED
    return Answer(text, source, MOMENT, MOMENT, tuple(words) if words else None)


def test_counts_of_a_text() -> None:
    delivery = measure_text("Um, I led a team. I led it well, for 3.5 years! Why?")
    assert delivery.word_count == 13
    assert delivery.unique_word_count == 11
    assert delivery.sentence_count == 3
    assert delivery.longest_sentence_words == 7
    assert delivery.mean_sentence_words == pytest.approx(13 / 3)
    assert delivery.fillers_per_100_words == pytest.approx(100 / 13)


def test_without_times_nothing_about_time_is_claimed() -> None:
    delivery = measure_text("Um, I led a team.")
    assert set(delivery.not_measured) == SOUND_NAMES
    assert not any(getattr(delivery, name) for name in SOUND_NAMES)
    assert delivery.monotone is None


@pytest.mark.parametrize("text", ["", "   \n\t", "...", "—"])
def test_nothing_said_has_counts_but_no_rates(text: str) -> None:
    delivery = measure_text(text)
    assert (delivery.word_count, delivery.sentence_count, delivery.filler_count) == (0, 0, 0)
    assert set(delivery.not_measured) == SOUND_NAMES | {"fillers_per_100_words", "mean_sentence_words"}
    assert delivery.fillers_per_100_words is None
    assert delivery.mean_sentence_words is None


def test_word_times_give_pace_and_pauses() -> None:
    words = spoken(("Um,", 0.5, 0.9), ("we", 1.1, 1.2), ("shipped", 1.45, 2.0), ("it.", 4.0, 4.5))
    delivery = measure_text("Um, we shipped it.", words)
    assert delivery.speaking_seconds == pytest.approx(4.0)
    assert delivery.words_per_minute == pytest.approx(60.0)
    assert delivery.fillers_per_minute == pytest.approx(15.0)
    assert delivery.response_latency_s == pytest.approx(0.5)
    assert delivery.pauses == Pauses(
        count=2, long_count=1, longest_s=2.0, total_s=2.25, spans=(Interval(1.2, 1.45), Interval(2.0, 4.0))
    )
    assert (delivery.fillers[0].start_s, delivery.fillers[0].end_s) == (0.5, 0.9)
    assert set(delivery.not_measured) == VOICE_NAMES


def test_a_pause_begins_at_a_quarter_of_a_second() -> None:
    words = spoken(("we", 2.0, 2.1), ("ship", 2.35, 2.6), ("it", 2.849, 3.0))
    assert measure_text("we ship it", words).pauses == Pauses(1, 0, 0.25, 0.25, (Interval(2.1, 2.35),))


@pytest.mark.parametrize(("pause_s", "long_count"), [(1.999, 0), (2.0, 1)])
def test_a_pause_is_long_from_two_seconds(pause_s: float, long_count: int) -> None:
    pauses = measure_text("we ship", spoken(("we", 0.0, 1.0), ("ship", 1.0 + pause_s, 5.0))).pauses
    assert pauses
    assert (pauses.count, pauses.long_count) == (1, long_count)


def test_a_given_latency_replaces_the_first_word() -> None:
    words = spoken(("yes", 2.0, 2.5))
    assert measure_text("yes", words, response_latency_s=1.25).response_latency_s == 1.25
    assert measure_text("yes", response_latency_s=1.25).response_latency_s == 1.25


def test_spans_of_several_words_take_the_first_start_and_the_last_end() -> None:
    words = spoken((" It", 0, 0.2), (" was", 0.2, 0.4), (" you", 0.5, 0.6), (" know,", 0.6, 0.8), (" slow.", 1, 2))
    (filler,) = measure_text("It was, you know, slow.", words).fillers
    assert (filler.start_s, filler.end_s) == (0.5, 0.8)


def test_times_survive_words_the_recogniser_dropped_or_added() -> None:
    words = spoken(("we", 0, 1), ("really", 1, 2), ("shipped", 2, 3), ("uh", 3, 4), ("it", 4, 5))
    (filler,) = measure_text("We shipped all of, uh, it", words).fillers
    assert (filler.start_s, filler.end_s) == (3, 4)


@pytest.mark.parametrize(("dropped", "is_found"), [(8, True), (9, False)])
def test_the_text_is_found_again_after_at_most_eight_words(dropped: int, is_found: bool) -> None:
    """Where the two agree only later, one word is skipped on either side, and "uh" finds no time any more."""
    text = [f"word{number}" for number in range(dropped)]
    (filler,) = measure_text(f"we {' '.join(text)}, uh, it", spoken(("we", 0, 1), ("uh", 1, 2))).fillers
    assert (filler.start_s == 1) is is_found


def test_useless_times_are_not_used() -> None:
    nan, infinity = float("nan"), float("inf")
    words = spoken(("um", nan, 1), ("we", 2, 1), ("did", -1, 0), ("it", 0, infinity))
    delivery = measure_text("um we did it", words)
    assert set(delivery.not_measured) == SOUND_NAMES
    assert delivery.fillers[0].start_s is None


def test_overlapping_and_unordered_words_make_no_pauses() -> None:
    words = spoken(("b", 1.0, 2.0), ("a", 0.0, 3.0), ("c", 2.5, 3.1))
    assert measure_text("a b c", words).pauses == Pauses(0, 0, 0.0, 0.0)


def test_one_instant_has_no_pace() -> None:
    delivery = measure_text("yes", spoken(("yes", 1.0, 1.0)))
    assert delivery.words_per_minute is None
    assert "words_per_minute" in delivery.not_measured


def test_several_answers_are_measured_as_lines_of_one_text() -> None:
    texts = ["Um, we shipped it.", "You know, I think it was, uh, fine.", "I I left"]
    together = TextDeliveryMeter().measure([answer(text) for text in texts])
    joined = "\n".join(texts)
    assert together == measure_text(joined)
    for span in (*together.fillers, *together.hedges, *together.repeats):
        assert joined[span.start : span.end] == span.text


def test_one_answer_is_measured_like_its_text() -> None:
    assert TextDeliveryMeter().measure([answer("Um, yes.")]) == measure_text("Um, yes.")


def test_typed_answers_do_not_change_the_pace_of_spoken_ones() -> None:
    words = spoken(("um", 1, 2), ("we", 2, 3), ("did", 3, 4))
    both = TextDeliveryMeter().measure([answer("um we did", words), answer("um um um um")])
    alone = measure_text("um we did", words)
    assert both.word_count == 7
    assert (both.words_per_minute, both.fillers_per_minute) == (alone.words_per_minute, alone.fillers_per_minute)


def test_spoken_answers_add_up() -> None:
    first = spoken(("we", 1, 2), ("did", 3, 4))
    second = spoken(("it", 3, 4), ("works", 7, 8))
    both = TextDeliveryMeter().measure([answer("we did", first), answer("it works", second)])
    assert both.speaking_seconds == pytest.approx(8)
    assert both.words_per_minute == pytest.approx(30)
    assert both.response_latency_s == pytest.approx(2)
    assert both.pauses == Pauses(2, 1, 3, 4)


def test_no_answers_measure_like_no_words() -> None:
    nothing: Delivery = TextDeliveryMeter().measure([])
    assert nothing == measure_text("")
