"""The JSON others script against."""

from __future__ import annotations

import json
from collections.abc import Iterator

from interview_cli.delivery.contract import delivery_to_json
from interview_cli.delivery.measure import measure_text, measure_transcription
from interview_cli.interview.spoken import (
    Delivery,
    Filler,
    Interval,
    Pauses,
    Prosody,
    Repeat,
    Span,
    Transcription,
    Word,
)


def test_a_typed_text() -> None:
    text = "Um, I think I I left."
    assert delivery_to_json(measure_text(text)) == {
        "word_count": 6,
        "unique_word_count": 4,
        "sentence_count": 1,
        "mean_sentence_words": 6.0,
        "longest_sentence_words": 6,
        "fillers": [
            {"text": "Um", "start": 0, "end": 2, "start_s": None, "end_s": None, "kind": "filled_pause"},
        ],
        "filler_count": 1,
        "fillers_per_100_words": 16.67,
        "fillers_per_minute": None,
        "hedges": [{"text": "I think", "start": 4, "end": 11, "start_s": None, "end_s": None}],
        "repeats": [{"text": "I", "start": 12, "end": 13, "start_s": None, "end_s": None, "kind": "repeat"}],
        "speaking_seconds": None,
        "words_per_minute": None,
        "pauses": None,
        "response_latency_s": None,
        "articulation_syllables_per_second": None,
        "vocalisations": None,
        "loudness_variation_db": None,
        "pitch_variation_semitones": None,
        "monotone": None,
        "not_measured": [
            "fillers_per_minute",
            "speaking_seconds",
            "words_per_minute",
            "response_latency_s",
            "pauses",
            "articulation_syllables_per_second",
            "loudness_variation_db",
            "pitch_variation_semitones",
            "monotone",
            "vocalisations",
        ],
    }


def test_a_text_with_word_times() -> None:
    words = [Word("Um", 0.5, 0.75), Word("yes", 1.25, 2.5)]
    timed = delivery_to_json(measure_text("Um, yes", words))
    assert timed["pauses"] == {
        "count": 1,
        "long_count": 0,
        "longest_s": 0.5,
        "total_s": 0.5,
        "spans": [{"start": 0.75, "end": 1.25}],
    }
    assert (timed["speaking_seconds"], timed["words_per_minute"]) == (2.0, 60.0)
    assert (timed["fillers"][0]["start_s"], timed["fillers"][0]["end_s"]) == (0.5, 0.75)
    assert {"monotone", "vocalisations"} <= set(timed["not_measured"])
    assert timed["vocalisations"] is None


def test_a_recording() -> None:
    sound = Transcription(
        engine="test",
        text="yes",
        language="en",
        duration_s=3.0,
        words=(Word("yes", 1.25, 2.5),),
        speech=(Interval(0.5, 0.75), Interval(1.25, 2.25)),
        vocalisations=(Interval(0.5, 0.75),),
        prosody=Prosody(-20.0, 3.456, 120.0, 1.234),
    )
    heard = delivery_to_json(measure_transcription(sound))
    assert heard["articulation_syllables_per_second"] == 1.0
    assert heard["vocalisations"] == [{"start": 0.5, "end": 0.75}]
    assert (heard["loudness_variation_db"], heard["pitch_variation_semitones"]) == (3.46, 1.23)
    assert heard["monotone"] is True
    assert heard["not_measured"] == []


def test_everything_is_plain_json() -> None:
    measured = delivery_to_json(measure_text("Well, we we kind of left."))
    assert json.loads(json.dumps(measured)) == measured


def test_seconds_have_three_decimals_and_all_other_measures_two() -> None:
    exact, moment = 1.23456, Interval(1.23456, 1.23456)
    delivery = Delivery(
        word_count=1,
        unique_word_count=1,
        sentence_count=1,
        mean_sentence_words=exact,
        longest_sentence_words=1,
        fillers=(Filler("um", 0, 2, exact, exact),),
        fillers_per_100_words=exact,
        fillers_per_minute=exact,
        hedges=(Span("I think", 0, 7, exact, exact),),
        repeats=(Repeat("I", 0, 1, exact, exact),),
        speaking_seconds=exact,
        words_per_minute=exact,
        pauses=Pauses(1, 0, exact, exact, (moment,)),
        response_latency_s=exact,
        not_measured=(),
        articulation_syllables_per_second=exact,
        vocalisations=(moment,),
        loudness_variation_db=exact,
        pitch_variation_semitones=exact,
    )
    shown = dict(_numbers("", delivery_to_json(delivery)))
    seconds = {name for name in shown if name.endswith(("_s", "speaking_seconds", "spans.start", "spans.end"))}
    seconds |= {"vocalisations.start", "vocalisations.end"}
    assert shown == {name: 1.235 if name in seconds else 1.23 for name in shown}
    assert len(shown) == 21


def _numbers(name: str, value: object) -> Iterator[tuple[str, float]]:
    """Every fraction in JSON, by its path."""
    if isinstance(value, float):
        yield name.strip("."), value
    for key, each in value.items() if isinstance(value, dict) else []:
        yield from _numbers(f"{name}.{key}", each)
    for each in value if isinstance(value, list) else []:
        yield from _numbers(name, each)
