"""A delivery as the JSON object that `analyze --json` prints and that reports and batch lines carry."""

from __future__ import annotations

from interview_cli.contracts import delivery as contract
from interview_cli.contracts import shared
from interview_cli.interview.spoken import Delivery, Interval, Pauses, Span


def delivery_to_json(delivery: Delivery) -> contract.Delivery:
    """The delivery as plain JSON values. Seconds are rounded to milliseconds, rates to two decimals."""
    return {
        "word_count": delivery.word_count,
        "unique_word_count": delivery.unique_word_count,
        "sentence_count": delivery.sentence_count,
        "mean_sentence_words": _rounded(delivery.mean_sentence_words, 2),
        "longest_sentence_words": delivery.longest_sentence_words,
        "fillers": [{**_span(f), "kind": f.kind} for f in delivery.fillers],
        "filler_count": delivery.filler_count,
        "fillers_per_100_words": _rounded(delivery.fillers_per_100_words, 2),
        "fillers_per_minute": _rounded(delivery.fillers_per_minute, 2),
        "hedges": [_span(h) for h in delivery.hedges],
        "repeats": [{**_span(r), "kind": r.kind} for r in delivery.repeats],
        "speaking_seconds": _rounded(delivery.speaking_seconds, 3),
        "words_per_minute": _rounded(delivery.words_per_minute, 2),
        "pauses": _pauses(delivery.pauses) if delivery.pauses else None,
        "response_latency_s": _rounded(delivery.response_latency_s, 3),
        "articulation_syllables_per_second": _rounded(delivery.articulation_syllables_per_second, 2),
        "vocalisations": None
        if "vocalisations" in delivery.not_measured
        else [_interval(each) for each in delivery.vocalisations],
        "loudness_variation_db": _rounded(delivery.loudness_variation_db, 2),
        "pitch_variation_semitones": _rounded(delivery.pitch_variation_semitones, 2),
        "monotone": delivery.monotone,
        "not_measured": list(delivery.not_measured),
    }


def _pauses(pauses: Pauses) -> contract.Pauses:
    return {
        "count": pauses.count,
        "long_count": pauses.long_count,
        "longest_s": _rounded(pauses.longest_s, 3),
        "total_s": _rounded(pauses.total_s, 3),
        "spans": [_interval(span) for span in pauses.spans],
    }


def _span(span: Span) -> contract.Span:
    return {
        "text": span.text,
        "start": span.start,
        "end": span.end,
        "start_s": _rounded(span.start_s, 3),
        "end_s": _rounded(span.end_s, 3),
    }


def _interval(interval: Interval) -> shared.Interval:
    return {"start": round(interval.start_s, 3), "end": round(interval.end_s, 3)}


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
