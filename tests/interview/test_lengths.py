"""How long an answer may take, and what a session counts from."""

from __future__ import annotations

import pytest

from interview_cli.interview.lengths import spoken_length_s, target_s
from interview_cli.interview.model import (
    AskedQuestion,
    Difficulty,
    InterviewType,
    Question,
    SessionSettings,
    TokenUsage,
)


@pytest.mark.parametrize(
    ("kind", "parent_id", "seconds"),
    [
        (InterviewType.BEHAVIORAL, None, 120),
        (InterviewType.HR_SCREEN, None, 60),
        (InterviewType.TECHNICAL_VERBAL, None, 90),
        (InterviewType.PROJECT, None, 150),
        (InterviewType.SYSTEM_DESIGN, None, 300),
        (InterviewType.SYSTEM_DESIGN, "main question", 45),
    ],
)
def test_an_answer_may_take_as_long_as_its_question_is_large(
    kind: InterviewType, parent_id: str | None, seconds: int
) -> None:
    question = Question("q", "What did you build?", kind, Difficulty.STANDARD, "bank")
    assert target_s(AskedQuestion("asked", 0, 0, question.text, question, parent_id)) == seconds


def test_a_typed_answer_is_spoken_at_150_words_a_minute() -> None:
    assert spoken_length_s("word " * 75) == 30


def test_a_session_has_five_questions_with_two_follow_ups_each_and_three_in_all() -> None:
    settings = SessionSettings(InterviewType.BEHAVIORAL)
    assert (settings.questions, settings.max_follow_ups, settings.follow_up_budget, settings.seed) == (5, 2, 3, 0)


@pytest.mark.parametrize(
    ("one_cost", "other_cost", "both_cost"), [(0.5, 1.0, 1.5), (0.5, None, 0.5), (None, 1.0, 1.0), (None, None, None)]
)
def test_what_models_used_adds_up(one_cost: float | None, other_cost: float | None, both_cost: float | None) -> None:
    one, other = TokenUsage(1, 2, 3, one_cost), TokenUsage(10, 20, 30, other_cost)
    assert one + other == TokenUsage(11, 22, 33, both_cost)
    assert TokenUsage() + one == one
