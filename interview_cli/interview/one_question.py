"""A session about one question that the candidate has chosen."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.interview.model import Exchange, PlanSlot, Question, Session, SessionSettings, Stage
from interview_cli.interview.ports import Interviewer, Say


class OneQuestion:
    """An `Interviewer` that asks one question; follow-ups are left to another."""

    def __init__(self, question: Question, interviewer: Interviewer) -> None:
        self._question = question
        self._interviewer = interviewer

    async def plan(self, settings: SessionSettings) -> Sequence[PlanSlot]:  # noqa: ARG002
        """The one slot, in the middle of an interview, where follow-ups are asked."""
        question = self._question
        topic = next(iter(question.topics), None)
        return (PlanSlot(Stage.CORE, question.type, topic, question.difficulty),)

    async def next_question(self, session: Session, slot: int, recent: Sequence[str]) -> Question:  # noqa: ARG002
        """The question."""
        return self._question

    async def follow_up(self, session: Session, exchanges: Sequence[Exchange], say: Say) -> str | None:
        """What the other interviewer would ask next."""
        return await self._interviewer.follow_up(session, exchanges, say)

    def prepare(self, session: Session, slot: int, recent: Sequence[str]) -> None:
        """There is nothing to prepare."""
