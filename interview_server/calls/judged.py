"""What goes into the judging of a call and what comes out of it: without the judge, which takes long to load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Part:
    """The transcript of one session of a call."""

    content: bytes
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Speakers:
    """The two people of a call, as their provider calls them in a transcript: by the ids of their accounts."""

    candidate_id: str
    interviewer_id: str


class Statement(BaseModel):
    """A strength or an improvement, with the words of the candidate it rests on and the question they answer."""

    text: str
    quote: str | None
    question: str | None


class FeedbackContent(BaseModel):
    """The feedback on an interview, as it is stored.

    `is_sufficient` says whether enough was said for a recommendation; `overall_rating` is from 1 to 10.
    `evaluator` is `interview_cli.contracts.shared.Evaluator`, `report` the whole interview as
    `interview_cli.contracts.session.SessionReport`. `notes` say what was unclear in the transcript.
    """

    is_sufficient: bool
    summary: str
    technical: str | None
    communication: str | None
    problem_solving: str | None
    recommendation: Literal["STRONG_HIRE", "HIRE", "NO_HIRE"] | None
    exact_recommendation: str
    overall_rating: float | None
    coverage: float
    strengths: list[Statement]
    improvements: list[Statement]
    evaluator: dict[str, Any]
    notes: list[str]
    report: dict[str, Any]
