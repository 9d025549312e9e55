"""The session as a state machine: cut anywhere and resumed, it asks and scores what an uncut one does."""

from __future__ import annotations

import asyncio
import functools
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.delivery.measure import TextDeliveryMeter
from interview_cli.errors import StorageError
from interview_cli.interview import events
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Evidence,
    Feedback,
    InterviewType,
    Session,
    SessionScores,
    SessionSettings,
    SessionStatus,
    Stage,
)
from interview_cli.interview.planning import BankInterviewer
from interview_cli.interview.ports import CandidateLeft, CandidatePaused
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.interview.session import InterviewSession
from interview_cli.interview.steps import follow_ups_allowed, group_of, next_step
from interview_cli.resources import resource_root
from interview_cli.storage.sessions import SqliteSessionStore, open_store

LIBRARY = QuestionLibrary(resource_root("question_banks"))
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
EVALUATOR = Evaluator("rules", "rules", None, "test@1")
WEAKNESSES = ("no_result", "we_not_i", "no_numbers", "too_short", "off_topic", "missing_key_points")


class StoppedClock:
    def now(self) -> datetime:
        return NOON


class WordJudge:
    """A judge for tests: an answer of the form "score tag tag …" says itself how it is judged."""

    quick = True

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        score, *tags = answer.text.split()
        found: dict[str, tuple[Evidence, ...]] = {"action": (Evidence(answer.text, 0, len(answer.text)),)}
        return Evaluation(EvaluationStatus.SCORED, (), float(score), 1.0, "", tuple(tags), (), found, None, EVALUATOR)

    async def feedback(self, session: Session) -> Feedback:
        scores = [
            exchange.attempt.evaluation.overall_score or 0
            for exchange in session.exchanges
            if exchange.attempt and exchange.attempt.evaluation
        ]
        overall = sum(scores) / len(scores) if scores else None
        nothing = SessionScores(None, None, None, None, None)
        return Feedback(nothing, overall, "HIRE", 1, "", (), (), (), None, None, None, None, EVALUATOR)


class Rehearsed:
    """Gives the same answer to the n-th question however often the session was interrupted. None skips."""

    def __init__(self, answers: Sequence[str | None], leaves_at: int | None = None) -> None:
        self.answers = answers
        self.leaves_at = leaves_at
        self.drafts: list[str] = []

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        self.drafts.append(draft)
        if asked.position == self.leaves_at:
            raise CandidateLeft
        text = self.answers[asked.position % len(self.answers)]
        return None if text is None else Answer(text, AnswerSource.SCRIPTED, NOON, NOON)

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:
        return False


def interview(store: SqliteSessionStore, candidate: Any) -> InterviewSession:
    return InterviewSession(
        interviewer=BankInterviewer(LIBRARY),
        candidate=candidate,
        meter=TextDeliveryMeter(),
        judge=WordJudge(),
        store=store,
        clock=StoppedClock(),
    )


async def play(
    run: AsyncIterator[events.Event], at_most: int | None = None
) -> tuple[list[events.Event], Session | None]:
    """The events up to a cut, and the finished session when there was none."""
    seen: list[events.Event] = []
    async for event in run:
        seen.append(event)
        if isinstance(event, events.Finished):
            return seen, event.session
        if at_most is not None and len(seen) >= at_most:
            break
    return seen, None


def outcome(session: Session) -> Any:
    """All of a session that does not depend on chance or time."""
    exchanges = [
        (
            each.asked.position,
            each.asked.slot,
            each.asked.text,
            each.asked.question.id,
            each.asked.parent_id is not None,
            each.skipped,
            each.attempt and (each.attempt.answer.text, each.attempt.delivery, each.attempt.evaluation),
        )
        for each in session.exchanges
    ]
    return session.settings, session.status, session.plan, exchanges, session.delivery, session.feedback


@functools.cache
def empty_database() -> bytes:
    """A database with all its tables, made once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "i.db"
        open_store(path, StoppedClock()).close()
        return path.read_bytes()


def quick_store(path: Path) -> SqliteSessionStore:
    """A real store that does not wait for the disk: these tests drop processes, not machines."""
    if not path.exists():
        path.write_bytes(empty_database())
    store = open_store(path, StoppedClock())
    store._database._connection.execute("PRAGMA synchronous = OFF")
    return store


def run_uncut(plan: SessionSettings, candidate: Rehearsed) -> tuple[list[events.Event], Session]:
    with tempfile.TemporaryDirectory() as folder, quick_store(Path(folder) / "i.db") as store:
        seen, finished = asyncio.run(play(interview(store, candidate).start(plan)))
        assert finished is not None
        return seen, store.load(finished.id)


def run_cut(plan: SessionSettings, candidate: Rehearsed, cuts: Sequence[int]) -> Session:
    """Each cut lets so many events pass, then drops everything but the file, as a killed process does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "i.db"
        session_id = None
        for cut in [*cuts, None]:
            with quick_store(path) as store:
                machine = interview(store, candidate)
                stream = machine.resume(store.load(session_id)) if session_id else machine.start(plan)
                seen, finished = asyncio.run(play(stream, cut))
                planned = seen[0]
                assert isinstance(planned, events.Planned)
                assert planned.resumed is (session_id is not None)
                session_id = planned.session.id
                if finished:
                    return store.load(session_id)
        raise AssertionError("the last run has no cut")


scores = st.sampled_from(["0", "20", "50", "80", "100"])
answers = st.one_of(
    st.none(), st.builds(lambda score, tags: " ".join([score, *tags]), scores, st.lists(st.sampled_from(WEAKNESSES)))
)
plans = st.builds(
    SessionSettings,
    type=st.sampled_from([*InterviewType]),
    questions=st.integers(1, 6),
    max_follow_ups=st.integers(0, 3),
    follow_up_budget=st.integers(0, 8),
    seed=st.integers(0, 10_000),
)


@settings(max_examples=12)
@given(
    plan=plans,
    said=st.lists(answers, min_size=1, max_size=9),
    cuts=st.lists(st.integers(1, 12), min_size=1, max_size=5),
    leaves_at=st.none() | st.integers(0, 8),
)
def test_a_session_cut_anywhere_ends_as_an_uncut_one(
    plan: SessionSettings, said: list[str | None], cuts: list[int], leaves_at: int | None
) -> None:
    _, whole = run_uncut(plan, Rehearsed(said, leaves_at))
    assert whole.status is SessionStatus.COMPLETED
    assert outcome(run_cut(plan, Rehearsed(said, leaves_at), cuts)) == outcome(whole)


def test_a_session_cut_after_every_single_event_ends_as_an_uncut_one() -> None:
    plan = SessionSettings(InterviewType.MIXED, questions=3, follow_up_budget=3, seed=5)
    candidate = Rehearsed(["30 no_result", None, "90 no_numbers we_not_i"])
    seen, whole = run_uncut(plan, candidate)
    for cut in range(1, len(seen)):
        assert outcome(run_cut(plan, candidate, [cut])) == outcome(whole), f"cut after event {cut}: {seen[cut - 1]}"


@settings(max_examples=15)
@given(plan=plans, said=st.lists(answers, min_size=1, max_size=9))
def test_follow_ups_stay_within_their_limits(plan: SessionSettings, said: list[str | None]) -> None:
    _, session = run_uncut(plan, Rehearsed(said))
    groups = [group_of(session, slot) for slot in range(len(session.plan))]
    assert [group[0].asked.parent_id for group in groups] == [None] * plan.questions
    assert all(len(group) - 1 <= plan.max_follow_ups for group in groups)
    assert sum(len(group) - 1 for group in groups) <= plan.follow_up_budget
    for slot, group in zip(session.plan, groups, strict=True):
        assert slot.stage is not Stage.CLOSING or len(group) == 1
        assert all(each.asked.parent_id == group[0].asked.id for each in group[1:])
    for slot_number in range(len(groups)):
        so_far = sum(len(group) - 1 for group in groups[: slot_number + 1])
        assert so_far <= -(-plan.follow_up_budget * (slot_number + 1) // len(groups))
    texts = [exchange.asked.text for exchange in session.exchanges]
    assert len({(e.asked.slot, e.asked.text) for e in session.exchanges}) == len(texts), "a question came twice"


@pytest.mark.parametrize("said", ["0 no_result too_short", "50 we_not_i no_numbers", "100"])
@pytest.mark.parametrize("kind", [*InterviewType])
def test_a_default_session_has_five_to_eight_exchanges(kind: InterviewType, said: str) -> None:
    _, session = run_uncut(SessionSettings(kind), Rehearsed([said]))
    assert 5 <= len(session.exchanges) <= 8


def test_next_step_depends_on_the_session_only() -> None:
    _, session = run_uncut(SessionSettings(InterviewType.BEHAVIORAL, seed=3), Rehearsed(["40 no_result"]))
    for length in range(len(session.exchanges) + 1):
        prefix = replace(session, exchanges=session.exchanges[:length])
        assert next_step(prefix) == next_step(prefix)
        assert prefix.exchanges == session.exchanges[:length]


def test_closing_questions_get_no_follow_up_even_with_budget_left() -> None:
    plan = SessionSettings(InterviewType.BEHAVIORAL, questions=5, max_follow_ups=5, follow_up_budget=25)
    _, session = run_uncut(plan, Rehearsed(["10 " + " ".join(WEAKNESSES[:4])]))
    assert session.plan[4].stage is Stage.CLOSING
    assert not follow_ups_allowed(session, 4)
    assert len(session.exchanges) > 5


def test_a_pause_leaves_the_session_in_progress_and_keeps_the_draft(tmp_path: Path) -> None:
    class Pausing(Rehearsed):
        async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
            if asked.position == 1:
                raise CandidatePaused
            return await super().answer(asked, draft)

    plan = SessionSettings(InterviewType.HR_SCREEN, questions=2, follow_up_budget=0)
    with open_store(tmp_path / "i.db", StoppedClock()) as store:
        with pytest.raises(CandidatePaused):
            asyncio.run(play(interview(store, Pausing(["70"])).start(plan)))
        session = store.load(store.resolve("last"))
        assert session.status is SessionStatus.IN_PROGRESS
        store.save_draft(session.exchanges[1].asked.id, "I was going to")
        candidate = Rehearsed(["70"])
        seen, finished = asyncio.run(play(interview(store, candidate).resume(store.load(session.id))))
        assert isinstance(seen[1], events.Asked), "the open question is shown again"
        assert candidate.drafts == ["I was going to"]
        assert finished is not None
        assert len(finished.exchanges) == 2


def test_an_answer_that_cannot_be_saved_is_offered_again_until_it_is(tmp_path: Path) -> None:
    class Full:
        """A store whose disk is full at the first two attempts to save an answer."""

        def __init__(self, store: SqliteSessionStore) -> None:
            self.store = store
            self.failures = 2

        def __getattr__(self, name: str) -> Any:
            return getattr(self.store, name)

        def save_answer(self, asked_id: str, attempt_id: str, answer: Answer) -> None:
            if self.failures:
                self.failures -= 1
                raise StorageError("There is no space left.")
            self.store.save_answer(asked_id, attempt_id, answer)

    class Patient(Rehearsed):
        retries = 0

        async def retry_save(self, answer: Answer, error: StorageError) -> bool:
            self.retries += 1
            return True

    plan = SessionSettings(InterviewType.HR_SCREEN, questions=1, follow_up_budget=0)
    with open_store(tmp_path / "i.db", StoppedClock()) as store:
        candidate = Patient(["70"])
        _, finished = asyncio.run(play(interview(Full(store), candidate).start(plan)))  # type: ignore[arg-type]
        assert candidate.retries == 2
        assert finished is not None
        assert store.load(finished.id).exchanges[0].attempt is not None
        with pytest.raises(StorageError):
            asyncio.run(play(interview(Full(store), Rehearsed(["70"])).start(plan)))  # type: ignore[arg-type]
        assert store.load(store.resolve("last")).status is SessionStatus.IN_PROGRESS


def test_the_last_200_questions_are_not_asked_again_if_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_back: list[int] = []
    recent = SqliteSessionStore.recent_question_ids

    def counting(store: SqliteSessionStore, limit: int) -> Sequence[str]:
        looked_back.append(limit)
        return recent(store, limit)

    monkeypatch.setattr(SqliteSessionStore, "recent_question_ids", counting)
    with quick_store(tmp_path / "i.db") as store:
        plan = SessionSettings(InterviewType.BEHAVIORAL, questions=1)
        asyncio.run(play(interview(store, Rehearsed([None])).start(plan)))
    assert set(looked_back) == {200}
