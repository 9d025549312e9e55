"""Work in steps: all take one step before any takes its next, and every result is in its place."""

from __future__ import annotations

import pytest

from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.scoring.rules import evaluate_answer, judging_steps
from interview_cli.scoring.side_by_side import AT_ONCE, Steps, side_by_side


def work(name: str, steps: int, log: list[str]) -> Steps[str]:
    for step in range(steps):
        log.append(f"{name}{step}")
        yield
    log.append(f"{name} ends")
    return name.upper()


def test_each_takes_a_step_before_any_takes_its_next_one() -> None:
    log: list[str] = []
    assert side_by_side([work("a", 2, log), work("b", 0, log), work("c", 1, log)]) == ["A", "B", "C"]
    assert log == ["a0", "b ends", "c0", "a1", "c ends", "a ends"]


def test_no_more_than_a_group_is_begun_at_a_time() -> None:
    log: list[str] = []
    names = [f"{number:02}." for number in range(AT_ONCE + 1)]
    assert side_by_side(work(name, 1, log) for name in names) == names
    assert log[-3:] == [f"{names[AT_ONCE - 1]} ends", f"{names[AT_ONCE]}0", f"{names[AT_ONCE]} ends"]


def test_what_a_step_raises_is_raised_at_once() -> None:
    log: list[str] = []

    def broken() -> Steps[str]:
        yield
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        side_by_side([work("a", 3, log), broken()])
    assert log == ["a0", "a1"]


def test_answers_judged_side_by_side_are_judged_as_each_alone() -> None:
    question = Question("q", "Tell me about a missed deadline.", InterviewType.BEHAVIORAL, Difficulty.STANDARD, "b")
    answers = [
        "In May 2024 I missed a deadline by two days, so I called the customer and we shipped it in parts.",
        "",
        "We were late once, um, because the printer broke, and in the end nobody complained about it at all.",
    ]
    together = side_by_side(judging_steps(question, answer) for answer in answers)
    assert together == [evaluate_answer(question, answer) for answer in answers]
    assert [each.overall_score is None for each in together] == [False, True, False]
