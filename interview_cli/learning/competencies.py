"""How somebody does in each competency that questions ask about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from statistics import fmean
from typing import Final, NamedTuple

from interview_cli.learning.series import Trend, trend

FEWEST_ANSWERS: Final = 3
"""The judged answers it takes to call a competency strong or weak (chosen)."""

MOST_NAMED: Final = 3
"""How many of the strongest and weakest are named (chosen)."""

STRONG_FROM: Final = 80.0
"""A mean from here on, where STRONG HIRE begins, is no weakness, whatever the others are."""


class Answered(NamedTuple):
    """A judged answer to a question: the day it was given, and its overall score, if it has one."""

    on: date
    question_id: str
    competency: str
    score: float | None
    evaluator: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How someone does in one competency. `last` is the day it was last answered; scores are those of one evaluator.

    `questions` are the ids behind it, weakest first.
    """

    name: str
    answered: int
    mean_score: float | None
    last: date
    trend: Trend
    weeks: Mapping[date, float]
    questions: tuple[str, ...]


def standings(answers: Sequence[Answered]) -> dict[str, Standing]:
    """How each competency stands, by its name. `answers` are in the order of time."""
    by_name: dict[str, list[Answered]] = defaultdict(list)
    for each in answers:
        if each.competency:
            by_name[each.competency].append(each)
    return {name: _standing(name, given) for name, given in sorted(by_name.items())}


def _standing(name: str, answers: Sequence[Answered]) -> Standing:
    evaluator = answers[-1].evaluator
    values: list[float] = []
    weeks: dict[date, list[float]] = defaultdict(list)
    questions: dict[str, list[float]] = defaultdict(list)
    for each in answers:
        if each.score is not None and each.evaluator == evaluator:
            values.append(each.score)
            weeks[_monday(each.on)].append(each.score)
            questions[each.question_id].append(each.score)
    return Standing(
        name=name,
        answered=len(answers),
        mean_score=round(fmean(values), 1) if values else None,
        last=answers[-1].on,
        trend=trend(values),
        weeks={week: round(fmean(each), 1) for week, each in sorted(weeks.items())},
        questions=tuple(sorted(questions, key=lambda each: (fmean(questions[each]), each))[:MOST_NAMED]),
    )


@cache
def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weak_and_strong(found: Mapping[str, Standing]) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """The weakest, weakest first, and the strongest, strongest first, of those answered often enough to tell."""
    enough = [each for each in found.values() if each.mean_score is not None and each.answered >= FEWEST_ANSWERS]
    by_score = sorted(enough, key=lambda each: (each.mean_score or 0.0, each.name))
    weakest = tuple(each for each in by_score[:MOST_NAMED] if (each.mean_score or 0.0) < STRONG_FROM)
    return weakest, tuple(each for each in reversed(by_score) if each not in weakest)[:MOST_NAMED]
