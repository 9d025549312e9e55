"""Feedback on an interview, what it was made of, and ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from fastapi import APIRouter, Path
from pydantic import Field

from interview_cli.contracts.transcript import Transcript
from interview_server.api.access import Now, Opened, SignedIn
from interview_server.api.schema import Problem, Received, Sent
from interview_server.calls import feedbacks
from interview_server.calls.feedbacks import GivenFeedback
from interview_server.calls.judged import Statement
from interview_server.calls.models import Rating

router = APIRouter(prefix="/api/bookings/{booking_id}", tags=["feedback"])

BookingId = Annotated[str, Path(max_length=36)]
PROBLEMS: Final[dict[int | str, dict[str, object]]] = {status: {"model": Problem} for status in (401, 404, 409, 422)}


class EvidenceSent(Sent):
    """The words of the candidate that a statement rests on."""

    part: Literal["strengths", "improvements"]
    index: int
    """The place of the statement in that list, from 0."""
    quote: str
    question: str | None


class FeedbackSent(Sent):
    """The feedback on an interview. `state` says whether enough was said for a recommendation."""

    booking_id: str
    state: Literal["SUFFICIENT", "INSUFFICIENT"]
    summary: str
    technical: str | None
    communication: str | None
    problem_solving: str | None
    recommendation: Literal["STRONG_HIRE", "HIRE", "NO_HIRE"] | None
    exact_recommendation: str
    """The recommendation in our own steps, of which LEAN_NO_HIRE is one and WITHHELD means none."""
    strengths: list[str]
    improvements: list[str]
    evidence: list[EvidenceSent]
    overall_rating: float | None = Field(ge=1, le=10)
    session_rating: int | None = Field(ge=1, le=10)
    """How the candidate rated the session; null until they do."""
    coverage: float
    evaluator: dict[str, Any]
    notes: list[str]
    """What was unclear in the transcript."""
    created_at: datetime

    @classmethod
    def of(cls, booking_id: str, given: GivenFeedback) -> Self:
        content = given.content
        return cls(
            booking_id=booking_id,
            state="SUFFICIENT" if content.is_sufficient else "INSUFFICIENT",
            summary=content.summary,
            technical=content.technical,
            communication=content.communication,
            problem_solving=content.problem_solving,
            recommendation=content.recommendation,
            exact_recommendation=content.exact_recommendation,
            strengths=[each.text for each in content.strengths],
            improvements=[each.text for each in content.improvements],
            evidence=[*_evidence("strengths", content.strengths), *_evidence("improvements", content.improvements)],
            overall_rating=content.overall_rating,
            session_rating=given.session_rating,
            coverage=content.coverage,
            evaluator=content.evaluator,
            notes=content.notes,
            created_at=given.made_at,
        )


class RatingWanted(Received):
    """What you think of an interview."""

    rating: int = Field(ge=1, le=10)
    comment: str | None = Field(None, max_length=2000)


class RatingSent(Sent):
    """What somebody thinks of an interview."""

    booking_id: str
    rating: int
    comment: str | None
    rated_at: datetime

    @classmethod
    def of(cls, rating: Rating) -> Self:
        return cls(
            booking_id=rating.booking_id, rating=rating.rating, comment=rating.comment, rated_at=rating.rated_at
        )


def _evidence(part: Literal["strengths", "improvements"], statements: list[Statement]) -> list[EvidenceSent]:
    return [
        EvidenceSent(part=part, index=index, quote=each.quote, question=each.question)
        for index, each in enumerate(statements)
        if each.quote is not None
    ]


@router.get("/feedback", responses=PROBLEMS)
def read_feedback(booking_id: BookingId, asking: SignedIn, database: Opened) -> FeedbackSent:
    """The feedback on an interview of yours."""
    with database.reading() as session:
        return FeedbackSent.of(booking_id, feedbacks.feedback_of(session, asking.person_id, booking_id))


@router.get("/report", responses=PROBLEMS)
def read_report(booking_id: BookingId, asking: SignedIn, database: Opened) -> dict[str, Any]:
    """An interview of yours as the tool keeps a session: questions, answers, scores with evidence, delivery."""
    with database.reading() as session:
        return feedbacks.feedback_of(session, asking.person_id, booking_id).content.report


@router.get("/transcript", responses=PROBLEMS)
def read_the_transcript(booking_id: BookingId, asking: SignedIn, database: Opened) -> Transcript:
    """What was said in an interview of yours, by whom."""
    from interview_cli.transcripts.contract import to_contract
    from interview_server.calls.judging import read_transcript

    with database.reading() as session:
        parts, speakers = feedbacks.transcript_of(session, asking.person_id, booking_id)
    return to_contract(read_transcript(parts, speakers))


@router.post("/rating", responses=PROBLEMS)
def rate(booking_id: BookingId, wanted: RatingWanted, asking: SignedIn, database: Opened, now: Now) -> RatingSent:
    """Rate an interview of yours that is completed, or change your rating."""
    with database.transaction() as session:
        return RatingSent.of(
            feedbacks.rate(session, asking.person_id, booking_id, wanted.rating, wanted.comment, now)
        )
