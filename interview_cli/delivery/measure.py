"""The delivery of an answer: everything that can be told about how it was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from interview_cli.delivery.fillers import find_fillers
from interview_cli.delivery.hedges import find_hedges
from interview_cli.delivery.pauses import Timing, align, measure_timing
from interview_cli.delivery.repeats import find_repeats
from interview_cli.delivery.tokens import Tokens, sentence_lengths, tokenize
from interview_cli.interview.model import Answer, Delivery, Filler, Pauses, Repeat, Span, Word

SpanT = TypeVar("SpanT", bound=Span)


def measure_text(
    text: str,
    words: Sequence[Word] | None = None,
    *,
    response_latency_s: float | None = None,
) -> Delivery:
    """The delivery of one text, with pace and pauses when word times are given.

    `response_latency_s` is the silence before the answer; without it the first word's start is taken, as word
    times count from the start of the answer.
    """
    return _combine([_Part.of(text, words, response_latency_s)])


class TextDeliveryMeter:
    """Measures typed and spoken answers; a `DeliveryMeter`."""

    def measure(self, answers: Sequence[Answer]) -> Delivery:
        """The delivery of the answers taken together, as if they stood below one another, one per line."""
        return _combine([_Part.of(answer.text, answer.words, None) for answer in answers])


@dataclass(frozen=True, slots=True)
class _Part:
    """One text with what was found in it, offsets still its own."""

    tokens: Tokens
    fillers: list[Filler]
    hedges: list[Span]
    repeats: list[Repeat]
    timing: Timing | None
    latency_s: float | None

    @classmethod
    def of(cls, text: str, words: Sequence[Word] | None, latency_s: float | None) -> _Part:
        tokens = tokenize(text)
        fillers = find_fillers(tokens)
        hedges = find_hedges(tokens)
        repeats = find_repeats(tokens, fillers)
        timing = measure_timing(words) if words else None
        if words and timing:
            spoken = dict(zip(tokens.starts, align(tokens, words), strict=True))
            ends = {tokens.end(index): spoken[start] for index, start in enumerate(tokens.starts)}
            fillers = [_timed(span, spoken, ends) for span in fillers]
            hedges = [_timed(span, spoken, ends) for span in hedges]
            repeats = [_timed(span, spoken, ends) for span in repeats]
            latency_s = timing.first_word_s if latency_s is None else latency_s
        return cls(tokens, fillers, hedges, repeats, timing, latency_s)


def _timed(span: SpanT, starts: dict[int, Word | None], ends: dict[int, Word | None]) -> SpanT:
    """The span with the times of its first and last word."""
    first, last = starts.get(span.start), ends.get(span.end)
    if first is None or last is None:
        return span
    return replace(span, start_s=float(first.start_s), end_s=float(last.end_s))


def _shifted(spans: Sequence[SpanT], offset: int) -> list[SpanT]:
    return (
        [replace(span, start=span.start + offset, end=span.end + offset) for span in spans] if offset else list(spans)
    )


def _combine(parts: Sequence[_Part]) -> Delivery:
    """One delivery over all parts; rates over time come from the timed parts only."""
    fillers: list[Filler] = []
    hedges: list[Span] = []
    repeats: list[Repeat] = []
    offset = 0
    for part in parts:
        fillers += _shifted(part.fillers, offset)
        hedges += _shifted(part.hedges, offset)
        repeats += _shifted(part.repeats, offset)
        offset += len(part.tokens.text) + 1
    word_count = sum(len(part.tokens.words) for part in parts)
    sentences = [length for part in parts for length in sentence_lengths(part.tokens)]
    timed = [(part, part.timing) for part in parts if part.timing and part.timing.speaking_s > 0]
    speaking_s = sum(timing.speaking_s for _, timing in timed)
    latencies = [part.latency_s for part in parts if part.latency_s is not None]
    rates: dict[str, Any] = {
        "mean_sentence_words": _ratio(word_count, len(sentences)),
        "fillers_per_100_words": _ratio(100 * len(fillers), word_count),
        "fillers_per_minute": _ratio(60 * sum(len(part.fillers) for part, _ in timed), speaking_s),
        "speaking_seconds": speaking_s or None,
        "words_per_minute": _ratio(60 * sum(len(part.tokens.words) for part, _ in timed), speaking_s),
        "response_latency_s": _ratio(sum(latencies), len(latencies)),
    }
    pauses = _sum_pauses([timing.pauses for _, timing in timed])
    not_measured = [name for name, value in rates.items() if value is None] + ([] if pauses else ["pauses"])
    return Delivery(
        word_count=word_count,
        unique_word_count=len(set().union(*(part.tokens.words for part in parts))),
        sentence_count=len(sentences),
        longest_sentence_words=max(sentences, default=0),
        fillers=tuple(fillers),
        hedges=tuple(hedges),
        repeats=tuple(repeats),
        pauses=pauses,
        not_measured=tuple(not_measured),
        **rates,
    )


def _ratio(numerator: float, denominator: float) -> float | None:
    return numerator / denominator if denominator else None


def _sum_pauses(pauses: Sequence[Pauses]) -> Pauses | None:
    if not pauses:
        return None
    return Pauses(
        count=sum(p.count for p in pauses),
        long_count=sum(p.long_count for p in pauses),
        longest_s=max(p.longest_s for p in pauses),
        total_s=sum(p.total_s for p in pauses),
    )
