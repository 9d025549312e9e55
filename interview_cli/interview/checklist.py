"""The checklist of an answer: the key points of its question, ticked by the rules or by the candidate.

The rules tick a point where they are sure that the answer says it. Everything else is for the candidate to tick or
untick: self-assessed, kept in `Attempt.ticks`, and never part of a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from interview_cli.interview.model import Attempt, Exchange, KeyPoint

_RIGHT: Final = "right"

ABSENT: Final = frozenset({"not_said", "wrong"})
"""States of a key point in which an answer does not have it."""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A key point, numbered from 1. `key_point.state` is what the rules found, whoever ticked it."""

    number: int
    key_point: KeyPoint
    ticked: bool
    ticked_by: Literal["rules", "candidate"]

    @property
    def is_own(self) -> bool:
        """Whether it is the candidate who says so."""
        return self.ticked_by == "candidate"


def checklist(exchange: Exchange) -> tuple[ChecklistItem, ...]:
    """The key points of a judged answer; none for a follow-up, whose question's points belong to the main answer."""
    attempt = exchange.attempt
    if attempt is None or exchange.asked.parent_id is not None:
        return ()
    return tuple(
        ChecklistItem(number, point, own, "candidate")
        if (own := attempt.ticks.get(point.point)) is not None
        else ChecklistItem(number, point, point.state == _RIGHT, "rules")
        for number, point in enumerate(_key_points(exchange), 1)
    )


def with_ticks(attempt: Attempt, ticks: Mapping[str, bool]) -> Attempt:
    """The attempt with key points, by their text, ticked or unticked by the candidate."""
    return replace(attempt, ticks={**attempt.ticks, **ticks})


def _key_points(exchange: Exchange) -> tuple[KeyPoint, ...]:
    """The points as the rules judged them; where they did not, only what was reported missing is not said."""
    evaluation = exchange.attempt.evaluation if exchange.attempt else None
    if evaluation is None:
        return ()
    return evaluation.key_points or tuple(
        KeyPoint(point, "not_said" if point in evaluation.missing_points else "cannot_tell")
        for point in exchange.asked.question.key_points
    )
