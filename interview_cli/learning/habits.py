"""The habits that are drilled: how each is measured, and what a good round is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from interview_cli.interview.lengths import WORDS_PER_MINUTE
from interview_cli.interview.model import Attempt
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import split_words

FEWEST_WORDS: Final = 10
"""Rounds about fillers, hesitations and pace count from this many words on: who says nothing says no um (chosen)."""

SECONDS: Final = "seconds"

Measure = Callable[[Attempt], float | None]


@dataclass(frozen=True, slots=True)
class Drill:
    """One habit to practise. A round is good when its value lies from `low` to `high`, both included.

    `measure` is None where a round cannot be measured, as pauses in a typed answer. `one` is the unit of exactly one,
    `named` says what was counted, and with fewer than `fewest_words` a round does not count.
    """

    name: str
    title: str
    instruction: str
    unit: str
    measure: Measure
    low: float
    high: float
    spoken_only: bool = False
    one: str = ""
    named: Callable[[Attempt], Sequence[str]] = lambda _: ()
    fewest_words: int = 0

    def value(self, attempt: Attempt) -> float | None:
        """What a round comes to; None where it cannot be measured or is too short to count."""
        return None if self.too_short(attempt) else self.measure(attempt)

    def too_short(self, attempt: Attempt) -> bool:
        """Whether too little was said to count."""
        return attempt.delivery is not None and attempt.delivery.word_count < self.fewest_words

    def amount(self, value: float) -> str:
        """A value with its unit, in words."""
        return f"{value:.3g} {self.one if self.one and value == 1 else self.unit}"

    @property
    def length_s(self) -> float | None:
        """How long a good round is at most; None where length is not what counts."""
        return self.high if self.unit == SECONDS else None

    @property
    def target(self) -> str:
        """What a good round is, in words."""
        if self.high == float("inf"):
            return f"at least {self.amount(self.low)}"
        if self.high == 0:
            return f"no {self.unit.split(' per ')[0]}"
        return f"{self.low:g} to {self.high:g} {self.unit}"

    def distance(self, value: float) -> float:
        """How far a value lies from the target, 0 within it, as a share of the nearer bound."""
        if value < self.low:
            return (self.low - value) / self.low
        return (value - self.high) / max(self.high, 1.0) if value > self.high else 0.0


def _length_s(attempt: Attempt) -> float | None:
    """How long an answer takes: measured, or at WORDS_PER_MINUTE for a typed one."""
    delivery = attempt.delivery
    if delivery is None:
        return None
    return delivery.speaking_seconds or 60 * delivery.word_count / WORDS_PER_MINUTE


def _fillers(attempt: Attempt) -> float | None:
    return attempt.delivery.fillers_per_100_words if attempt.delivery else None


def _silent_share(attempt: Attempt) -> float | None:
    """Of all hesitations, pauses and filled pauses alike, the percentage that were silent; 100 without any."""
    delivery = attempt.delivery
    if delivery is None or delivery.pauses is None:
        return None
    filled = sum(filler.kind == "filled_pause" for filler in delivery.fillers)
    total = delivery.pauses.count + filled
    return 100 * delivery.pauses.count / total if total else 100.0


def _pace(attempt: Attempt) -> float | None:
    return attempt.delivery.words_per_minute if attempt.delivery else None


def _figures(attempt: Attempt) -> list[str]:
    """The different figures the rules found, in their order."""
    findings = attempt.evaluation.findings if attempt.evaluation else ()
    figures = {each.evidence.quote.lower(): each.evidence.quote for each in findings if each.kind == "figure"}
    return [f"“{quote}”" for quote in figures.values()]


OPENING_PARTS: Final[Mapping[str, str]] = {
    "situation": "where things stood",
    "time": "when",
    "own_act": "what you did",
    "task": "your task",
    "result": "what came of it",
    "name": "a name",
    "figure": "a figure",
}
"""The kinds of substance an opening line may have, in words."""


def _opening(attempt: Attempt) -> list[str]:
    """The kinds of substance the rules found in the first sentence, in words."""
    words = split_words(attempt.answer.text)
    spans = sentence_spans(words)
    if attempt.evaluation is None or not spans:
        return []
    _, start, end = words.span(*spans[0])
    kinds = {each.kind for each in attempt.evaluation.findings if start <= each.evidence.start < end}
    return [name for kind, name in OPENING_PARTS.items() if kind in kinds]


def _count(found: Callable[[Attempt], Sequence[str]]) -> Measure:
    """How many things the rules found; None where they were not asked."""

    def count(attempt: Attempt) -> float | None:
        return None if attempt.evaluation is None else len(found(attempt))

    return count


KEY_POINTS: Final = "key-points"
"""The drill on what kept missing from answers; its rounds are made from the review cards."""

_SAID: Final = frozenset({"right", "mentioned"})


def _points_said(attempt: Attempt) -> float | None:
    """How many of the key points asked about the rules found."""
    if attempt.evaluation is None:
        return None
    return sum(point.state in _SAID for point in attempt.evaluation.key_points)


_ALL: Final = (
    Drill("one-minute", "One minute", "Answer in one minute, beginning to end.", SECONDS, _length_s, 50, 65),
    Drill(
        "no-fillers",
        "No fillers",
        "Answer without a single um.",
        "fillers per 100 words",
        _fillers,
        0,
        0,
        fewest_words=FEWEST_WORDS,
    ),
    Drill(
        "pause-not-um",
        "Pause, not um",
        "Where you would say um, close your mouth and wait.",
        "% of hesitations silent",
        _silent_share,
        95,
        100,
        spoken_only=True,
        fewest_words=FEWEST_WORDS,
    ),
    Drill(
        "thirty-second-summary",
        "Thirty-second summary",
        "Say what you did and what came of it in half a minute.",
        SECONDS,
        _length_s,
        20,
        30,
    ),
    Drill(
        "opening-line",
        "Opening line",
        "Only the first sentence: when and where, your role, what it was about.",
        "things in the first sentence",
        _count(_opening),
        2,
        float("inf"),
        one="thing in the first sentence",
        named=_opening,
    ),
    Drill(
        "numbers",
        "Numbers",
        "Say how many, how much, how long: before and after.",
        "figures",
        _count(_figures),
        3,
        float("inf"),
        one="figure",
        named=_figures,
    ),
    Drill(
        "steady-pace",
        "Steady pace",
        "Speak so that every word can be followed.",
        "words per minute",
        _pace,
        120,
        170,
        spoken_only=True,
        fewest_words=FEWEST_WORDS,
    ),
    Drill(
        KEY_POINTS,
        "Key points",
        "One sentence about a point that was missing three times in a row, in your own words.",
        "key points said",
        _points_said,
        1,
        float("inf"),
        one="key point said",
    ),
)
"""Targets are chosen."""

DRILLS: Final[Mapping[str, Drill]] = {drill.name: drill for drill in _ALL}
