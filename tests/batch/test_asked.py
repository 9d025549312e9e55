"""What was asked: bank questions behind an interviewer's words, and follow-ups."""

from __future__ import annotations

import pytest

from interview_cli.batch.asked import QuestionFinder, is_follow_up
from interview_cli.interview.model import InterviewType, Question
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.resources import resource_root

LIBRARY = QuestionLibrary(resource_root("question_banks"))
FINDER = QuestionFinder(LIBRARY)
EVERYTHING = LIBRARY.questions(InterviewType.MIXED)


@pytest.mark.parametrize("kind", [kind for kind in InterviewType if kind is not InterviewType.MIXED])
def test_every_bank_question_is_found_in_its_type(kind: InterviewType) -> None:
    for question in LIBRARY.questions(kind):
        found, from_bank = FINDER.question(question.text, kind)
        assert from_bank
        assert found.text == question.text


@pytest.mark.parametrize("change", [str.upper, "Okay, thank you for that. {}".format, "{} Take your time.".format])
def test_a_bank_question_is_found_among_other_words(change: object) -> None:
    missed = 0
    for question in EVERYTHING[::5]:
        assert callable(change)
        found, _ = FINDER.question(change(question.text), question.type)
        missed += found.id != question.id
    assert missed <= 2


def test_another_question_is_made_up_of_what_was_asked() -> None:
    for kind, expected in ((InterviewType.PROJECT, "project"), (InterviewType.MIXED, "behavioral")):
        question, from_bank = FINDER.question("What is your favourite colour, and who told you?", kind)
        assert not from_bank
        assert (question.text, question.key_points) == ("What is your favourite colour, and who told you?", ())
        assert question.type.value == expected


def test_nothing_asked_is_no_bank_question() -> None:
    assert FINDER.question("", InterviewType.BEHAVIORAL)[1] is False


def main_question() -> Question:
    return next(question for question in EVERYTHING if question.follow_ups)


@pytest.mark.parametrize(
    "text",
    [
        "What was the result?",
        "And what happened then?",
        "Okay, great. How did you measure that?",
        "Can you tell me a bit more?",
        "Why did you do it that way?",
        "What would you do differently?",
        "You said “I cut two features”. Who agreed to that?",
        "How did they react?",
    ],
)
def test_short_questions_that_point_back_are_follow_ups(text: str) -> None:
    assert is_follow_up(text, main_question())


@pytest.mark.parametrize(
    "text",
    [
        "Why do you want to work here?",
        "What are your salary expectations?",
        "Tell me about a time you failed.",
        "How does a hash map work?",
        "Think of a project that went wrong. How did you handle it?",
        "",
    ],
)
def test_questions_of_their_own_are_not(text: str) -> None:
    assert not is_follow_up(text, main_question())


def test_a_banks_own_follow_ups_are_known_and_the_first_question_is_never_one() -> None:
    question = main_question()
    assert all(
        is_follow_up(f"Right. {text}", question) or is_follow_up(text, question) for text in question.follow_ups
    )
    assert not is_follow_up("What was the result?", None)


def test_hardly_any_bank_question_is_taken_for_a_follow_up() -> None:
    taken = [each.text for each in EVERYTHING if is_follow_up(each.text, EVERYTHING[0])]
    assert len(taken) <= len(EVERYTHING) / 100
