"""What a question asks for: a story, facts, reasons, a case."""

from __future__ import annotations

import pytest

from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.scoring.asked_for import Asked, asked_for, asks_for_one_fact


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Tell me about a time you failed.", Asked.STORY),
        (
            "What is a small step you pushed through that made a bigger difference than its size would suggest?",
            Asked.STORY,
        ),
        ("How would you start a platform for music teachers?", Asked.CASE),
        ("Your largest competitor has released your best feature for free. What do you do?", Asked.CASE),
        ("Why do you want to work here?", Asked.FACTS),
        ("What is your notice period?", Asked.FACTS),
        ("Tell me about yourself.", Asked.OPENER),
        ("Do you have any questions for us?", Asked.OPENER),
        ("Why did you build it the way you did?", Asked.CASE),
        ("What would you do if you were late?", Asked.CASE),
        ("What are the biggest challenges in integration?", Asked.CASE),
        ("What is the biggest challenge you faced?", Asked.STORY),
        ("When did you have to calm somebody down?", Asked.STORY),
    ],
)
def test_what_a_question_asks_for(text: str, asked: Asked) -> None:
    question = Question("q", text, InterviewType.PROJECT, Difficulty.STANDARD, "tests")
    assert asked_for(question) is asked


@pytest.mark.parametrize(
    "text",
    [
        "And how did you get interested in robotics?",
        "What did you do after you graduated?",
        "Great! Do you think you're a leader? Tell me why.",
        "Why do you own both breeds? Which do you prefer for milking?",
        "Explain VLOOKUP with an example.",
    ],
)
def test_a_question_for_a_reason_a_beginning_or_a_choice_asks_for_no_story(text: str) -> None:
    question = Question("q", text, InterviewType.BEHAVIORAL, Difficulty.STANDARD, "tests")
    assert asked_for(question) is Asked.FACTS


@pytest.mark.parametrize(
    ("text", "kind", "is_one"),
    [
        ("Where did you go to school?", InterviewType.BEHAVIORAL, True),
        ("Okay, and do you have a driving licence?", InterviewType.BEHAVIORAL, True),
        ("Which languages do you speak?", InterviewType.BEHAVIORAL, True),
        ("What's your notice period?", InterviewType.HR_SCREEN, True),
        ("How long have you been a nurse?", InterviewType.BEHAVIORAL, True),
        ("How many people have you managed?", InterviewType.BEHAVIORAL, True),
        ("How many projects have you led, and what did you learn?", InterviewType.BEHAVIORAL, False),
        ("What are your salary expectations, and how did you arrive at them?", InterviewType.HR_SCREEN, False),
        ("Can you work nights, and why would you want to?", InterviewType.HR_SCREEN, False),
        ("Could you tell me about your last job?", InterviewType.HR_SCREEN, False),
        ("Have you ever managed a conflict?", InterviewType.HR_SCREEN, False),
        ("Where do you see yourself in five years?", InterviewType.HR_SCREEN, False),
        ("When did you have to calm somebody down?", InterviewType.BEHAVIORAL, False),
        ("What is TLS?", InterviewType.TECHNICAL_VERBAL, False),
    ],
)
def test_a_few_words_answer_a_question_for_one_fact(text: str, kind: InterviewType, is_one: bool) -> None:
    assert asks_for_one_fact(Question("q", text, kind, Difficulty.STANDARD, "tests")) is is_one
