"""What to review today: what is due, no more than a day bears, mixed, and points that keep going missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.interview.checklist import ABSENT
from interview_cli.interview.model import KeyPoint, Question
from interview_cli.learning.cards import Card, retrievability

if TYPE_CHECKING:
    from interview_cli.contracts import learning as contract

MICRO_DRILL_AFTER: Final = 3
"""A key point missing in this many judged attempts in a row becomes a drill of its own."""

LOAD_DAYS: Final = 14
"""How far ahead the review load is reported (chosen)."""


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A question that was answered, and when it comes back. `card` is None before it has been rated."""

    question: Question
    card: Card
    last_score: float | None
    missing: tuple[str, ...] = ()
    """Key points for a micro-drill."""

    @property
    def competency(self) -> str:
        """What the question is about first of all."""
        return next(iter(self.question.topics), "")


def due_today(cards: Sequence[ReviewCard], today: date, reviewed_today: int, cap: int) -> list[ReviewCard]:
    """What to review today, in order: of what is due the least well kept first, and at most `cap` a day.

    What a break has piled up is spread over the days to come by that cap. Two questions of one competency never
    follow each other while others are left to be between them.
    """
    waiting = sorted(
        (card for card in cards if card.card.due <= today),
        key=lambda each: (retrievability(each.card, today), each.card.due, each.question.id),
    )
    return mixed(waiting)[: max(0, cap - reviewed_today)]


def mixed(cards: Sequence[ReviewCard]) -> list[ReviewCard]:
    """The cards with as few neighbours of one competency as can be, else in the order given."""
    left = list(cards)
    counts = Counter(card.competency for card in left)
    found: list[ReviewCard] = []
    while left:
        last = found[-1].competency if found else None
        name, most = max(counts.items(), key=lambda item: item[1])
        pressing = 2 * most > len(left) and name != last
        chosen = next(
            (each for each in left if (each.competency == name if pressing else each.competency != last)), left[0]
        )
        left.remove(chosen)
        counts[chosen.competency] -= 1
        found.append(chosen)
    return found


def load_ahead(
    dues: Sequence[date], today: date, reviewed_today: int, cap: int, days: int = LOAD_DAYS
) -> dict[date, int]:
    """How many reviews each of the next days will have, today first, by when each card is due."""
    due = Counter(max(each, today) for each in dues)
    load, waiting = {}, 0
    for day in (today + timedelta(days=each) for each in range(days)):
        waiting += due[day]
        load[day] = min(waiting, max(0, cap - reviewed_today) if day == today else cap)
        waiting -= load[day]
    return load


class JudgedPoints(NamedTuple):
    """The key points of one judged attempt, and those that the candidate ticked or unticked."""

    points: Sequence[KeyPoint]
    ticks: Mapping[str, bool]


def points_kept_missing(attempts: Sequence[JudgedPoints], after: int = MICRO_DRILL_AFTER) -> tuple[str, ...]:
    """The key points missing in at least `after` judged attempts in a row, up to the last one.

    A point that the candidate ticked was said; what a judge could not tell is no attempt at it.
    """
    runs: dict[str, int] = {}
    for attempt in attempts:
        for point in attempt.points:
            ticked = attempt.ticks.get(point.point)
            absent = point.state in ABSENT if ticked is None else not ticked
            if absent:
                runs[point.point] = runs.get(point.point, 0) + 1
            elif ticked or point.state != "cannot_tell":
                runs.pop(point.point, None)
    return tuple(point for point, run in runs.items() if run >= after)


def review_to_json(card: ReviewCard) -> contract.ReviewCard:
    """One question as in `review --list --json`."""
    return {
        "question_id": card.question.id,
        "text": card.question.text,
        "type": card.question.type.value,
        "due": card.card.due.isoformat(),
        "last_score": card.last_score,
        "stability": round(card.card.stability, 4),
        "difficulty": round(card.card.difficulty, 4),
        "reviews": card.card.reviews,
        "last_reviewed_on": card.card.last_reviewed_on.isoformat(),
        "micro_drills": list(card.missing),
    }
