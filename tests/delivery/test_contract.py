"""The JSON others script against."""

from __future__ import annotations

import json

from interview_cli.delivery.contract import delivery_to_json
from interview_cli.delivery.measure import measure_text, measure_transcription
from interview_cli.interview.spoken import Interval, Prosody, Transcription, Word


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
