"""How something was said: `analyze --json`, and part of reports and result lines."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from interview_cli.contracts.shared import Interval, OneOf


class Span(TypedDict):
    """A piece of the text: character offsets, end exclusive, and seconds where words have times."""

    text: str
    start: int
    end: int
    start_s: float | None
    end_s: float | None


class Filler(Span):
    """A word that fills a pause."""

    kind: Annotated[str, OneOf("filled_pause", "discourse_marker")]


class Repeat(Span):
    """What a fluent speaker would have left out of a restart."""

    kind: Annotated[str, OneOf("repeat", "self_repair")]


class Pauses(TypedDict):
    """Silences of at least 0.25 s; long ones last at least 2 s. `spans` is empty over several answers."""

    count: int
    long_count: int
    longest_s: float | None
    total_s: float | None
    spans: list[Interval]


class Delivery(TypedDict):
    """Measured, never guessed by a model. What cannot be measured is null and named in `not_measured`, never 0."""

    word_count: int
    unique_word_count: int
    sentence_count: int
    mean_sentence_words: float | None
    longest_sentence_words: int
    fillers: list[Filler]
    filler_count: int
    fillers_per_100_words: float | None
    fillers_per_minute: float | None
    hedges: list[Span]
    repeats: list[Repeat]
    speaking_seconds: float | None
    words_per_minute: float | None
    pauses: Pauses | None
    response_latency_s: float | None
    articulation_syllables_per_second: float | None
    vocalisations: list[Interval] | None
    loudness_variation_db: float | None
    pitch_variation_semitones: float | None
    monotone: bool | None
    not_measured: list[str]
