"""A store in a real file, a clock that stands still, and a session with something in every part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    CriterionScore,
    Difficulty,
    Document,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Evidence,
    Exchange,
    Feedback,
    FeedbackPoint,
    FoundPart,
    InterviewType,
    KeyPoint,
    PlanSlot,
    Question,
    Session,
    SessionScores,
    SessionSettings,
    SessionStatus,
    Stage,
    TokenUsage,
)
from interview_cli.interview.spoken import Delivery, Filler, Interval, Pauses, Prosody, Transcription, Word
from interview_cli.storage.sessions import SqliteSessionStore, open_store

SAID = "Um, I led a team of four and we cut the build time by half."


@pytest.fixture(autouse=True)
def copied_databases() -> None:
    """Here new databases are made as the program makes them."""


class StoppedClock:
    """Shows the time it was set to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


class SessionMaker(Protocol):
    def __call__(
        self,
        name: str = "one",
        said: str = SAID,
        started_at: datetime | None = None,
        of_type: InterviewType = InterviewType.BEHAVIORAL,
        status: SessionStatus = SessionStatus.COMPLETED,
        audio_path: str | None = None,
    ) -> Session: ...


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "interview.db"


@pytest.fixture
def store(path: Path, clock: StoppedClock) -> Iterator[SqliteSessionStore]:
    with open_store(path, clock) as opened:
        yield opened


@pytest.fixture
def make_session(clock: StoppedClock) -> SessionMaker:
    def make(
        name: str = "one",
        said: str = SAID,
        started_at: datetime | None = None,
        of_type: InterviewType = InterviewType.BEHAVIORAL,
        status: SessionStatus = SessionStatus.COMPLETED,
        audio_path: str | None = None,
    ) -> Session:
        return sample_session(name, said, started_at or clock.now(), of_type, status, audio_path)

    return make


def sample_session(
    name: str,
    said: str,
    begin: datetime,
    of_type: InterviewType = InterviewType.BEHAVIORAL,
    status: SessionStatus = SessionStatus.COMPLETED,
    audio_path: str | None = None,
) -> Session:
    """A session of one answered question and a skipped follow-up, with every kind of record in it."""
    question = Question(
        id=f"question-{name}",
        text="Tell me about a time you led people.",
        type=InterviewType.BEHAVIORAL,
        difficulty=Difficulty.STANDARD,
        bank="core",
        competencies=("leadership",),
        key_points=("the situation", "a result in numbers"),
    )
    asked = AskedQuestion(f"{name}-asked-0", 0, 0, question.text, question)
    follow_up = AskedQuestion(f"{name}-asked-1", 1, 0, "What was the result?", question, parent_id=asked.id)
    answer = Answer(said, AnswerSource.SPOKEN, begin, begin, heard(said).words, audio_path, heard(said))
    ticks = {question.key_points[0]: True, question.key_points[1]: False}
    attempt = Attempt(f"{name}-attempt-0", answer, _delivery(said), evaluation("rules"), ticks)
    return Session(
        id=f"{name}-session",
        settings=SessionSettings(
            of_type,
            role="team lead",
            seed=2**80,
            persona="skeptical",
            cv=Document("cv", "CV"),
            job=Document("job", "A job"),
        ),
        status=status,
        started_at=begin,
        ended_at=None if status is SessionStatus.IN_PROGRESS else begin,
        plan=(PlanSlot(Stage.CORE, InterviewType.BEHAVIORAL, "leadership", Difficulty.STANDARD),),
        exchanges=(Exchange(asked, (attempt,)), Exchange(follow_up, skipped=True)),
        delivery=_delivery(said),
        feedback=_feedback(said),
        usage=TokenUsage(1200, 300, 4, 0.25),
    )


def heard(said: str) -> Transcription:
    """A recording in which someone hums before speaking."""
    return Transcription(
        engine="test:tiny",
        text=said,
        language="en",
        duration_s=7.5,
        words=(Word(said[:2], 0.0, 0.4, 0.9),),
        speech=(Interval(0.5, 1.0), Interval(1.5, 7.25)),
        vocalisations=(Interval(0.5, 1.0),),
        prosody=Prosody(-21.5, 6.25, 118.0, 2.75),
    )


def _delivery(said: str) -> Delivery:
    return Delivery(
        word_count=15,
        unique_word_count=14,
        sentence_count=1,
        mean_sentence_words=15.0,
        longest_sentence_words=15,
        fillers=(Filler(said[:2], 0, 2, 0.0, 0.4, kind="filled_pause"),),
        fillers_per_100_words=6.7,
        fillers_per_minute=10.0,
        hedges=(),
        repeats=(),
        speaking_seconds=6.0,
        words_per_minute=150.0,
        pauses=Pauses(1, 0, 0.5, 0.5, (Interval(1.0, 1.5),)),
        response_latency_s=None,
        not_measured=("response_latency_s",),
        articulation_syllables_per_second=4.25,
        vocalisations=(Interval(0.5, 1.0),),
        loudness_variation_db=6.25,
        pitch_variation_semitones=2.75,
        monotone=False,
    )


@pytest.fixture
def second_opinion() -> Evaluation:
    return replace(evaluation("qwen"), overall_score=40.0)


def evaluation(name: str) -> Evaluation:
    quote = Evidence("I led", 4, 9)
    return Evaluation(
        status=EvaluationStatus.SCORED,
        scores=(CriterionScore("ownership", 4.0, 5, "Says what they did themselves.", (quote,)),),
        overall_score=80.0,
        coverage=1.0,
        comment="Owns the work.",
        tags=("missing_result",),
        missing_points=("a result in numbers",),
        found={"ownership": (quote,)},
        ideal_answer="Situation, task, action, result.",
        evaluator=Evaluator("rules" if name == "rules" else "model", name, None, "1"),
        findings=(
            FoundPart("own_act", quote),
            FoundPart("result", Evidence("by half", 51, 58), sure=False, detail="x"),
        ),
        key_points=(KeyPoint("the situation", "mentioned", quote), KeyPoint("a result in numbers", "not_said")),
    )


def _feedback(said: str) -> Feedback:
    point = FeedbackPoint("You say what you did yourself.", 0, said[4:9])
    return Feedback(
        scores=SessionScores(6.0, 5.5, 7.0, None, 6.2),
        overall_score=62.0,
        recommendation="HIRE",
        coverage=0.8,
        summary="Clear, but rarely measured.",
        strengths=(point,),
        improvements=(FeedbackPoint("Give numbers."),),
        suggestions=("Prepare three results in numbers.",),
        fix_first=point,
        technical_notes=None,
        communication_notes="Few fillers.",
        problem_solving_notes=None,
        evaluator=Evaluator("rules", "rules", None, "1"),
    )
