"""The JSON others script against."""

from __future__ import annotations

import json

from interview_cli.delivery.contract import delivery_to_json
from interview_cli.delivery.measure import measure_text
from interview_cli.interview.model import Word


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
        "not_measured": [
            "fillers_per_minute",
            "speaking_seconds",
            "words_per_minute",
            "response_latency_s",
            "pauses",
        ],
    }


def test_a_spoken_text() -> None:
    words = [Word("Um", 0.5, 0.75), Word("yes", 1.25, 2.5)]
    spoken = delivery_to_json(measure_text("Um, yes", words))
    assert spoken["pauses"] == {"count": 1, "long_count": 0, "longest_s": 0.5, "total_s": 0.5}
    assert (spoken["speaking_seconds"], spoken["words_per_minute"]) == (2.0, 60.0)
    assert (spoken["fillers"][0]["start_s"], spoken["fillers"][0]["end_s"]) == (0.5, 0.75)
    assert spoken["not_measured"] == []


def test_everything_is_plain_json() -> None:
    measured = delivery_to_json(measure_text("Well, we we kind of left."))
    assert json.loads(json.dumps(measured)) == measured
