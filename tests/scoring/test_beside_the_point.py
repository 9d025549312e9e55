"""What tells an answer to the question from a well-told answer to another one, and what the outline keeps of it."""

from __future__ import annotations

import pytest

from interview_cli.interview.model import CriterionScore, Difficulty, Evaluation, InterviewType, Question
from interview_cli.scoring.bounds import SOMETHING_ELSE
from interview_cli.scoring.rules import evaluate_answer
from tests.scoring.labelled import judged

SOURCE_ANSWER = (
    "My old flatmate Tom, now a recruiter, told me about the vacancy in May. The sentence on bringing the ticket "
    "archive to a new search engine caught me. I ran such a move at Nordbahn for two years."
)
INDEX_ANSWER = (
    "An index lets the database find rows without scanning the whole table. It is usually a B-tree, and every insert "
    "has to update it, so writes become slower. It also takes disk space."
)
PIZZA = (
    "My favourite pizza has mushrooms and olives on it. On Sundays the lake is full of ducks, and the weather is "
    "usually lovely there in August."
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


def _relevance(evaluation: Evaluation) -> CriterionScore:
    return next(score for score in evaluation.scores if score.criterion == "relevance")


def test_an_answer_about_it_is_shown_by_its_nearest_sentence() -> None:
    evaluation = evaluate_answer(SOURCE, SOURCE_ANSWER)
    relevance = _relevance(evaluation)
    assert relevance.state == "about_it"
    assert relevance.score is not None
    assert relevance.score >= 3
    assert relevance.evidence[0].quote == "I ran such a move at Nordbahn for two years"
    assert "off_topic" not in evaluation.tags


@pytest.mark.parametrize("answer", [INDEX_ANSWER, PIZZA], ids=["index", "pizza"])
def test_an_answer_about_something_else_is_bounded_in_a_sentence_of_its_own(answer: str) -> None:
    evaluation = evaluate_answer(SOURCE, answer)
    relevance = _relevance(evaluation)
    assert relevance.state == "about_something_else"
    assert relevance.score is not None
    assert relevance.score <= 2
    assert "off_topic" in evaluation.tags
    assert evaluation.overall_score is not None
    assert evaluation.overall_score <= SOMETHING_ELSE
    assert "“" not in (evaluation.ideal_answer or "")


def test_being_beside_the_point_lowers_no_other_criterion() -> None:
    question = _question(InterviewType.TECHNICAL_VERBAL, "What does an index cost?")
    beside = {score.criterion: score.score for score in evaluate_answer(question, PIZZA).scores}
    manner = {score.criterion: score.score for score in evaluate_answer(SOURCE, PIZZA).scores}
    assert beside["clarity"] == manner["clarity"]


@pytest.mark.parametrize("answer", [LOCKED, LIMITS])
def test_a_failure_story_has_its_situation_and_its_result(answer: str) -> None:
    evaluation = evaluate_answer(FAILURE, answer)
    assert not {"no_situation", "no_result"} & set(evaluation.tags)
    assert evaluation.found["situation"]
    assert evaluation.found["result"]


def test_one_quote_is_not_both_situation_and_task() -> None:
    lines = (evaluate_answer(FAILURE, LIMITS).ideal_answer or "").splitlines()
    assert lines[1].startswith("Situation: perhaps “My colleague had set up")
    assert lines[2].startswith("Task: [")


GARDENER = (
    "I look after the gardens of a hotel by the sea. The roses by the pool were dying every August. I dug one up and "
    "found salt water in the trench. I built a bank of clay and planted tamarisk in front of it."
)
HOLIDAY = (
    "On holidays we went to Spain with the family and I organised a barbecue by the beach, the weather was lovely, "
    "the children swam and we ate ice cream."
)


@pytest.mark.parametrize(
    ("answer", "state"),
    [(GARDENER, "cannot_tell"), (HOLIDAY, "about_something_else")],
    ids=["a gardener's work", "a holiday"],
)
def test_only_free_time_that_is_named_is_beside_the_point(answer: str, state: str) -> None:
    question = _question(InterviewType.BEHAVIORAL, "Tell me about a time you solved a problem.")
    assert _relevance(evaluate_answer(question, answer)).state == state


def test_an_outcome_that_cannot_be_told_is_left_out_of_the_score() -> None:
    told = "Last year in Leeds our release was late. I cut two features and I called all nine customers myself."
    evaluation = evaluate_answer(CONFLICT, told)
    outcome = next(score for score in evaluation.scores if score.criterion == "outcome")
    assert (outcome.score, outcome.state) == (None, "cannot_tell")
    assert "left out of the score" in outcome.anchor
    judged = {score.criterion: score.score for score in evaluation.scores if score.score is not None}
    weights = {"structure": 20, "ownership": 20, "specificity": 20, "relevance": 12, "clarity": 8}
    expected = sum(weights[name] * score for name, score in judged.items()) / sum(weights[name] for name in judged)
    assert evaluation.overall_score == pytest.approx(20 * expected, abs=0.1)


def test_a_late_reason_is_quoted_from_near_its_word() -> None:
    question = _question(InterviewType.TECHNICAL_VERBAL, "What happens when you open a page?")
    sentence = (
        "The browser asks for the address of the server and opens a connection to it with a key that both of them "
        "agree on because nobody else may read it."
    )
    depth = next(score for score in evaluate_answer(question, sentence).scores if score.criterion == "depth")
    assert "“… " in depth.anchor
    assert "because nobody else may read it”" in depth.anchor


BOAT = (
    "risk yeah um well i'm an accountant so we're careful people haha but my brother in law he's got this boat and "
    "last year i prepared the mussels for twelve people and the kids came too and in the end they loved it they were "
    "jumping in the water all day and i caught three crabs so yeah that was really nice"
)


def test_free_time_with_one_word_of_the_question_is_not_said_to_be_about_it() -> None:
    text = "Tell me about a risk you planned for that really came true. What had you prepared?"
    assert _relevance(judged(_question(InterviewType.BEHAVIORAL, text), BOAT)).state == "cannot_tell"
