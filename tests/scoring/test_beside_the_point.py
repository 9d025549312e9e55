"""What tells an answer to the question from a well-told answer to another one, and what the outline keeps of it."""

from __future__ import annotations

import pytest

from interview_cli.interview.model import Difficulty, Evaluation, InterviewType, Question
from interview_cli.scoring.criteria import BESIDE_THE_POINT
from interview_cli.scoring.rules import evaluate_answer

SOURCE_ANSWER = (
    "My old flatmate Tom, now a recruiter, told me about the vacancy in May. The sentence on bringing the ticket "
    "archive to a new search engine caught me. I ran such a move at Nordbahn for two years."
)
GARDEN = (
    "On Saturday I made a raised bed in the garden with my uncle in Leeds. I sawed 14 boards, mixed the soil and "
    "planted beans. In the end the slugs dropped from 30 to zero. I learned that patience matters."
)
LOCKED = (
    "In October 2021 I released an index change on the bookings table at noon. I cancelled the job, told the support "
    "desk and replayed the queue. The site was down for 35 minutes and we lost 120 bookings. I wrote a check that "
    "refuses such changes by day. It has not failed once since."
)
LIMITS = (
    "My colleague had set up a mail gateway without limits, and I needed to connect our newsletter to it. I sent the "
    "whole list at once. I stopped the job, split the list and added a limit. There has been no outage since."
)


def _question(kind: InterviewType, text: str, *competencies: str) -> Question:
    return Question("q", text, kind, Difficulty.STANDARD, "tests", competencies=competencies)


SOURCE = _question(
    InterviewType.HR_SCREEN, "How did you come across this position, and what made you apply?", "motivation"
)
FAILURE = _question(
    InterviewType.PROJECT, "Tell me about a failure in production that you caused. What happened?", "mistake"
)
CONFLICT = _question(
    InterviewType.BEHAVIORAL, "Tell me about a time you disagreed with a colleague. What did you do?", "conflict"
)


def _relevance(evaluation: Evaluation) -> float:
    return next(score.score or 0.0 for score in evaluation.scores if score.criterion == "relevance")


def test_a_screening_answer_is_known_by_what_such_answers_speak_of() -> None:
    right, wrong = evaluate_answer(SOURCE, SOURCE_ANSWER), evaluate_answer(SOURCE, GARDEN)
    assert _relevance(right) > 2.5
    assert "off_topic" not in right.tags
    assert _relevance(wrong) < BESIDE_THE_POINT
    assert "off_topic" in wrong.tags


@pytest.mark.parametrize("answer", [LOCKED, LIMITS])
def test_a_failure_story_has_its_situation_and_its_result(answer: str) -> None:
    evaluation = evaluate_answer(FAILURE, answer)
    assert not {"no_situation", "no_result"} & set(evaluation.tags)
    assert evaluation.found["situation"]
    assert evaluation.found["result"]


@pytest.mark.parametrize("answer", [GARDEN, GARDEN + " The next project was a shed, and I had to decide on a roof."])
@pytest.mark.parametrize("question", [FAILURE, CONFLICT], ids=["failure", "conflict"])
def test_a_story_beside_the_point_stays_below_forty(question: Question, answer: str) -> None:
    evaluation = evaluate_answer(question, answer)
    assert _relevance(evaluation) < BESIDE_THE_POINT
    assert evaluation.overall_score is not None
    assert evaluation.overall_score < 40
    assert "“" not in (evaluation.ideal_answer or "")


def test_one_quote_is_not_both_situation_and_task() -> None:
    lines = (evaluate_answer(FAILURE, LIMITS).ideal_answer or "").splitlines()
    assert lines[0].startswith("Situation: “My colleague had set up")
    assert lines[1].startswith("Task: [")


def test_a_hedge_is_no_part_of_a_stronger_answer() -> None:
    hedged = "I think we kind of had a disagreement with a colleague at my company last year."
    plain = "I had to choose a release date with her. I called her, wrote down both plans and asked for her reasons."
    outline = evaluate_answer(CONFLICT, f"{hedged} {plain}").ideal_answer or ""
    assert "kind of" not in outline
    assert "Task: “I had to choose a release date with her”" in outline
