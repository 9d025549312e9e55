"""How something was said, in words: facts, one a line, with what to make of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from interview_cli.delivery.measure import MONOTONE_BELOW_SEMITONES
from interview_cli.delivery.timing import LONG_PAUSE_S
from interview_cli.interview.model import Answer, Attempt
from interview_cli.interview.spoken import Delivery, Interval, Pauses

_SOUND_ONLY: Final = frozenset({"speaking_seconds", "vocalisations"})
_NAMES: Final = {
    "mean_sentence_words": "sentence length",
    "fillers_per_100_words": "fillers per 100 words",
    "fillers_per_minute": "fillers a minute",
    "speaking_seconds": "speaking time",
    "words_per_minute": "pace",
    "response_latency_s": "time to the first word",
    "articulation_syllables_per_second": "articulation",
    "loudness_variation_db": "loudness",
    "pitch_variation_semitones": "pitch",
    "monotone": "whether it is monotone",
    "vocalisations": "sounds that are not words",
}


def delivery_lines(delivery: Delivery) -> Iterator[str]:
    """How it was said, one fact a line; what could not be measured is named."""
    sentences = _counted(delivery.sentence_count, "sentence")
    yield f"{_counted(delivery.word_count, 'word')} in {sentences}"
    rates = [
        *_rate(delivery.fillers_per_100_words, "per 100 words"),
        *_rate(delivery.fillers_per_minute, "a minute"),
    ]
    rate = f" ({', '.join(rates)})" if rates else ""
    hedges, restarts = _counted(len(delivery.hedges), "hedge"), _counted(len(delivery.repeats), "restart")
    yield f"{_counted(delivery.filler_count, 'filler')}{rate}, {hedges}, {restarts}"
    yield from _timing(delivery)
    if delivery.vocalisations:
        yield f"{_counted(len(delivery.vocalisations), 'likely um')} that no word accounts for"
    yield from _voice(delivery)
    yield from _not_measured(delivery)


def moments(attempt: Attempt) -> Iterator[tuple[str, float]]:
    """What is worth hearing again in a spoken answer, in the order of time: what it is, and its second."""
    delivery = attempt.delivery
    if delivery is None:
        return
    found = [(filler.text, filler.start_s) for filler in delivery.fillers if filler.start_s is not None]
    found += [("a sound that is not a word", each.start_s) for each in delivery.vocalisations]
    heard = attempt.answer.transcription
    found += [("unclear speech", each.start_s) for each in (heard.unclear if heard else ())]
    found += [(f"pause of {each.duration_s:.1f} s", each.start_s) for each in long_pauses(delivery.pauses)]
    yield from sorted(found, key=lambda moment: moment[1])


def long_pauses(pauses: Pauses | None) -> list[Interval]:
    """The pauses a listener takes notice of."""
    return [each for each in pauses.spans if each.duration_s >= LONG_PAUSE_S - 1e-6] if pauses else []


def heard_otherwise(answer: Answer) -> str | None:
    """What was heard, when that is not what stands as the answer."""
    return answer.spoken_text if answer.spoken_text.strip() != answer.text.strip() else None


def clock(seconds: float) -> str:
    """A time in a recording, such as 1:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _timing(delivery: Delivery) -> Iterator[str]:
    if delivery.words_per_minute is not None and delivery.speaking_seconds is not None:
        speed = delivery.articulation_syllables_per_second
        articulation = f", {speed:.1f} syllables a second between pauses" if speed is not None else ""
        yield f"{clock(delivery.speaking_seconds)} at {delivery.words_per_minute:.0f} words a minute{articulation}"
    if delivery.response_latency_s is not None:
        yield f"{delivery.response_latency_s:.1f} s until the first word"
    if delivery.pauses is not None:
        pauses = delivery.pauses
        long = f", {pauses.long_count} of them {LONG_PAUSE_S:g} s or more" if pauses.long_count else ""
        longest = f", the longest {pauses.longest_s:.1f} s" if pauses.count else ""
        yield f"{_counted(pauses.count, 'pause')}{long}{longest}"


def _voice(delivery: Delivery) -> Iterator[str]:
    pitch = delivery.pitch_variation_semitones
    if pitch is None:
        return
    measured = f"pitch varies by {pitch:.1f} semitones"
    if delivery.loudness_variation_db is not None:
        measured += f", loudness by {delivery.loudness_variation_db:.0f} dB"
    if delivery.monotone:
        advice = f"lively speech reaches {MONOTONE_BELOW_SEMITONES:g} and more; stress the words that matter"
        yield f"Your voice stays nearly level ({measured}): {advice}"
    else:
        yield f"Your voice moves ({measured})"


def _not_measured(delivery: Delivery) -> Iterator[str]:
    missing = set(delivery.not_measured)
    if missing >= _SOUND_ONLY:
        yield "not measured: pace, pauses and voice, which need a spoken answer"
    elif missing:
        yield "not measured: " + ", ".join(_NAMES.get(name, name) for name in delivery.not_measured)


def _rate(value: float | None, unit: str) -> Iterator[str]:
    if value is not None:
        yield f"{value:.1f} {unit}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
