"""Drills: one habit, short rounds, scored by what is measured alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from interview_cli.errors import UsageError
from interview_cli.interview.lengths import WORDS_PER_MINUTE
from interview_cli.interview.model import Attempt, Question
from interview_cli.learning.series import Trend, trend
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import split_words

if TYPE_CHECKING:
    from interview_cli.learning.review import ReviewCard

RECENT_ANSWERS: Final = 10
"""How many of the last answers a suggestion looks at (chosen)."""

ROUNDS: Final = 3
"""Rounds of one drill unless asked otherwise: some three minutes (chosen)."""

Measure = Callable[[Attempt], float | None]


@dataclass(frozen=True, slots=True)
class Drill:
    """One habit to practise. A round is good when its value lies from `low` to `high`, both included.

    `value` measures a round and is None where it cannot be measured, as pauses in a typed answer.
    """

    name: str
    title: str
    instruction: str
    unit: str
    value: Measure
    low: float
    high: float
    spoken_only: bool = False

    @property
    def target(self) -> str:
        """What a good round is, in words."""
        if self.high == float("inf"):
            return f"at least {self.low:g} {self.unit}"
        if self.low == 0:
            return f"at most {self.high:g} {self.unit}" if self.high else f"no {self.unit}"
        return f"{self.low:g} to {self.high:g} {self.unit}"

    def distance(self, value: float) -> float:
        """How far a value lies from the target, 0 within it, as a share of the nearer bound."""
        if value < self.low:
            return (self.low - value) / self.low
        return (value - self.high) / max(self.high, 1.0) if value > self.high else 0.0


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a drill. `value` is None where it could not be measured."""

    value: float | None
    reached: bool
    sentence: str


def play(drill: Drill, attempt: Attempt) -> Round:
    """Score one measured round."""
    value = drill.value(attempt)
    if value is None:
        return Round(None, reached=False, sentence="This could not be measured; say it aloud.")
    reached = drill.low <= value <= drill.high
    verdict = "reached" if reached else "not yet"
    return Round(value, reached, f"{value:.3g} {drill.unit} (target: {drill.target}): {verdict}.")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a drill goes: rounds played, how many reached the target, the best and the last value, the trend."""

    rounds: int
    reached: int
    best: float | None
    last: float | None
    trend: Trend


def standing(drill: Drill, values: Sequence[float]) -> Standing:
    """Where somebody stands after these rounds, in order. The best value is the one nearest to the target."""
    distances = [drill.distance(value) for value in values]
    return Standing(
        rounds=len(values),
        reached=sum(not distance for distance in distances),
        best=min(values, key=drill.distance, default=None),
        last=values[-1] if values else None,
        trend=trend([-distance for distance in distances]),
    )


def suggested(attempts: Sequence[Attempt]) -> tuple[Drill, str] | None:
    """The drill whose measure was farthest from its target lately, and why; None when every target is reached."""
    recent = [attempt for attempt in attempts if attempt.delivery][-RECENT_ANSWERS:]
    worst: tuple[float, Drill, float] | None = None
    for drill in DRILLS.values():
        if drill.name not in SUGGESTED:
            continue
        values = [value for attempt in recent if (value := drill.value(attempt)) is not None]
        if not values:
            continue
        middle = sorted(values)[len(values) // 2]
        distance = drill.distance(middle)
        if distance and (worst is None or distance > worst[0]):
            worst = distance, drill, middle
    if worst is None:
        return None
    _, drill, middle = worst
    return drill, f"Your last answers had {middle:.3g} {drill.unit} in the middle; the target is {drill.target}."


def drill_named(name: str) -> Drill:
    """A drill by its name. Raises UsageError when there is none."""
    if name not in DRILLS:
        raise UsageError(f"There is no drill {name!r}. There are: {', '.join(DRILLS)}.")
    return DRILLS[name]


def standing_to_json(drill: Drill, found: Standing) -> dict[str, Any]:
    """One drill as in `drill --json`."""
    return {
        "name": drill.name,
        "title": drill.title,
        "target": drill.target,
        "unit": drill.unit,
        "rounds": found.rounds,
        "reached": found.reached,
        "best": found.best,
        "last": found.last,
        "trend": found.trend.verdict.value,
    }


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


def _figures(attempt: Attempt) -> float | None:
    """How many different figures the rules found."""
    if attempt.evaluation is None:
        return None
    return len({each.evidence.quote.lower() for each in attempt.evaluation.findings if each.kind == "figure"})


OPENING_PARTS: Final = ("situation", "time", "own_act", "task", "result", "name", "figure")


def _opening(attempt: Attempt) -> float | None:
    """How many kinds of substance the rules found in the first sentence."""
    words = split_words(attempt.answer.text)
    spans = sentence_spans(words)
    if attempt.evaluation is None or not spans:
        return None
    _, start, end = words.span(*spans[0])
    kinds = {each.kind for each in attempt.evaluation.findings if start <= each.evidence.start < end}
    return len(kinds & {*OPENING_PARTS})


KEY_POINTS: Final = "key-points"
"""The drill on what kept missing from answers; its rounds are made from the review cards."""

_SAID: Final = frozenset({"right", "mentioned"})


def _points_said(attempt: Attempt) -> float | None:
    """How many of the key points asked about the rules found."""
    if attempt.evaluation is None:
        return None
    return sum(point.state in _SAID for point in attempt.evaluation.key_points)


class Task(NamedTuple):
    """What one round asks: the question it is judged by, and the words that put it."""

    question: Question
    words: str


def tasks_on(cards: Sequence[ReviewCard]) -> list[Task]:
    """A task for each key point that kept missing: say one sentence about it."""
    ask = "Say one sentence about this:"
    return [
        Task(replace(card.question, key_points=(point,)), f"{card.question.text} {ask} {point}")
        for card in cards
        for point in card.missing
    ]


_ALL: Final = (
    Drill("one-minute", "One minute", "Answer in one minute, beginning to end.", "seconds", _length_s, 50, 65),
    Drill("no-fillers", "No fillers", "Answer without a single um.", "fillers per 100 words", _fillers, 0, 0),
    Drill(
        "pause-not-um",
        "Pause, not um",
        "Where you would say um, close your mouth and wait.",
        "% of hesitations silent",
        _silent_share,
        95,
        100,
        spoken_only=True,
    ),
    Drill(
        "thirty-second-summary",
        "Thirty-second summary",
        "Say what you did and what came of it in half a minute.",
        "seconds",
        _length_s,
        20,
        30,
    ),
    Drill(
        "opening-line",
        "Opening line",
        "Only the first sentence: when and where, your role, what it was about.",
        "things said in the first sentence",
        _opening,
        2,
        float("inf"),
    ),
    Drill(
        "numbers",
        "Numbers",
        "Say how many, how much, how long: before and after.",
        "figures",
        _figures,
        3,
        float("inf"),
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
    ),
    Drill(
        KEY_POINTS,
        "Key points",
        "One sentence about a point that was missing three times in a row, in your own words.",
        "key point said",
        _points_said,
        1,
        float("inf"),
    ),
)
"""Targets are chosen."""

DRILLS: Final[Mapping[str, Drill]] = {drill.name: drill for drill in _ALL}

SUGGESTED: Final = frozenset({"no-fillers", "pause-not-um", "numbers", "steady-pace", "opening-line"})
"""Drills whose measure is wanted in any answer; the lengths of the others belong to their own task."""
