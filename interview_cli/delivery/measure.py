"""The delivery of an answer: everything measured about how it was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from interview_cli.delivery.fillers import find_fillers, find_hedges
from interview_cli.delivery.repeats import find_repeats
from interview_cli.delivery.syllables import count_syllables
from interview_cli.delivery.timing import Timing, align, timing_of_speech, timing_of_words
from interview_cli.interview.model import Answer
from interview_cli.interview.spoken import Delivery, Filler, Pauses, Repeat, Span, Transcription, Word
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import Words, split_words

MONOTONE_BELOW_SEMITONES: Final = 2.0
"""A voice whose pitch varies less sounds flat.

The measure, the standard deviation of the pitch in semitones, is that of Hincks & Edlund (2009, Promoting increased
pitch variation in oral presentations): listeners hear equal semitones as equally lively in men's and women's voices
(Traunmüller & Eriksson 1995). The threshold lies at the lower end of what is reported for neutral speech (2 to 4).
"""

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
    return _combine([_Part.of_text(text, words, response_latency_s)])


def measure_transcription(transcription: Transcription, *, response_latency_s: float | None = None) -> Delivery:
    """The delivery of what was heard in one recording.

    Pace, pauses and latency come from voice activity, times of fillers from the words. Unless `response_latency_s`
    says otherwise, the recording begins when listening begins, so the silence before the first sound is the response
    latency.
    """
    return _combine([_Part.of_sound(transcription, response_latency_s)])


class TextDeliveryMeter:
    """Measures typed and spoken answers; a `DeliveryMeter`."""

    def measure(self, answers: Sequence[Answer]) -> Delivery:
        """The delivery of the answers taken together, as if they stood below one another, one per line.

        A spoken answer counts as it was heard, not as it was corrected.
        """
        return _combine([_Part.of_answer(answer) for answer in answers])


@dataclass(frozen=True, slots=True)
class _Part:
    """One text with what was found in it, offsets still its own; `sound` when it was heard."""

    said: Words
    fillers: list[Filler]
    hedges: list[Span]
    repeats: list[Repeat]
    timing: Timing | None
    latency_s: float | None
    sound: Transcription | None = None

    @classmethod
    def of_answer(cls, answer: Answer) -> _Part:
        if answer.transcription:
            return cls.of_sound(answer.transcription)
        return cls.of_text(answer.text, answer.words, None)

    @classmethod
    def of_text(cls, text: str, words: Sequence[Word] | None, latency_s: float | None) -> _Part:
        return cls._of(text, words or (), timing_of_words(words or ()), latency_s)

    @classmethod
    def of_sound(cls, sound: Transcription, latency_s: float | None = None) -> _Part:
        return replace(cls._of(sound.text, sound.words, timing_of_speech(sound.speech), latency_s), sound=sound)

    @classmethod
    def _of(cls, text: str, words: Sequence[Word], timing: Timing | None, latency_s: float | None) -> _Part:
        said = split_words(text)
        fillers = find_fillers(said)
        hedges = find_hedges(said)
        repeats = find_repeats(said, fillers)
        if words and timing:
            spoken = dict(zip(said.starts, align(said, words), strict=True))
            ends = {said.ends[index]: spoken[start] for index, start in enumerate(said.starts)}
            fillers = [_timed(span, spoken, ends) for span in fillers]
            hedges = [_timed(span, spoken, ends) for span in hedges]
            repeats = [_timed(span, spoken, ends) for span in repeats]
        if timing and latency_s is None:
            latency_s = timing.first_s
        return cls(said, fillers, hedges, repeats, timing, latency_s)

    @property
    def articulation_s(self) -> float:
        """The time that the words took: without pauses, and without sounds that are no words."""
        if not self.sound or not self.timing:
            return 0.0
        return max(0.0, self.timing.phonation_s - sum(each.duration_s for each in self.sound.vocalisations))


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
        offset += len(part.said.text) + 1
    word_count = sum(len(part.said.words) for part in parts)
    sentences = [last - first for part in parts for first, last in sentence_spans(part.said)]
    timed = [(part, part.timing) for part in parts if part.timing and part.timing.speaking_s > 0]
    speaking_s = sum(timing.speaking_s for _, timing in timed)
    latencies = [part.latency_s for part in parts if part.latency_s is not None]
    measured: dict[str, Any] = {
        "mean_sentence_words": _ratio(word_count, len(sentences)),
        "fillers_per_100_words": _ratio(100 * len(fillers), word_count),
        "fillers_per_minute": _ratio(60 * sum(len(part.fillers) for part, _ in timed), speaking_s),
        "speaking_seconds": speaking_s or None,
        "words_per_minute": _ratio(60 * sum(len(part.said.words) for part, _ in timed), speaking_s),
        "response_latency_s": _ratio(sum(latencies), len(latencies)),
        "pauses": _sum_pauses([timing.pauses for _, timing in timed]),
        **_voice([part for part in parts if part.sound]),
    }
    heard = [part.sound.vocalisations for part in parts if part.sound]
    not_measured = [name for name, value in measured.items() if value is None]
    return Delivery(
        word_count=word_count,
        unique_word_count=len(set().union(*(part.said.words for part in parts))),
        sentence_count=len(sentences),
        longest_sentence_words=max(sentences, default=0),
        fillers=tuple(fillers),
        hedges=tuple(hedges),
        repeats=tuple(repeats),
        vocalisations=tuple(each for vocalisations in heard for each in vocalisations),
        not_measured=tuple(not_measured + ([] if heard else ["vocalisations"])),
        **measured,
    )


def _voice(heard: Sequence[_Part]) -> dict[str, float | bool | None]:
    """What only sound shows: syllables a second of articulation, and how much the voice moves.

    The variations of several answers are averaged, each weighing as much as it lasted.
    """
    articulated = [part for part in heard if part.articulation_s > 0]
    syllables = sum(count_syllables(part.said.words) for part in articulated)
    prosodies = [
        (part.sound.prosody, part.articulation_s) for part in articulated if part.sound and part.sound.prosody
    ]
    pitch = _weighted_mean((prosody.pitch_variation_semitones, weight) for prosody, weight in prosodies)
    return {
        "articulation_syllables_per_second": _ratio(syllables, sum(part.articulation_s for part in articulated)),
        "loudness_variation_db": _weighted_mean(
            (prosody.loudness_variation_db, weight) for prosody, weight in prosodies
        ),
        "pitch_variation_semitones": pitch,
        "monotone": None if pitch is None else pitch < MONOTONE_BELOW_SEMITONES,
    }


def _ratio(numerator: float, denominator: float) -> float | None:
    return numerator / denominator if denominator else None


def _weighted_mean(values: Iterable[tuple[float | None, float]]) -> float | None:
    known = [(value, weight) for value, weight in values if value is not None]
    return _ratio(sum(value * weight for value, weight in known), sum(weight for _, weight in known))


def _sum_pauses(pauses: Sequence[Pauses]) -> Pauses | None:
    if not pauses:
        return None
    return Pauses(
        count=sum(p.count for p in pauses),
        long_count=sum(p.long_count for p in pauses),
        longest_s=max(p.longest_s for p in pauses),
        total_s=sum(p.total_s for p in pauses),
        spans=pauses[0].spans if len(pauses) == 1 else (),
    )
