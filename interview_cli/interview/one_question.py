"""One question alone: asked in a session of its own, or again, with a new attempt after the earlier ones.

Asking again takes the same chain as a session. What was saved is all the state there is: an attempt that was left
between two steps is completed by `complete`.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

from interview_cli.errors import StorageError
from interview_cli.interview import events
from interview_cli.interview.events import Problems
from interview_cli.interview.model import Attempt, Exchange, PlanSlot, Question, Session, SessionSettings, Stage
from interview_cli.interview.ports import Candidate, DeliveryMeter, Interviewer, Judge, Say, SessionStore, Voice


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


@dataclass(frozen=True, slots=True)
class Retrying:
    """Runs further attempts over its ports. `voice` speaks the question, `problems` holds what parts report."""

    candidate: Candidate
    meter: DeliveryMeter
    judge: Judge
    store: SessionStore
    problems: Problems
    voice: Voice | None = None

    async def again(self, exchange: Exchange, number: int = 1, total: int = 1) -> AsyncIterator[events.Event]:
        """Ask once more. The earlier answers are not shown to the candidate before the new one is saved.

        Ends without an attempt when the candidate skips. Raises CandidateLeft, CandidatePaused and StorageError.
        """
        asked = exchange.asked
        if self.voice:
            self.voice.say(asked.text)
        yield events.Asked(asked, number, total)
        yield events.Listening(asked, exchange.draft)
        try:
            answer = await self.candidate.answer(asked, exchange.draft)
        finally:
            if self.voice:
                self.voice.stop()
        if answer is None:
            yield events.Skipped(asked)
            return
        attempt = Attempt(str(uuid.uuid4()), answer)
        while True:
            try:
                self.store.save_answer(asked.id, attempt.id, answer)
                break
            except StorageError as error:
                if not await self.candidate.retry_save(answer, error):
                    raise
        yield events.Answered(asked, answer)
        async for event in complete(exchange, attempt, self.meter, self.judge, self.store):
            yield event
        for problem in self.problems.taken():
            yield problem


async def complete(
    exchange: Exchange, attempt: Attempt, meter: DeliveryMeter, judge: Judge, store: SessionStore
) -> AsyncIterator[events.Event]:
    """Measure and judge an attempt as far as that has not been done."""
    asked = exchange.asked
    if attempt.delivery is None:
        delivery = await asyncio.to_thread(meter.measure, [attempt.answer])
        store.save_delivery(attempt.id, delivery)
        attempt = replace(attempt, delivery=delivery)
        yield events.Measured(asked, delivery)
    if attempt.evaluation is None:
        evaluation = await judge.evaluate(asked, attempt.answer)
        store.save_evaluation(attempt.id, evaluation)
        yield events.Scored(asked, replace(attempt, evaluation=evaluation), evaluation)


def unfinished(exchange: Exchange) -> list[Attempt]:
    """The attempts that were left before they were measured or judged."""
    return [each for each in exchange.attempts if each.delivery is None or each.evaluation is None]
