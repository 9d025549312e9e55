"""How far a judge agrees with itself."""

from __future__ import annotations

from dataclasses import replace
from statistics import pstdev

from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.scoring.repeats import agreement
from interview_cli.scoring.rules import evaluate_answer

QUESTION = Question(
    "q", "Tell me about a time you missed a deadline.", InterviewType.BEHAVIORAL, Difficulty.STANDARD, "b"
)
EVALUATION = evaluate_answer(
    QUESTION, "In May 2024 I missed a deadline by two days, so I called the customer and we shipped it in parts."
)


def test_a_judge_that_wavers_is_found_out() -> None:
    first, *rest = EVALUATION.scores
    values = [2.0, 3.0, None, 4.0]
    evaluations = [replace(EVALUATION, scores=(replace(first, score=value), *rest)) for value in values]
    kept, spreads = agreement(evaluations)
    assert kept is evaluations[0]
    assert spreads[first.criterion] == round(pstdev([2, 3, 4]), 3)
    assert {spreads[score.criterion] for score in rest if score.score is not None} == {0.0}


def test_what_could_never_be_scored_has_no_spread() -> None:
    unscored = replace(EVALUATION, scores=tuple(replace(score, score=None) for score in EVALUATION.scores))
    _, spreads = agreement([unscored, unscored])
    assert set(spreads.values()) == {None}
    assert len(spreads) == len(EVALUATION.scores)
