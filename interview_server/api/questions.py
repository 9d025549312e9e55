"""Questions to prepare with."""

from __future__ import annotations

from typing import Self

from fastapi import APIRouter, Request
from pydantic import Field

from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_server.api.access import SignedIn
from interview_server.api.schema import Received, Sent
from interview_server.calls.questions import Wish, find_questions

router = APIRouter(prefix="/api/ai", tags=["questions"])


class QuestionsWanted(Received):
    """What kind of questions you want."""

    type: InterviewType = InterviewType.BEHAVIORAL
    difficulty: Difficulty = Difficulty.STANDARD
    count: int = Field(5, ge=1, le=20)
    role: str | None = Field(None, max_length=100)
    topic: str | None = Field(None, max_length=100)
    job: str | None = Field(None, max_length=20_000)
    """The text of a job post; only a language model makes use of it."""


class QuestionSent(Sent):
    """A question, what a good answer mentions, and what to ask next."""

    id: str
    text: str
    type: InterviewType
    difficulty: Difficulty
    topics: list[str]
    key_points: list[str]
    follow_ups: list[str]

    @classmethod
    def of(cls, question: Question) -> Self:
        return cls(
            id=question.id,
            text=question.text,
            type=question.type,
            difficulty=question.difficulty,
            topics=list(question.topics),
            key_points=list(question.key_points),
            follow_ups=list(question.follow_ups),
        )


class QuestionsSent(Sent):
    """Questions, and who wrote them: `banks`, or the name of a language model."""

    questions: list[QuestionSent]
    source: str
    fallback_reason: str | None
    """Why the banks answered although the server has a language model."""


@router.post("/questions")
def ask_for_questions(wanted: QuestionsWanted, request: Request, asking: SignedIn) -> QuestionsSent:
    """Questions to prepare an interview with. Nothing is stored."""
    del asking
    wish = Wish(wanted.type, wanted.difficulty, wanted.count, wanted.role, wanted.topic, wanted.job)
    found = find_questions(wish, request.app.state.chat_model)
    return QuestionsSent(
        questions=[QuestionSent.of(each) for each in found.questions],
        source=found.source,
        fallback_reason=found.fallback_reason,
    )
