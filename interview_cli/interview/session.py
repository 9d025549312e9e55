"""The interview loop: one state machine whose state is the saved session itself.

`next_step` looks only at what is on disk and says what comes next; `InterviewSession.run` does it, saves it, and
tells it as an event. A process killed anywhere is therefore continued by running the loop again over the loaded
session: there is no other state to lose.

A judge that takes its time works in the background while the interview goes on; what it has not judged by the end is
waited for there.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from interview_cli.errors import StorageError
from interview_cli.interview import events
from interview_cli.interview.model import (
    AskedQuestion,
    Attempt,
    Evaluation,
    Exchange,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
    Stage,
    TokenUsage,
)
from interview_cli.interview.ports import (
    Candidate,
    CandidateLeft,
    Clock,
    DeliveryMeter,
    Interviewer,
    Judge,
    SessionStore,
    Voice,
)
from interview_cli.interview.problems import Problems

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


def next_step(session: Session, settled_slot: int | None = None, *, judge_waits: bool = True) -> Step:
    """What an unfinished session needs next. Pure: the same session always gives the same step.

    `settled_slot` is a slot for which the interviewer has just decided to ask no further follow-up. Unless
    `judge_waits`, the interview goes on before the last answer has been judged.
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
        if last.attempt.evaluation is None and judge_waits:
            return Score(last, last.attempt)
        if slot != settled_slot and follow_ups_allowed(session, slot):
            return ConsiderFollowUp(group_of(session, slot))
    return Ask(slot + 1) if slot + 1 < len(session.plan) else Finish()


class InterviewSession:
    """Runs one session over its ports. Front ends iterate over `start()` or `resume()` and render the events.

    `voice` speaks what is asked, `problems` holds what the parts have to report, `usage` tells what the language
    models have used so far in this process.
    """

    def __init__(
        self,
        *,
        interviewer: Interviewer,
        candidate: Candidate,
        meter: DeliveryMeter,
        judge: Judge,
        store: SessionStore,
        clock: Clock,
        voice: Voice | None = None,
        problems: Problems | None = None,
        usage: Callable[[], TokenUsage | None] = lambda: None,
    ) -> None:
        self._interviewer = interviewer
        self._candidate = candidate
        self._meter = meter
        self._judge = judge
        self._store = store
        self._clock = clock
        self._voice = voice
        self._problems = problems or Problems()
        self._usage = usage
        self._judging: dict[str, asyncio.Task[Evaluation]] = {}

    async def start(self, settings: SessionSettings) -> AsyncIterator[events.Event]:
        """Plan a new session and run it to its end.

        Raises CandidatePaused when the candidate leaves it for later, StorageError when it cannot be saved.
        """
        session = Session(
            id=str(uuid.uuid4()),
            settings=settings,
            status=SessionStatus.IN_PROGRESS,
            started_at=self._clock.now(),
            plan=tuple(await self._interviewer.plan(settings)),
        )
        self._store.create(session)
        yield events.Planned(session, resumed=False)
        async for event in self._run(session):
            yield event

    async def resume(self, session: Session) -> AsyncIterator[events.Event]:
        """Go on with a session that is in progress, from the exact point it was left at. Raises like `start`."""
        yield events.Planned(session, resumed=True)
        if isinstance(next_step(session), Listen):
            self._say(session.exchanges[-1].asked.text)
            yield _asked_event(session)
        async for event in self._run(session):
            yield event

    async def _run(self, session: Session) -> AsyncIterator[events.Event]:
        settled_slot: int | None = None
        try:
            while True:
                step = next_step(session, settled_slot, judge_waits=self._judge.quick)
                if isinstance(step, Finish):
                    break
                try:
                    async for change in self._perform(session, step):
                        if isinstance(change, Session):
                            session = change
                        else:
                            yield change
                except CandidateLeft:
                    break
                if isinstance(step, ConsiderFollowUp) and len(group_of(session, step.exchanges[0].asked.slot)) == len(
                    step.exchanges
                ):
                    settled_slot = step.exchanges[0].asked.slot
                for problem in self._problems.taken():
                    yield problem
            for exchange in session.exchanges:
                if exchange.attempt and exchange.attempt.evaluation is None:
                    session, scored = await self._score(session, exchange, exchange.attempt)
                    yield scored
            session = await self._finish(session)
            for problem in self._problems.taken():
                yield problem
            yield events.Finished(session)
        finally:
            for task in self._judging.values():
                task.cancel()
            if self._voice:
                self._voice.stop()

    async def _perform(self, session: Session, step: Step) -> AsyncIterator[Session | events.Event]:
        """Do one step: yields the session as it is then, and what has happened."""
        match step:
            case Ask(slot):
                question = await self._interviewer.next_question(session, slot, self._recent())
                session = self._ask(session, slot, question, question.text, parent_id=None)
                self._say(question.text)
                yield session
                yield _asked_event(session)
            case ConsiderFollowUp(exchanges):
                async for change in self._consider_follow_up(session, exchanges):
                    yield change
            case Listen(exchange):
                yield events.Listening(exchange.asked, exchange.draft)
                if exchange.asked.slot + 1 < len(session.plan):
                    self._interviewer.prepare(session, exchange.asked.slot + 1, self._recent())
                session, heard = await self._listen(session, exchange)
                yield session
                yield heard
            case Measure(exchange, attempt):
                delivery = self._meter.measure([attempt.answer])
                self._store.save_delivery(attempt.id, delivery)
                if not self._judge.quick:
                    self._judge_meanwhile(exchange.asked, attempt)
                yield _with_attempt(session, replace(attempt, delivery=delivery))
                yield events.Measured(exchange.asked, delivery)
            case Score(exchange, attempt):
                session, scored = await self._score(session, exchange, attempt)
                yield session
                yield scored
            case Finish():
                pass
        for exchange in session.exchanges:
            attempt_done = exchange.attempt
            if attempt_done and attempt_done.evaluation is None and self._is_judged(attempt_done):
                session, scored = await self._score(session, exchange, attempt_done)
                yield session
                yield scored

    async def _consider_follow_up(
        self, session: Session, exchanges: tuple[Exchange, ...]
    ) -> AsyncIterator[Session | events.Event]:
        """Put one more question if the interviewer has one, sentence by sentence as they come."""
        main = exchanges[0].asked
        sentences: asyncio.Queue[str | None] = asyncio.Queue()
        thinking = asyncio.ensure_future(self._interviewer.follow_up(session, exchanges, sentences.put_nowait))
        thinking.add_done_callback(lambda _: sentences.put_nowait(None))
        said = ""
        try:
            while (sentence := await sentences.get()) is not None:
                said = f"{said} {sentence}".strip()
                self._say(sentence)
                yield events.Uttered(sentence)
            text = await thinking
        finally:
            thinking.cancel()
        if text is not None:
            session = self._ask(session, main.slot, main.question, text, parent_id=main.id)
            self._say(text.removeprefix(said).strip())
            yield session
            yield _asked_event(session)

    def _say(self, text: str) -> None:
        if self._voice and text:
            self._voice.say(text)

    def _judge_meanwhile(self, asked: AskedQuestion, attempt: Attempt) -> None:
        """Judge in the background; the evaluation is saved as soon as there is one."""

        async def judge() -> Evaluation:
            evaluation = await self._judge.evaluate(asked, attempt.answer)
            self._store.save_evaluation(attempt.id, evaluation)
            return evaluation

        self._judging[attempt.id] = asyncio.create_task(judge())

    def _is_judged(self, attempt: Attempt) -> bool:
        task = self._judging.get(attempt.id)
        return task is not None and task.done()

    async def _score(self, session: Session, exchange: Exchange, attempt: Attempt) -> tuple[Session, events.Scored]:
        """The session with this answer judged, waiting for a judgement that is under way."""
        if attempt.id not in self._judging:
            self._judge_meanwhile(exchange.asked, attempt)
        evaluation = await self._judging.pop(attempt.id)
        position = exchange.asked.position
        attempt = replace(session.exchanges[position].attempt or attempt, evaluation=evaluation)
        exchange = replace(session.exchanges[position], attempt=attempt)
        exchanges = (*session.exchanges[:position], exchange, *session.exchanges[position + 1 :])
        return replace(session, exchanges=exchanges), events.Scored(exchange.asked, attempt, evaluation)

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
        used = self._usage()
        if used is not None:
            session = replace(session, usage=(session.usage or TokenUsage()) + used)
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
