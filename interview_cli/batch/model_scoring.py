"""Scoring transcripts with a language model: many answers in flight, one pace for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Final

from interview_cli.batch.items import Item, ItemResult
from interview_cli.batch.judging import Request
from interview_cli.batch.plan import ModelChoice, Plan
from interview_cli.batch.recordings import Ears, HeardRecording
from interview_cli.batch.scorer import Hear, Scorer
from interview_cli.errors import InputError, UnavailableError
from interview_cli.interview.model import Answer, AnswerSource, AskedQuestion, Evaluation, TokenUsage

if TYPE_CHECKING:
    from interview_cli.interview.ports import ChatModel, Clock
    from interview_cli.llm.throttle import Throttle
    from interview_cli.scoring.judge import ModelJudge

_MAIN_ID: Final = "main"


def ready_for(calls: int) -> int:
    """How many answers are worked on for a number of concurrent calls: half as many again are prepared or checked.

    So the server never waits for what is done here.
    """
    return calls + max(1, calls // 2)


class AnswersByModel:
    """An `AnswerJudge` that asks a model, and has as many answers in hand as `calls` at a time need.

    A score by rules never stands in for the model's: a call that fails fails the transcript.
    """

    def __init__(self, judge: ModelJudge, calls: int, clock: Clock) -> None:
        self._judge = judge
        self._in_hand = asyncio.Semaphore(ready_for(calls))
        self._next = asyncio.Lock()
        self._clock = clock

    async def judge(self, requests: Sequence[Request]) -> list[Evaluation]:
        """An evaluation for each answer. Raises what the first of them to fail raised, such as ChatModelError."""
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._one(each)) for each in requests]
        except BaseExceptionGroup as failures:
            raise failures.exceptions[0] from None
        return [task.result() for task in tasks]

    async def _one(self, request: Request) -> Evaluation:
        asked = AskedQuestion(
            id=_MAIN_ID,
            position=0,
            slot=0,
            text=request.asked,
            question=request.question,
            parent_id=_MAIN_ID if request.is_follow_up else None,
        )
        now = self._clock.now()
        answer = Answer(request.answer, AnswerSource.SCRIPTED, now, now)
        async with self._in_hand:
            async with self._next:  # one after the other: between two the server is heard
                await asyncio.sleep(0)
            return await self._judge.evaluate(asked, answer)


@dataclass(slots=True)
class ScoringByModel:
    """The work of scoring transcripts with a model, for a `WaitingPool` with up to `jobs` calls at a time.

    Recordings are transcribed one after the other; one may take `recording_timeout_s` from its turn on.
    """

    plan: Plan
    choice: ModelChoice
    jobs: int
    clock: Clock
    recording_timeout_s: float | None = None
    model: ChatModel | None = None
    throttle: Throttle | None = None

    @property
    def usage(self) -> TokenUsage:
        """What the model has used so far."""
        return self.model.usage if self.model else TokenUsage()

    @property
    def pause_left_s(self) -> float:
        """How long the server still asks to wait."""
        return self.throttle.pause_left_s if self.throttle else 0.0

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Callable[[Item], Awaitable[ItemResult]]]:
        """What scores an item, and closes cache and pace in the end."""
        with ExitStack() as stack:
            self.throttle = open_throttle(self.choice, self.jobs, stack)
            judge, self.model = open_judge(self.plan, self.choice, self.throttle, self.clock, stack)
            yield Scorer(self.plan, AnswersByModel(judge, self.jobs, self.clock), self._hear_in_turn()).score

    def _hear_in_turn(self) -> Hear:
        turn = asyncio.Lock()
        ears = Ears(self.plan.transcriber)

        async def hear(item: Item) -> HeardRecording:
            async with turn:
                return await _hear_in_thread(ears, item, self.recording_timeout_s)

        return hear


def open_throttle(choice: ModelChoice, calls: int, stack: ExitStack) -> Throttle:
    """The pace of a model's calls; `stack` closes it."""
    from interview_cli.llm.throttle import Throttle

    throttle = Throttle(choice.requests_per_minute, choice.pace_file, at_once=calls)
    stack.callback(throttle.close)
    return throttle


def open_judge(
    plan: Plan, choice: ModelChoice, throttle: Throttle, clock: Clock, stack: ExitStack
) -> tuple[ModelJudge, ChatModel]:
    """The judge of a choice and its model; `stack` closes what they hold open. Raises UnavailableError."""
    from interview_cli.llm.engines import open_chat_model
    from interview_cli.storage.database import open_database
    from interview_cli.storage.evaluation_cache import remembering_judge

    redactor = None
    if choice.settings.redact:
        from interview_cli.llm.redaction import Redactor

        redactor = Redactor()
    model = open_chat_model(choice.settings, redactor=redactor, throttle=throttle)
    if model is None:
        raise UnavailableError("No language model is configured.", "Name one: --llm ollama:MODEL")
    database = open_database(choice.database)
    stack.callback(database.close)
    with database.exclusive() as connection:
        # What a crash of the machine takes is judged again; a flush for every answer would hold all calls up.
        connection.execute("PRAGMA synchronous = NORMAL")
    judge = remembering_judge(
        model,
        choice.settings,
        database,
        clock,
        fresh=choice.fresh,
        overrides=choice.prompts,
        language=choice.language,
        rubric=plan.rubric,
        falls_back=False,
    )
    return judge, model


async def _hear_in_thread(ears: Ears, item: Item, limit_s: float | None) -> HeardRecording:
    """`Ears.hear` while others wait for a server. Raises InputError, also when it takes longer than `limit_s`."""
    stop = Event()
    try:
        async with asyncio.timeout(limit_s):
            return await asyncio.to_thread(ears.hear, item, stop)
    except TimeoutError:
        raise InputError(f"{item.source}: transcribing it took longer than {limit_s:g} s.") from None
    finally:
        stop.set()
