"""Questions, sessions and sample answers for the scoring tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    Difficulty,
    Exchange,
    InterviewType,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
)
from interview_cli.text import meaning

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)

DISAGREEMENT = Question(
    id="disagreement",
    text="Tell me about a time you disagreed with a coworker. What did you do?",
    type=InterviewType.BEHAVIORAL,
    difficulty=Difficulty.STANDARD,
    bank="tests",
    competencies=("conflict",),
    key_points=("Names the disagreement in neutral words and the other person's reason.",),
)
INDEX = Question(
    id="index",
    text="How does an index make a query faster, and what do you pay for it?",
    type=InterviewType.TECHNICAL_VERBAL,
    difficulty=Difficulty.STANDARD,
    bank="tests",
    skills=("databases",),
    key_points=(
        "An index lets the database find rows without scanning the whole table.",
        "Every insert, update or delete has to change the index too, so writes become slower.",
        "An index takes space on disk and in memory.",
    ),
)
GOOD_STORY = (
    "In my last job at Acme, in March 2022, our payment service was failing for 8 percent of customers. My "
    "manager asked me to fix it within six weeks. A coworker, Priya, wanted to rewrite everything and I "
    "disagreed, because we had so little time. I set up a meeting, listed both options with their risks and "
    "asked her what worried her most. Then I profiled the service and built a small cache. As a result, "
    "failures dropped from 8 percent to 0.4 percent, and Priya presented it with me. I learned that figures "
    "settle an argument faster than opinions."
)


@pytest.fixture
def without_vectors(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a machine without the package of word vectors."""
    monkeypatch.setattr(meaning, "PACKAGE", "no_such_package")
    meaning.load_vectors.cache_clear()
    yield
    meaning.load_vectors.cache_clear()


@pytest.fixture
def disagreement() -> Question:
    return DISAGREEMENT


@pytest.fixture
def index_question() -> Question:
    return INDEX


@pytest.fixture
def good_story() -> str:
    return GOOD_STORY


SessionMaker = Callable[..., Session]


@pytest.fixture
def make_session() -> SessionMaker:
    """A session from (question, answer or None for skipped, [(follow-up, answer), …]) in order."""

    def make(
        *talks: tuple[Question, str | None, list[tuple[str, str]]], kind: InterviewType = InterviewType.BEHAVIORAL
    ) -> Session:
        exchanges: list[Exchange] = []

        def add(question: Question, wording: str, answer: str | None, parent: str | None) -> str:
            number = len(exchanges)
            asked = AskedQuestion(f"asked-{number}", number, number, wording, question, parent)
            said = None if answer is None else Answer(answer, AnswerSource.TYPED, NOON, NOON)
            attempts = (Attempt(f"attempt-{number}", said),) if said else ()
            exchanges.append(Exchange(asked, attempts, skipped=answer is None))
            return asked.id

        for question, answer, follow_ups in talks:
            parent = add(question, question.text, answer, None)
            for wording, reply in follow_ups:
                add(question, wording, reply, parent)
        return Session("session", SessionSettings(kind), SessionStatus.IN_PROGRESS, NOON, exchanges=tuple(exchanges))

    return make
