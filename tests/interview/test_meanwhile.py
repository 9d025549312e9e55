"""What goes on beside the conversation: a judge that takes its time, questions that arrive sentence by sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from interview_cli.delivery.measure import TextDeliveryMeter
from interview_cli.errors import StorageError
from interview_cli.interview import events
from interview_cli.interview.events import Problems
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Evaluation,
    Exchange,
    InterviewType,
    PlanSlot,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
    TokenUsage,
)
from interview_cli.interview.planning import BankInterviewer
from interview_cli.interview.ports import CandidateLeft, Say
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.interview.session import InterviewSession
from interview_cli.resources import resource_root
from interview_cli.scoring.rules import RulesJudge
from interview_cli.storage.sessions import SqliteSessionStore, open_store

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PLAN = SessionSettings(InterviewType.BEHAVIORAL, questions=2, max_follow_ups=1, follow_up_budget=1, seed=4)
SAID = "I wrote the release tool on my own and it cut our deployments from two hours to ten minutes."


class StoppedClock:
    def now(self) -> datetime:
        return NOON


class SlowJudge(RulesJudge):
    """Judges by rules, once it is let."""

    quick = False

    def __init__(self, gate: asyncio.Event) -> None:
        self.gate = gate
        self.begun: list[int] = []

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        self.begun.append(asked.position)
        await self.gate.wait()
        return await super().evaluate(asked, answer)


class Streaming(BankInterviewer):
    """Thinks its follow-ups up in two sentences, the first of which is certain early."""

    def __init__(self) -> None:
        super().__init__(QuestionLibrary(resource_root("question_banks")))
        self.prepared: list[int] = []

    async def follow_up(self, session: Session, exchanges: Sequence[Exchange], say: Say) -> str | None:
        if len(exchanges) > 1:
            return None
        say("You said two hours.")
        await asyncio.sleep(0)
        return "You said two hours. What took so long?"

    def prepare(self, session: Session, slot: int, recent: Sequence[str]) -> None:
        self.prepared.append(slot)


@dataclass
class Listener:
    """A candidate who always says the same, and leaves at a position."""

    leaves_at: int | None = None
    answered: list[int] = field(default_factory=list)

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        await asyncio.sleep(0)
        if asked.position == self.leaves_at:
            raise CandidateLeft
        self.answered.append(asked.position)
        return Answer(SAID, AnswerSource.SCRIPTED, NOON, NOON)

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:
        return False


class Loudspeaker:
    """A voice that writes down what it is given to say."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.stopped = False

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    async def finished(self) -> None: ...

    def stop(self) -> None:
        self.stopped = True


class Forgetful(Streaming):
    """Has something to report about its plan and its questions."""

    def __init__(self, problems: Problems) -> None:
        super().__init__()
        self.problems = problems

    async def plan(self, settings: SessionSettings) -> Sequence[PlanSlot]:
        self.problems.report("The model did not answer; the plan is the bank's.", "Start it.")
        return await super().plan(settings)

    async def next_question(self, session: Session, slot: int, recent: Sequence[str]) -> Question:
        self.problems.report("The model did not answer; the question is the bank's.")
        return await super().next_question(session, slot, recent)


def interview(
    store: SqliteSessionStore,
    judge: RulesJudge,
    *,
    interviewer: BankInterviewer | None = None,
    candidate: Listener | None = None,
    voice: Loudspeaker | None = None,
    problems: Problems | None = None,
) -> InterviewSession:
    return InterviewSession(
        interviewer=interviewer or Streaming(),
        candidate=candidate or Listener(),
        meter=TextDeliveryMeter(),
        judge=judge,
        store=store,
        clock=StoppedClock(),
        voice=voice,
        problems=problems,
        usage=lambda: TokenUsage(100, 20, 1),
    )


def kinds(seen: Sequence[events.Event]) -> list[str]:
    return [type(event).__name__ for event in seen]


async def test_the_interview_does_not_wait_for_a_slow_judge(tmp_path: Path) -> None:
    gate = asyncio.Event()
    judge = SlowJudge(gate)
    seen: list[events.Event] = []
    with open_store(tmp_path / "i.db", StoppedClock()) as store:
        async for event in interview(store, judge).start(PLAN):
            seen.append(event)
            if kinds(seen).count("Measured") == 3:
                gate.set()
        names = kinds(seen)
        assert judge.begun == [0, 1, 2]
        assert names.index("Scored") > len(names) - 1 - names[::-1].index("Measured"), (
            "no score before the last answer"
        )
        assert names.count("Scored") == 3
        finished = store.load(store.resolve("last"))
        assert all(each.attempt and each.attempt.evaluation for each in finished.exchanges)
        assert finished.usage == TokenUsage(100, 20, 1)


async def test_what_a_slow_judge_has_ready_is_reported_as_soon_as_the_conversation_allows(tmp_path: Path) -> None:
    gate = asyncio.Event()
    gate.set()
    with open_store(tmp_path / "i.db", StoppedClock()) as store:
        names = kinds([event async for event in interview(store, SlowJudge(gate)).start(PLAN)])
    last_answer = len(names) - 1 - names[::-1].index("Answered")
    assert "Scored" in names[:last_answer]


async def test_leaving_early_still_judges_what_was_said(tmp_path: Path) -> None:
    gate = asyncio.Event()
    gate.set()
    with open_store(tmp_path / "i.db", StoppedClock()) as store:
        run = interview(store, SlowJudge(gate), candidate=Listener(leaves_at=1)).start(PLAN)
        names = kinds([event async for event in run])
        assert names.count("Scored") == 1
        assert names[-1] == "Finished"
        first = store.load(store.resolve("last")).exchanges[0].attempt
        assert first is not None
        assert first.evaluation is not None


async def test_cut_while_the_judge_is_at_work_the_answer_is_judged_after_the_restart(tmp_path: Path) -> None:
    with open_store(tmp_path / "i.db", StoppedClock()) as store:
        stuck = interview(store, SlowJudge(asyncio.Event())).start(PLAN)
        async for event in stuck:
            if isinstance(event, events.FollowUpAsked):
                break
        left = store.load(store.resolve("last"))
        assert left.status is SessionStatus.IN_PROGRESS
        assert left.exchanges[0].attempt is not None
        assert left.exchanges[0].attempt.evaluation is None
        gate = asyncio.Event()
        gate.set()
        names = kinds([event async for event in interview(store, SlowJudge(gate)).resume(left)])
        assert names.count("Scored") == 3
        assert names[1] == "FollowUpAsked", "the question that was open is put again, and no new one"
        done = store.load(left.id)
        assert [each.asked.id for each in done.exchanges][:2] == [each.asked.id for each in left.exchanges]
        assert all(each.attempt and each.attempt.evaluation for each in done.exchanges)


async def test_a_follow_up_is_spoken_sentence_by_sentence_and_nothing_twice(tmp_path: Path) -> None:
    voice = Loudspeaker()
    with open_store(tmp_path / "i.db", StoppedClock()) as store:
        seen = [event async for event in interview(store, RulesJudge(), voice=voice).start(PLAN)]
        asked = [each.asked.text for each in store.load(store.resolve("last")).exchanges]
    assert asked[1] == "You said two hours. What took so long?"
    assert voice.said == [asked[0], "You said two hours.", "What took so long?", asked[2]]
    assert voice.stopped
    names = kinds(seen)
    assert names.index("Uttered") < names.index("FollowUpAsked")


async def test_problems_of_the_parts_are_reported_between_the_steps(tmp_path: Path) -> None:
    problems = Problems()
    with open_store(tmp_path / "i.db", StoppedClock()) as store:
        run = interview(store, RulesJudge(), interviewer=Forgetful(problems), problems=problems).start(PLAN)
        told = [event async for event in run if isinstance(event, events.Problem)]
    assert told[0] == events.Problem("The model did not answer; the plan is the bank's.", "Start it.")
    assert len(told) == 3, "one for the plan, one for each main question"


async def test_the_next_main_question_may_be_prepared_while_the_candidate_speaks(tmp_path: Path) -> None:
    interviewer = Streaming()
    with open_store(tmp_path / "i.db", StoppedClock()) as store:
        async for _ in interview(store, RulesJudge(), interviewer=interviewer).start(PLAN):
            pass
    assert interviewer.prepared == [1, 1], "for the first question and its follow-up; nothing comes after the last"
