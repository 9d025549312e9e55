"""The interviewer says no answer, no verdict, and no words nobody spoke."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.discretion import Discretion, quotes
from interview_cli.interview.model import InterviewType, Question
from interview_cli.interview.utterance import asks, one_question, sentences
from tests.model_interviewer.support import LIBRARY

IDEMPOTENCY = LIBRARY.find("backend-idempotency-keys")
SAID = "We used a queue between the shop and the bank, and I retried failed payments three times out of 5."
ALL_QUESTIONS = LIBRARY.questions(InterviewType.MIXED)


def fault(
    sentence: str, *, question: Question = IDEMPOTENCY, answers: tuple[str, ...] = (SAID,), before: str = ""
) -> str:
    return Discretion(question, [question.text], answers).fault(sentence, before) or ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Great answer!",
        "Great, so what happened next?",
        "That's correct.",
        "That is a very good point.",
        "Exactly.",
        "Well done!",
        "I would give you four points, but why three times?",
        "I'd rate this a four.",
        "That is worth 4 out of 5 to me.",
        "You are absolutely right.",
    ],
)
def test_verdicts_are_not_said(sentence: str) -> None:
    assert fault(sentence) == "It judges the answer."


@pytest.mark.parametrize(
    "sentence",
    [
        "Thank you for that.",
        "You said “I retried failed payments three times out of 5”.",
        "Was that a good decision, looking back?",
        "Which result did you expect?",
        "Why three times?",
        "How did you know that “a queue between the shop and the bank” would be enough?",
        'What happens to "failed payments … three times" when the bank is down?',
    ],
)
def test_what_an_interviewer_says_passes(sentence: str) -> None:
    assert fault(sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "You said “I built a blockchain”.",
        'Why did you say "we never retried"?',
        "Why „eine Blockchain“?",
        "What about «a ledger of all things»?",
        "You said “We used … a blockchain”.",
    ],
)
def test_words_nobody_spoke_are_not_quoted(sentence: str) -> None:
    assert fault(sentence).startswith("It quotes words the candidate did not say")


def test_a_quote_is_found_whatever_its_letters_marks_and_spaces() -> None:
    said = Discretion(IDEMPOTENCY, [], ["First, we used\n a Queue — then more."])
    assert said.quotes_candidate("You said “FIRST we used a queue, then”. Why?")
    assert not said.quotes_candidate("You said “used queue”. Why?")
    assert quotes('“one” and "two" and «three» and ‘four words in it’ but don\'t') == [
        "one",
        "two",
        "three",
        "four words in it",
    ]


@pytest.mark.parametrize("point", [*IDEMPOTENCY.key_points, *sentences(IDEMPOTENCY.ideal_answer or "")])
def test_points_of_the_answer_are_not_told(point: str) -> None:
    assert fault(point) == "It gives the answer away."
    assert fault(f"Did you know this: {point.rstrip('.')}?") == "It gives the answer away."


@pytest.mark.parametrize(
    "sentence",
    [
        "The ideal answer is simple.",
        "The answer is a key.",
        "You should have mentioned keys.",
        "I was hoping to hear about keys.",
        "You forgot the constraint.",
    ],
)
def test_the_answer_is_not_announced(sentence: str) -> None:
    assert fault(sentence) == "It gives the answer away."


def test_an_answer_is_not_told_in_pieces() -> None:
    point = IDEMPOTENCY.key_points[0].rstrip(".").split()
    first, rest = " ".join(point[:5]) + ".", " ".join(point[5:]) + "."
    assert fault(rest, before=first) == "It gives the answer away."


def test_what_the_candidate_has_said_may_be_taken_up() -> None:
    point = IDEMPOTENCY.key_points[0]
    assert fault(f"You said “{point}”.", answers=(point,)) == ""
    assert fault("How long does the server keep such a key?", answers=(point,)) == ""


def test_nearly_every_key_point_of_a_technical_question_would_be_noticed() -> None:
    technical = LIBRARY.questions(InterviewType.TECHNICAL_VERBAL)[::4]
    points = [(question, point) for question in technical for point in question.key_points]
    noticed = sum(Discretion(question, [], []).gives_away(point) for question, point in points)
    assert noticed / len(points) > 0.98


def test_hardly_any_shipped_follow_up_is_held_back() -> None:
    held = [
        text
        for question in ALL_QUESTIONS[::2]
        for text in question.follow_ups
        if any(Discretion(question, [question.text], [SAID]).fault(sentence) for sentence in sentences(text))
    ]
    assert len(held) <= 6, held


@pytest.mark.parametrize(("characters", "is_too_long"), [(300, False), (301, True)])
def test_a_sentence_nobody_could_follow_is_not_said(characters: int, is_too_long: bool) -> None:
    assert ("too long" in fault(f"Why {'o' * (characters - 5)}?")) is is_too_long


HUNDRED = [f"{first}{second}rnz" for first in "bdfghjklmp" for second in "aeiouxyzvw"]
"""Words of no language with a word list or a stemmer here: each weighs the same."""


@pytest.mark.parametrize(
    ("told", "mark", "is_given_away"), [(34, ".", True), (33, ".", False), (50, "?", True), (49, "?", False)]
)
def test_a_third_of_a_point_gives_it_away_and_half_of_it_in_a_question(
    told: int, mark: str, is_given_away: bool
) -> None:
    point = replace(IDEMPOTENCY, key_points=(" ".join(HUNDRED),), ideal_answer=None)
    assert Discretion(point, [], [], "xx").gives_away(" ".join(HUNDRED[:told]) + mark) is is_given_away


@pytest.mark.parametrize(("point", "is_given_away"), [("index", False), ("index team", True)])
def test_one_word_of_the_subject_gives_nothing_away_and_a_general_one_with_it_does(
    point: str, is_given_away: bool
) -> None:
    question = replace(IDEMPOTENCY, text="Why?", key_points=(point,), ideal_answer=None)
    assert Discretion(question, [], []).gives_away(f"The {point}.") is is_given_away


def test_another_language_is_not_spoken() -> None:
    german = "Und wie haben Sie das damals mit den anderen Kollegen besprochen?"
    assert "not in the language" in fault(german)
    assert Discretion(IDEMPOTENCY, [], [SAID], "de").fault(german) is None


@pytest.mark.parametrize(
    ("reply", "spoken"),
    [
        ("**Interviewer:** What is a *lock*? And what is a mutex?", "What is a lock?"),
        ("### Question 3\n- Why did you `git push` it? 🎉\n- Where?", "Question 3 Why did you git push it?"),
        ("Let us move on. How do you test that?\n\nAnswer: with a double.", "Let us move on. How do you test that?"),
        ("Question: Tell me about a time you failed.", "Tell me about a time you failed."),
        ("```python\nprint(1)\n```\nWhat does this print?", "What does this print?"),
        ("Was hat das gebracht? Und wem?", "Was hat das gebracht?"),
        ("", ""),
    ],
)
def test_one_question_is_asked_in_plain_speech(reply: str, spoken: str) -> None:
    assert one_question(reply) == spoken


@given(st.text())
def test_whatever_a_model_writes_at_most_one_question_is_asked(reply: str) -> None:
    said = one_question(reply)
    assert sum(sentence.rstrip("\"'”’»“)").endswith(("?", "？", "؟")) for sentence in sentences(said)) <= 1
    assert "\n" not in said


@pytest.mark.parametrize("text", [question.text for question in ALL_QUESTIONS][::40])
def test_shipped_questions_ask(text: str) -> None:
    assert any(map(asks, sentences(text)))
