"""A whole session with a model."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from interview_cli.delivery.measure import TextDeliveryMeter
from interview_cli.errors import StorageError
from interview_cli.interview import events
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Difficulty,
    Document,
    InterviewType,
    SessionStatus,
)
from interview_cli.interview.model_planning import spread
from interview_cli.interview.ports import CandidatePaused
from interview_cli.interview.session import InterviewSession
from interview_cli.llm.engines import open_chat_model
from interview_cli.settings import LlmSettings
from interview_cli.storage.sessions import open_store
from tests.model_interviewer.support import (
    LIBRARY,
    NOON,
    QUESTIONS,
    STRONG,
    SUBJECTS,
    Replies,
    ScoreJudge,
    ScriptedModel,
    StoppedClock,
    interviewer,
    plan_json,
    problems_in,
    settings_for,
    whole_session,
)
from tests.stub_servers import OllamaStub


async def test_a_model_interviews_from_plan_to_end(tmp_path: Path) -> None:
    follow_ups = ["You said “added a read replica”. Why not a cache?", "PASS"]
    replies = Replies(plans=[plan_json(3)], follow_ups=follow_ups)
    session, told = await whole_session(
        tmp_path, ScriptedModel(replies), settings_for(InterviewType.TECHNICAL_VERBAL, role="backend engineer")
    )
    assert session.status is SessionStatus.COMPLETED
    assert [slot.topic for slot in session.plan] == [SUBJECTS[number][0] for number in (1, 2, 3)]
    assert [slot.focus for slot in session.plan] == ["Aim 1.", "Aim 2.", "Aim 3."]
    main = [each.asked for each in session.exchanges if each.asked.parent_id is None]
    assert [each.text for each in main] == [text for _, text in SUBJECTS[:3]]
    assert {each.question.bank for each in main} == {"generated"}
    assert {each.question.type for each in main} == {InterviewType.TECHNICAL_VERBAL}
    followed = [each.asked.text for each in session.exchanges if each.asked.parent_id]
    assert followed == [follow_ups[0]]
    uttered = [event.sentence for event in told if isinstance(event, events.Uttered)]
    assert uttered == ["You said “added a read replica”.", "Why not a cache?"]
    assert problems_in(told) == []


async def test_a_full_interview_has_the_spread_of_a_real_one(tmp_path: Path) -> None:
    replies = Replies(plans=[plan_json(12)])
    session, told = await whole_session(
        tmp_path, ScriptedModel(replies), settings_for(InterviewType.MIXED, questions=12, max_follow_ups=0)
    )
    assert [slot.type for slot in session.plan] == [kind.type for kind in spread(12)]
    assert [each.asked.question.type for each in session.exchanges] == [slot.type for slot in session.plan]
    texts = [each.asked.text for each in session.exchanges]
    assert texts[: len(QUESTIONS)] == list(QUESTIONS)
    assert len(set(texts)) == 12
    assert all("question bank" in problem.message for problem in problems_in(told))
    assert len(replies.asked_for("question")) < 24


@pytest.mark.parametrize(
    ("score", "level"), [(100, Difficulty.INTENSE), (50, Difficulty.STANDARD), (0, Difficulty.WARMUP)]
)
async def test_difficulty_follows_the_scores(score: float, level: Difficulty, tmp_path: Path) -> None:
    replies = Replies(plans=[plan_json(2)])
    session, _ = await whole_session(
        tmp_path,
        ScriptedModel(replies),
        settings_for(InterviewType.TECHNICAL_VERBAL, questions=2, max_follow_ups=0),
        judge=ScoreJudge(score),
    )
    assert session.exchanges[1].asked.question.difficulty is level
    assert f"Difficulty: {level.value}." in replies.asked_for("question")[-1]


class Pausing:
    """Answers the first question and goes away at the second."""

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        """An answer, once."""
        if asked.position:
            raise CandidatePaused
        return Answer(STRONG, AnswerSource.TYPED, NOON, NOON)

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:
        """The disk is fine."""
        return False


class Answering(Pausing):
    """Answers everything."""

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        """The same each time."""
        return Answer(STRONG, AnswerSource.TYPED, NOON, NOON)


async def test_an_interrupted_session_resumes_with_its_plan(tmp_path: Path) -> None:
    model = ScriptedModel(Replies(plans=[plan_json(3)]))
    with closing(open_store(tmp_path / "interview.db", StoppedClock())) as store:

        def machine(candidate: Pausing) -> InterviewSession:
            return InterviewSession(
                interviewer=interviewer(model, recent_texts=lambda: store.history.recent_question_texts(200)),
                candidate=candidate,
                meter=TextDeliveryMeter(),
                judge=ScoreJudge(50),
                store=store,
                clock=StoppedClock(),
            )

        settings = settings_for(InterviewType.TECHNICAL_VERBAL, max_follow_ups=0)
        with pytest.raises(CandidatePaused):
            async for _ in machine(Pausing()).start(settings):
                pass
        saved = store.load(store.resolve("last"))
        async for _ in machine(Answering()).resume(saved):
            pass
        session = store.load(saved.id)
    assert session.plan == saved.plan
    assert session.status is SessionStatus.COMPLETED
    assert len(model.replies.asked_for("plan")) == 1
    texts = [each.asked.text for each in session.exchanges]
    assert len(texts) == len(set(texts)) == 3


async def test_a_chosen_bank_asks_and_the_model_follows_up(tmp_path: Path) -> None:
    replies = Replies(follow_ups=["You said “added a read replica”. Why not a cache?", "PASS"])
    session, _ = await whole_session(
        tmp_path, ScriptedModel(replies), settings_for(InterviewType.TECHNICAL_VERBAL, bank="backend")
    )
    assert {each.asked.question.bank for each in session.exchanges} == {"backend"}
    assert {kind for kind, _ in replies.seen} == {"follow-up"}
    followed = [each.asked.text for each in session.exchanges if each.asked.parent_id]
    assert followed == ["You said “added a read replica”. Why not a cache?"]


async def test_long_answers_and_documents_fit_the_smallest_usual_window(tmp_path: Path) -> None:
    long = "I measured the slow queries of the shop and wrote them down one after the other. " * 400
    replies = Replies(
        plans=[plan_json(2)], follow_ups=["Which “slow queries” came first?", "How many were there?", "PASS"]
    )
    earlier = [question.text for question in LIBRARY.questions(InterviewType.MIXED)[:200]]
    settings = settings_for(
        InterviewType.TECHNICAL_VERBAL,
        questions=2,
        follow_up_budget=4,
        cv=Document("cv", long),
        job=Document("job", long),
        difficulty=Difficulty.INTENSE,
    )
    with OllamaStub(replies) as stub:
        model = open_chat_model(LlmSettings(base_url=stub.url, context_tokens=8192), "ollama:stub:latest")
        assert model is not None
        _, told = await whole_session(tmp_path, model, settings, [long] * 9, recent_texts=lambda: earlier)
    assert problems_in(told) == []
