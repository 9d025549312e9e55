"""What was heard and how it was said, as plain immutable data.

Times in `*_s` are seconds, `start`/`end` without a unit are character offsets (end exclusive) into the text they
belong to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word with its times in seconds from the start of the answer.

    `joined` words are written directly after the word before, as in languages without spaces.
    """

    text: str
    start_s: float
    end_s: float
    probability: float | None = None
    joined: bool = False


def spelled(words: Iterable[Word]) -> str:
    """Words as text, each with the spacing of its own."""
    return "".join(word.text if word.joined else f" {word.text}" for word in words).lstrip(" ")


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time in seconds from the start of the recording."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Prosody:
    """How a voice moved while it spoke, measured over voiced speech only.

    Loudness is in dB relative to full scale; pitch variation is the standard deviation in semitones around the
    speaker's own median. A value is None where too little was voiced to measure.
    """

    loudness_db: float | None
    loudness_variation_db: float | None
    median_pitch_hz: float | None
    pitch_variation_semitones: float | None


@dataclass(frozen=True, slots=True)
class Transcription:
    """What was heard in a recording, before anyone corrected it.

    `speech` is raw voice activity, measured from the sound and never taken from a model's words. `vocalisations`
    are sounds between words that are a likely "um"; `unclear` is speech that could not be made out: what an engine
    wrote for it was not believed. Times count from the start of the recording.
    """

    engine: str
    text: str
    language: str | None
    duration_s: float
    words: tuple[Word, ...]
    speech: tuple[Interval, ...]
    vocalisations: tuple[Interval, ...] = ()
    prosody: Prosody | None = None
    unclear: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text found in an answer: `text == answer[start:end]`."""

    text: str
    start: int
    end: int
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Filler(Span):
    """A filler; `kind` is `filled_pause` (um, uh) or `discourse_marker` (you know, like, …)."""

    kind: str = "filled_pause"


@dataclass(frozen=True, slots=True)
class Repeat(Span):
    """A disfluent restart; `kind` is `repeat` ("I I went") or `self_repair` ("I go, I went").

    The span covers what a fluent speaker would have left out.
    """

    kind: str = "repeat"


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silences of at least 0.25 s inside an answer; `long` ones last at least 2 s."""

    count: int
    long_count: int
    longest_s: float
    total_s: float
    spans: tuple[Interval, ...] = ()
    """Each pause with its start and end, for a single answer; empty when several answers were joined."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How something was said, measured from its text and, when there are any, word times.

    What cannot be measured is None and named in `not_measured`, never zero.
    """

    word_count: int
    unique_word_count: int
    sentence_count: int
    mean_sentence_words: float | None
    longest_sentence_words: int
    fillers: tuple[Filler, ...]
    fillers_per_100_words: float | None
    fillers_per_minute: float | None
    hedges: tuple[Span, ...]
    repeats: tuple[Repeat, ...]
    speaking_seconds: float | None
    words_per_minute: float | None
    pauses: Pauses | None
    response_latency_s: float | None
    not_measured: tuple[str, ...]
    articulation_syllables_per_second: float | None = None
    vocalisations: tuple[Interval, ...] = ()
    loudness_variation_db: float | None = None
    pitch_variation_semitones: float | None = None
    monotone: bool | None = None

    @property
    def filler_count(self) -> int:
        return len(self.fillers)
