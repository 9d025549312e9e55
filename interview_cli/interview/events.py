"""What happens in a session, as it happens. Every front end renders these and nothing else.

An event is sent after what it reports has been saved. What the parts of a session could not do is kept in `Problems`
until the session reports it.
"""

from __future__ import annotations

from dataclasses import dataclass

from interview_cli.interview.model import Answer, AskedQuestion, Attempt, Evaluation, Session
from interview_cli.interview.spoken import Delivery


@dataclass(frozen=True, slots=True)
class Planned:
    """The session exists and its plan is made. `resumed` when it continues an earlier start."""

    session: Session
    resumed: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A main question was put; `number` counts from 1 to `total`."""

    asked: AskedQuestion
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class FollowUpAsked:
    """A follow-up was put to the question asked before."""

    asked: AskedQuestion
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Listening:
    """It is the candidate's turn. `draft` is what an interrupted session had kept of the answer."""

    asked: AskedQuestion
    draft: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer is safe on disk."""

    asked: AskedQuestion
    answer: Answer


@dataclass(frozen=True, slots=True)
class Skipped:
    """The candidate passed on a question."""

    asked: AskedQuestion


@dataclass(frozen=True, slots=True)
class Measured:
    """How the answer was said is known."""

    asked: AskedQuestion
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Scored:
    """What the answer said has been judged."""

    asked: AskedQuestion
    attempt: Attempt
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class Uttered:
    """A sentence of the question that is being put, sent before the whole question is known."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something did not work and the session continues without it. `remedy` may be empty."""

    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The session is completed and its feedback saved."""

    session: Session


Event = (
    Planned
    | Asked
    | FollowUpAsked
    | Uttered
    | Listening
    | Answered
    | Skipped
    | Measured
    | Scored
    | Problem
    | Finished
)


class Problems:
    """Parts report here that something did not work; the session sends it as an event between two steps."""

    def __init__(self) -> None:
        self._reported: list[Problem] = []

    def report(self, message: str, remedy: str = "") -> None:
        """Something did not work and the session continues without it. The same words are reported once."""
        self.add(Problem(message, remedy))

    def add(self, problem: Problem) -> None:
        """See `report`."""
        if problem not in self._reported:
            self._reported.append(problem)

    def taken(self) -> list[Problem]:
        """What has been reported since the last time."""
        taken, self._reported = self._reported, []
        return taken
