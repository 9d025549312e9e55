"""Drills: one habit, short rounds, scored by what is measured alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from interview_cli.errors import UsageError
from interview_cli.interview.model import Attempt, Question
from interview_cli.learning.habits import DRILLS, Drill
from interview_cli.learning.series import Trend, Verdict, trend

if TYPE_CHECKING:
    from interview_cli.learning.review import ReviewCard

RECENT_ANSWERS: Final = 10
"""How many of the last answers a suggestion looks at (chosen)."""

ROUNDS: Final = 3
"""Rounds of one drill unless asked otherwise: some three minutes (chosen)."""

SUGGESTED: Final = frozenset({"no-fillers", "pause-not-um", "numbers", "steady-pace", "opening-line"})
"""Drills whose measure is wanted in any answer; the lengths of the others belong to their own task."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a drill. `value` is None where it could not be measured."""

    value: float | None
    reached: bool
    sentence: str


def play(drill: Drill, attempt: Attempt) -> Round:
    """Score one measured round."""
    if drill.too_short(attempt):
        return Round(None, reached=False, sentence=f"Too short to count: say at least {drill.fewest_words} words.")
    value = drill.value(attempt)
    if value is None:
        return Round(None, reached=False, sentence="This could not be measured; say it aloud.")
    reached = drill.low <= value <= drill.high
    verdict = "reached" if reached else "not yet"
    found = ", ".join(drill.named(attempt))
    sentence = f"{drill.amount(value)} (target: {drill.target}): {verdict}." + (
        f" I found: {found}." if found else ""
    )
    return Round(value, reached, sentence)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a drill goes: rounds played, how many reached the target, the best and the last value, the trend."""

    rounds: int
    reached: int
    best: float | None
    last: float | None
    trend: Trend


_TRENDS: Final = {
    Verdict.UP: "Getting better.",
    Verdict.DOWN: "Getting worse.",
    Verdict.NO_REAL_CHANGE: "No real change lately.",
    Verdict.NOT_ENOUGH_YET: "Too few rounds for a trend yet.",
}


def standing_in_words(drill: Drill, found: Standing) -> str:
    """How a drill goes, in sentences."""
    if found.best is None:
        return "No round has counted yet."
    rounds = f"{found.rounds} {'round' if found.rounds == 1 else 'rounds'} so far, target reached in {found.reached}."
    return f"{rounds} Best: {drill.amount(found.best)}. {_TRENDS[found.trend.verdict]}"


def standing(drill: Drill, values: Sequence[float]) -> Standing:
    """Where somebody is after these rounds, in order. The best value is the one nearest to the target."""
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
    return drill, f"Your typical answer lately: {drill.amount(middle)}; the target: {drill.target}."


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
