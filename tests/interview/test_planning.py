"""Which questions are asked: stages, topics, roles, difficulty, and what was seen lately."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.interview.job_roles import role_matches
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    Difficulty,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Exchange,
    InterviewType,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
    Stage,
)
from interview_cli.interview.planning import BankInterviewer, adapted_difficulty
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.resources import resource_root

LIBRARY = QuestionLibrary(resource_root("question_banks"))
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
BEHAVIORAL = InterviewType.BEHAVIORAL


def answered(question: Question, slot: int, score: float | None) -> Exchange:
    """An exchange with a score; None for an answer that was too little to score."""
    status = EvaluationStatus.INSUFFICIENT_EVIDENCE if score is None else EvaluationStatus.SCORED
    who = Evaluator("rules", "rules", None, "test@1")
    evaluation = Evaluation(status, (), score, 1.0, "", (), (), {}, None, who)
    answer = Answer("words", AnswerSource.TYPED, NOON, NOON)
    asked = AskedQuestion(f"a{slot}", slot, slot, question.text, question)
    return Exchange(asked, (Attempt(f"t{slot}", answer, None, evaluation),))


def ask_all(
    settings: SessionSettings, recent: list[str] | None = None, scores: list[float | None] | None = None
) -> Session:
    """A session with every planned question asked, without follow-ups."""
    interviewer = BankInterviewer(LIBRARY)
    session = Session("s", settings, SessionStatus.IN_PROGRESS, NOON, plan=tuple(interviewer.slots(settings)))
    for slot in range(len(session.plan)):
        question = asyncio.run(interviewer.next_question(session, slot, recent or []))
        score = scores[slot] if scores else 50.0
        session = replace(session, exchanges=(*session.exchanges, answered(question, slot, score)))
    return session


def questions_of(session: Session) -> list[Question]:
    return [exchange.asked.question for exchange in session.exchanges]


@pytest.mark.parametrize(
    ("count", "stages"), [(1, "core"), (2, "core core"), (3, "warm_up core core"), (4, "warm_up core core closing")]
)
def test_short_sessions_leave_out_closing_before_warm_up(count: int, stages: str) -> None:
    plan = BankInterviewer(LIBRARY).slots(SessionSettings(BEHAVIORAL, questions=count))
    assert " ".join(slot.stage for slot in plan) == stages


@given(kind=st.sampled_from([*InterviewType]), questions=st.integers(1, 12), seed=st.integers(0, 2**31 - 1))
def test_plans_run_from_warm_up_over_core_to_closing_with_topics_spread(
    kind: InterviewType, questions: int, seed: int
) -> None:
    settings = SessionSettings(kind, questions=questions, seed=seed)
    interviewer = BankInterviewer(LIBRARY)
    plan = interviewer.slots(settings)
    assert plan == interviewer.slots(settings)
    assert len(plan) == questions
    order = [Stage.WARM_UP, Stage.CORE, Stage.CLOSING]
    assert [order.index(slot.stage) for slot in plan] == sorted(order.index(slot.stage) for slot in plan)
    for each in {slot.type for slot in plan}:
        topics = [slot.topic for slot in plan if slot.type is each and slot.stage is Stage.CORE]
        available = {q.topics[0] for q in interviewer._pool(settings, each) if q.stage is Stage.CORE}
        assert len(set(topics)) == min(len(topics), len(available))
    assert InterviewType.MIXED not in {slot.type for slot in plan}


@pytest.mark.parametrize("kind", [*InterviewType])
def test_no_question_twice_in_a_session_and_stages_are_kept(kind: InterviewType) -> None:
    session = ask_all(SessionSettings(kind, questions=12, seed=9))
    asked = questions_of(session)
    assert len({question.id for question in asked}) == 12
    for slot, question in zip(session.plan, asked, strict=True):
        assert (question.type, question.stage) == (slot.type, slot.stage)
        assert slot.topic is None or slot.topic in question.topics


def test_the_same_seed_asks_the_same_and_another_seed_something_else() -> None:
    first, again, other = (
        [question.id for question in questions_of(ask_all(SessionSettings(BEHAVIORAL, seed=seed)))]
        for seed in (7, 7, 8)
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize("kind", [InterviewType.BEHAVIORAL, InterviewType.HR_SCREEN, InterviewType.SYSTEM_DESIGN])
def test_core_questions_of_the_last_sessions_are_not_asked_again(kind: InterviewType) -> None:
    recent: list[str] = []
    core: list[str] = []
    for seed in range(5):
        session = ask_all(SessionSettings(kind, questions=6, seed=seed), recent)
        recent = [question.id for question in questions_of(session)] + recent
        core += [
            q.id for slot, q in zip(session.plan, questions_of(session), strict=True) if slot.stage is Stage.CORE
        ]
    assert len(core) == 20
    assert len(set(core)) == 20


def test_seen_questions_come_again_only_when_all_are_seen() -> None:
    everything = [question.id for question in LIBRARY.questions(BEHAVIORAL)]
    assert len(questions_of(ask_all(SessionSettings(BEHAVIORAL), everything))) == 5
    spared = next(q.id for q in LIBRARY.questions(BEHAVIORAL) if not q.roles and q.stage is Stage.WARM_UP)
    seen = [identifier for identifier in everything if identifier != spared]
    assert questions_of(ask_all(SessionSettings(BEHAVIORAL), seen))[0].id == spared


@pytest.mark.parametrize(
    ("role", "bank"),
    [
        ("Senior Back-End Developer", "backend"),
        ("frontend engineer", "frontend"),
        ("Data Engineer", "data-engineering"),
        ("ML engineer", "data-science"),
        ("SRE", "devops"),
        ("iOS developer", "mobile"),
        ("AppSec engineer", "security"),
        ("QA engineer", "qa"),
    ],
)
def test_technical_questions_are_of_the_role(role: str, bank: str) -> None:
    session = ask_all(SessionSettings(InterviewType.TECHNICAL_VERBAL, role=role, questions=8))
    assert {question.bank for question in questions_of(session)} == {bank}


def test_without_a_role_no_question_is_made_for_another_job() -> None:
    for seed in range(10):
        for kind in (BEHAVIORAL, InterviewType.PROJECT):
            assert not any(question.roles for question in questions_of(ask_all(SessionSettings(kind, seed=seed))))
    technical = ask_all(SessionSettings(InterviewType.TECHNICAL_VERBAL, questions=8))
    assert all("software engineer" in question.roles for question in questions_of(technical))


def test_a_manager_gets_questions_about_leading() -> None:
    banks = Counter(
        question.bank
        for seed in range(6)
        for question in questions_of(ask_all(SessionSettings(BEHAVIORAL, role="engineering manager", seed=seed)))
    )
    assert banks["leadership"] > 0
    assert banks["product-manager"] == 0


def test_only_the_chosen_bank_is_asked() -> None:
    session = ask_all(SessionSettings(InterviewType.TECHNICAL_VERBAL, bank="security", role="data engineer"))
    assert {question.bank for question in questions_of(session)} == {"security"}


def test_too_few_questions_say_how_many_there_are() -> None:
    with pytest.raises(InputError, match=r"There are 0 behavioral questions in bank 'backend', 5 are needed"):
        BankInterviewer(LIBRARY).slots(SessionSettings(BEHAVIORAL, bank="backend"))
    held = LIBRARY.banks()["motivation"]
    with pytest.raises(InputError, match=rf"There are {held} hr_screen questions in bank 'motivation', 300"):
        BankInterviewer(LIBRARY).slots(SessionSettings(InterviewType.HR_SCREEN, bank="motivation", questions=300))


def test_a_bank_that_is_gone_when_the_session_resumes_is_reported(tmp_path: Path) -> None:
    session = ask_all(SessionSettings(BEHAVIORAL, questions=2))
    empty = BankInterviewer(QuestionLibrary(tmp_path))
    with pytest.raises(InputError, match="no behavioral question left"):
        asyncio.run(empty.next_question(session, 1, []))


@pytest.mark.parametrize(
    ("planned", "scores", "then"),
    [
        (Difficulty.STANDARD, [90.0, 90.0], Difficulty.INTENSE),
        (Difficulty.STANDARD, [10.0, 10.0], Difficulty.WARMUP),
        (Difficulty.STANDARD, [None, None], Difficulty.WARMUP),
        (Difficulty.STANDARD, [75.0], Difficulty.INTENSE),
        (Difficulty.STANDARD, [74.9], Difficulty.STANDARD),
        (Difficulty.STANDARD, [35.0], Difficulty.WARMUP),
        (Difficulty.STANDARD, [35.1], Difficulty.STANDARD),
        (Difficulty.STANDARD, [90.0, 10.0], Difficulty.STANDARD),
        (Difficulty.INTENSE, [100.0, 100.0], Difficulty.INTENSE),
        (Difficulty.WARMUP, [0.0, 0.0], Difficulty.WARMUP),
        (Difficulty.STANDARD, [0.0, 0.0, 90.0, 90.0], Difficulty.INTENSE),
    ],
)
def test_difficulty_follows_the_last_two_answers(
    planned: Difficulty, scores: list[float | None], then: Difficulty
) -> None:
    settings = SessionSettings(BEHAVIORAL, planned, questions=7)
    session = ask_all(settings, scores=[*scores, *[50.0] * (7 - len(scores))])
    so_far = replace(session, exchanges=session.exchanges[: len(scores)])
    assert adapted_difficulty(so_far, len(scores)) is then
    assert adapted_difficulty(so_far, 6) is planned, "the closing question is as planned"


def test_strong_answers_bring_harder_questions_than_weak_ones() -> None:
    levels = [*Difficulty]

    def mean_level(score: float) -> float:
        settings = SessionSettings(InterviewType.TECHNICAL_VERBAL, questions=8, seed=4)
        asked = questions_of(ask_all(settings, scores=[score] * 8))[2:7]
        return sum(levels.index(question.difficulty) for question in asked) / len(asked)

    assert mean_level(95.0) > mean_level(5.0)


@pytest.mark.parametrize(
    ("role", "question_roles", "fits"),
    [
        ("Senior Back-End Developer", ["backend engineer"], True),
        ("Full stack engineer", ["frontend engineer"], True),
        ("Full-Stack Engineer", ["backend engineer"], True),
        ("Software Engineer", ["software engineer"], True),
        ("software engineer", ["mobile engineer"], False),
        ("site reliability engineer", ["devops engineer"], True),
        ("Platform Engineer", ["site reliability engineer"], True),
        ("machine learning engineer", ["data scientist"], True),
        ("Data Analyst", ["data scientist"], True),
        ("data engineer", ["data scientist"], False),
        ("Analytics Engineer", ["data engineer"], True),
        ("Android developer", ["mobile engineer"], True),
        ("SDET", ["qa engineer"], True),
        ("Penetration tester", ["security engineer"], True),
        ("Product Owner", ["product manager"], True),
        ("PM", ["product manager"], True),
        ("account manager", ["product manager"], False),
        ("account manager", ["manager"], True),
        ("Engineering Manager", ["team lead"], True),
        ("engineering manager", ["product manager"], False),
        ("nurse", ["backend engineer"], False),
        ("nurse", [], True),
        ("", [], True),
        ("???", ["backend engineer"], False),
    ],
)
def test_which_roles_suit_each_other(role: str, question_roles: list[str], fits: bool) -> None:
    assert role_matches(role, question_roles) is fits
