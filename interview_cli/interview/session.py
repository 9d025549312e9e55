"""The interview loop: one state machine whose state is the saved session itself.

`next_step` looks only at what is on disk and says what comes next; `InterviewSession.run` does it, saves it, and
tells it as an event. A process killed anywhere is therefore continued by running the loop again over the loaded
session: there is no other state to lose.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from interview_cli.errors import StorageError
from interview_cli.interview import events
from interview_cli.interview.model import (
    AskedQuestion,
    Attempt,
    Exchange,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
    Stage,
)
from interview_cli.interview.ports import (
    Candidate,
    CandidateLeft,
    Clock,
    DeliveryMeter,
    Interviewer,
    Judge,
    SessionStore,
)

RECENT_QUESTIONS: Final = 200
"""How many of the last questions asked, over all sessions, the planner tries not to ask again."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Put the main question of this slot of the plan."""

    slot: int


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for the answer to the last question."""

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Measure:
    """Measure the delivery of the last answer."""

    exchange: Exchange
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Score:
    """Judge the content of the last answer."""

    exchange: Exchange
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class ConsiderFollowUp:
    """Decide whether the last main question deserves one more follow-up. `exchanges` are it and those so far."""

    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Finish:
    """Everything planned has been asked."""


Step = Ask | Listen | Measure | Score | ConsiderFollowUp | Finish


def group_of(session: Session, slot: int) -> tuple[Exchange, ...]:
    """The main question of a slot with its follow-ups, in the order asked."""
    return tuple(exchange for exchange in session.exchanges if exchange.asked.slot == slot)


def follow_ups_allowed(session: Session, slot: int) -> bool:
    """Whether one more follow-up fits: the per-question limit, and the session's budget spread over its slots.

    By slot i of n at most ceil(budget x (i + 1) / n) follow-ups have been asked, so that the first weak answer does
    not use up the attention meant for the later ones. Closing questions get none.
    """
    settings = session.settings
    if session.plan[slot].stage is Stage.CLOSING:
        return False
    asked_here = len(group_of(session, slot)) - 1
    asked_in_all = sum(exchange.asked.parent_id is not None for exchange in session.exchanges)
    by_now = -(-settings.follow_up_budget * (slot + 1) // len(session.plan))
    return asked_here < settings.max_follow_ups and asked_in_all < by_now


def next_step(session: Session, settled_slot: int | None = None) -> Step:
    """What an unfinished session needs next. Pure: the same session always gives the same step.

    `settled_slot` is a slot for which the interviewer has just decided to ask no further follow-up.
    """
    if not session.exchanges:
        return Ask(0) if session.plan else Finish()
    last = session.exchanges[-1]
    slot = last.asked.slot
    if not last.skipped:
        if last.attempt is None:
            return Listen(last)
        if last.attempt.delivery is None:
            return Measure(last, last.attempt)
        if last.attempt.evaluation is None:
            return Score(last, last.attempt)
        if slot != settled_slot and follow_ups_allowed(session, slot):
            return ConsiderFollowUp(group_of(session, slot))
    return Ask(slot + 1) if slot + 1 < len(session.plan) else Finish()


class InterviewSession:
    """Runs one session over its ports. Front ends iterate over `start()` or `resume()` and render the events."""

    def __init__(
        self,
        *,
        interviewer: Interviewer,
        candidate: Candidate,
        meter: DeliveryMeter,
        judge: Judge,
        store: SessionStore,
        clock: Clock,
    ) -> None:
        self._interviewer = interviewer
        self._candidate = candidate
        self._meter = meter
        self._judge = judge
        self._store = store
        self._clock = clock

    async def start(self, settings: SessionSettings) -> AsyncIterator[events.Event]:
        """Plan a new session and run it to its end.

        Raises CandidatePaused when the candidate leaves it for later, StorageError when it cannot be saved.
        """
        session = Session(
            id=str(uuid.uuid4()),
            settings=settings,
            status=SessionStatus.IN_PROGRESS,
            started_at=self._clock.now(),
            plan=tuple(self._interviewer.plan(settings)),
        )
        self._store.create(session)
        yield events.Planned(session, resumed=False)
        async for event in self._run(session):
            yield event

    async def resume(self, session: Session) -> AsyncIterator[events.Event]:
        """Go on with a session that is in progress, from the exact point it was left at. Raises like `start`."""
        yield events.Planned(session, resumed=True)
        if isinstance(next_step(session), Listen):
            yield _asked_event(session)
        async for event in self._run(session):
            yield event

    async def _run(self, session: Session) -> AsyncIterator[events.Event]:
        settled_slot: int | None = None
        while True:
            match next_step(session, settled_slot):
                case Ask(slot):
                    question = await self._interviewer.next_question(session, slot, self._recent())
                    session = self._ask(session, slot, question, question.text, parent_id=None)
                    yield _asked_event(session)
                case ConsiderFollowUp(exchanges):
                    text = await self._interviewer.follow_up(session, exchanges)
                    main = exchanges[0].asked
                    if text is None:
                        settled_slot = main.slot
                    else:
                        session = self._ask(session, main.slot, main.question, text, parent_id=main.id)
                        yield _asked_event(session)
                case Listen(exchange):
                    yield events.Listening(exchange.asked, exchange.draft)
                    try:
                        session, heard = await self._listen(session, exchange)
                    except CandidateLeft:
                        break
                    yield heard
                case Measure(exchange, attempt):
                    delivery = self._meter.measure([attempt.answer])
                    self._store.save_delivery(attempt.id, delivery)
                    session = _with_attempt(session, replace(attempt, delivery=delivery))
                    yield events.Measured(exchange.asked, delivery)
                case Score(exchange, attempt):
                    evaluation = await self._judge.evaluate(exchange.asked, attempt.answer)
                    self._store.save_evaluation(attempt.id, evaluation)
                    attempt = replace(attempt, evaluation=evaluation)
                    session = _with_attempt(session, attempt)
                    yield events.Scored(exchange.asked, attempt, evaluation)
                case Finish():
                    break
        yield events.Finished(await self._finish(session))

    def _recent(self) -> Sequence[str]:
        return self._store.recent_question_ids(RECENT_QUESTIONS)

    def _ask(self, session: Session, slot: int, question: Question, text: str, parent_id: str | None) -> Session:
        asked = AskedQuestion(
            id=str(uuid.uuid4()),
            position=len(session.exchanges),
            slot=slot,
            text=text,
            question=question,
            parent_id=parent_id,
        )
        self._store.save_asked(session.id, asked)
        return replace(session, exchanges=(*session.exchanges, Exchange(asked)))

    async def _listen(self, session: Session, exchange: Exchange) -> tuple[Session, events.Answered | events.Skipped]:
        asked = exchange.asked
        answer = await self._candidate.answer(asked, exchange.draft)
        if answer is None:
            self._store.save_skipped(asked.id)
            return _with_last(session, replace(exchange, skipped=True)), events.Skipped(asked)
        attempt = Attempt(id=str(uuid.uuid4()), answer=answer)
        while True:
            try:
                self._store.save_answer(asked.id, attempt.id, answer)
                break
            except StorageError as error:
                if not await self._candidate.retry_save(answer, error):
                    raise
        return _with_last(session, replace(exchange, attempt=attempt, draft="")), events.Answered(asked, answer)

    async def _finish(self, session: Session) -> Session:
        answers = [exchange.attempt.answer for exchange in session.exchanges if exchange.attempt]
        session = replace(session, delivery=self._meter.measure(answers) if answers else None)
        session = replace(
            session,
            feedback=await self._judge.feedback(session),
            status=SessionStatus.COMPLETED,
            ended_at=self._clock.now(),
        )
        self._store.finish(session)
        return session


def _asked_event(session: Session) -> events.Asked | events.FollowUpAsked:
    asked = session.exchanges[-1].asked
    kind = events.Asked if asked.parent_id is None else events.FollowUpAsked
    return kind(asked, number=asked.slot + 1, total=len(session.plan))


def _with_last(session: Session, exchange: Exchange) -> Session:
    return replace(session, exchanges=(*session.exchanges[:-1], exchange))


def _with_attempt(session: Session, attempt: Attempt) -> Session:
    return _with_last(session, replace(session.exchanges[-1], attempt=attempt))
