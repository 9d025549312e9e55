"""The interview loop: one state machine whose state is the saved session itself.

`next_step` looks only at what is on disk and says what to do next; `InterviewSession.run` does it, saves it, and
sends it as an event. A process killed anywhere is therefore continued by running the loop again over the loaded
session: there is no other state to lose.

A judge that takes its time works in the background while the interview continues; what it has not judged by the end
is waited for there.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import Final

from interview_cli.errors import StorageError
from interview_cli.interview import events
from interview_cli.interview.events import Problems
from interview_cli.interview.model import (
    AskedQuestion,
    Attempt,
    Evaluation,
    Exchange,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
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
from interview_cli.interview.steps import (
    Ask,
    ConsiderFollowUp,
    Finish,
    Listen,
    Measure,
    Score,
    Step,
    group_of,
    next_step,
)

RECENT_QUESTIONS: Final = 200
"""How many of the last questions asked, over all sessions, the planner tries not to ask again."""


class InterviewSession:
    """Runs one session over its ports. Front ends iterate over `start()` or `resume()` and render the events.

    `voice` speaks what is asked, `problems` holds what the parts have to report, `usage` gives what the language
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
        """Resume a session that is in progress, from the exact point it was left at. Raises like `start`."""
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
                if isinstance(step, ConsiderFollowUp) and group_of(session, step.slot)[-1].attempt:
                    settled_slot = step.slot
                for exchange in self._unjudged(session):
                    if self._is_judged(exchange):
                        session, scored = await self._score(session, exchange)
                        yield scored
                for problem in self._problems.taken():
                    yield problem
            for exchange in self._unjudged(session):
                session, scored = await self._score(session, exchange)
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
            case Score(exchange):
                session, scored = await self._score(session, exchange)
                yield session
                yield scored
            case Finish():
                pass

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

    def _unjudged(self, session: Session) -> list[Exchange]:
        return [each for each in session.exchanges if each.attempt and each.attempt.evaluation is None]

    def _is_judged(self, exchange: Exchange) -> bool:
        task = self._judging.get(exchange.attempt.id) if exchange.attempt else None
        return task is not None and task.done()

    async def _score(self, session: Session, exchange: Exchange) -> tuple[Session, events.Scored]:
        """The session with this answer judged, waiting for a judgement in flight."""
        attempt = exchange.attempt
        assert attempt is not None
        if attempt.id not in self._judging:
            self._judge_meanwhile(exchange.asked, attempt)
        evaluation = await self._judging.pop(attempt.id)
        attempt = replace(attempt, evaluation=evaluation)
        position = exchange.asked.position
        before, after = session.exchanges[:position], session.exchanges[position + 1 :]
        session = replace(session, exchanges=(*before, exchange.with_attempt(attempt), *after))
        return session, events.Scored(exchange.asked, attempt, evaluation)

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
        return _with_last(session, replace(exchange, attempts=(attempt,), draft="")), events.Answered(asked, answer)

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
    return _with_last(session, session.exchanges[-1].with_attempt(attempt))
