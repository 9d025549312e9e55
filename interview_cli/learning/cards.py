"""When a question comes back: FSRS over days of practice.

A card is what its question's rated days make of it, from the first to the last; it is never advanced on its own, so
reviewing in several places at once cannot advance it twice. The scheduler is that of the package `fsrs` (FSRS-6, its
default parameters), without fuzz, so that the same days give the same card, and without learning steps: an evening of
practice is not a drill by the minute, and the shortest interval is a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.learning.days import ONE_DAY

if TYPE_CHECKING:
    from fsrs import Scheduler

DESIRED_RETENTION: Final = 0.9
"""How likely a question is still answered well when it is due: the package's default."""

RATING_BANDS: Final = (40.0, 60.0, 80.0)
"""The overall scores from which an answer rates hard, good and easy: where the recommendations change too."""

LONGEST_INTERVAL_DAYS: Final = 365
"""A question comes back at least once a year (chosen)."""

_NOON: Final = time(12, tzinfo=UTC)


class Rating(IntEnum):
    """How well a question was answered, with the numbers FSRS uses."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class RatedDay(NamedTuple):
    """A day of practice and how its last rated attempt at the question went."""

    day: date
    rating: Rating


@dataclass(frozen=True, slots=True)
class Card:
    """How well a question is remembered.

    `stability` is the days after which it is still recalled with 90 %, `difficulty` lies between 1 and 10, `due` is
    the day of practice on which it comes back, `reviews` counts its rated days.
    """

    stability: float
    difficulty: float
    due: date
    last_reviewed_on: date
    reviews: int


def rating_of_score(overall_score: float, bands: Sequence[float] = RATING_BANDS) -> Rating:
    """The rating of an answer by its evidence-checked overall score, 0-100."""
    return Rating(1 + sum(overall_score >= band for band in bands))


def card_from(rated: Sequence[RatedDay], desired_retention: float = DESIRED_RETENTION) -> Card | None:
    """The card after these days, in order; None without any.

    Of several on one day the last counts: a retry of the same evening takes the place of the answer before it.
    """
    days = {each.day: each.rating for each in rated}
    if not days:
        return None
    from fsrs import Card as Memory
    from fsrs import Rating as MemoryRating

    scheduler = _scheduler(desired_retention)
    memory = Memory(card_id=1, due=_at(min(days)))
    for day, rating in sorted(days.items()):
        memory, _ = scheduler.review_card(memory, MemoryRating(rating), _at(day))
    assert memory.stability is not None
    assert memory.difficulty is not None
    last = max(days)
    interval = max(1, (memory.due - _at(last)).days)
    return Card(memory.stability, memory.difficulty, last + ONE_DAY * interval, last, len(days))


def retrievability(card: Card, today: date) -> float:
    """How likely the question is answered as well as before, 0-1 (FSRS's forgetting curve)."""
    from fsrs import Card as Memory
    from fsrs import State

    memory = Memory(
        card_id=1,
        state=State.Review,
        stability=card.stability,
        difficulty=card.difficulty,
        last_review=_at(card.last_reviewed_on),
    )
    return float(_scheduler(DESIRED_RETENTION).get_card_retrievability(memory, _at(today)))


def _scheduler(desired_retention: float) -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=desired_retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_INTERVAL_DAYS,
        enable_fuzzing=False,
    )


def _at(day: date) -> datetime:
    """FSRS counts whole days between times: noon of each makes them days of practice."""
    return datetime.combine(day, _NOON)
